"""Accounts: who may sign in, where they are signed in, tokens, links, and wrong tries."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("roles", sa.String(), nullable=False),
        sa.Column("specialist", sa.String(length=64), nullable=True),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("password", sa.String(), nullable=True),
        sa.Column("second_factor", sa.Boolean(), nullable=False),
        sa.Column("totp", sa.String(), nullable=True),
        sa.Column("totp_step", sa.BigInteger(), nullable=False),
        sa.Column("recovery", sa.Text(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=True),
        sa.Column("identity", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
        sa.UniqueConstraint("issuer", "identity", name=op.f("uq_account_issuer")),
    )
    op.create_index("ix_account_specialist", "account", ["specialist"])
    _of_account(
        "session",
        _text("agent"),
        _text("began"),
        _text("seen"),
        _text("ends"),
        sa.Column("pending", sa.Boolean(), nullable=False),
    )
    _of_account("token", _text("name"), _text("scopes"), _text("made"), _text("ends"), sa.Column("seen", sa.String()))
    _of_account("reset", _text("ends"))
    op.create_table(
        "attempt",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_attempt")),
    )
    op.create_index("ix_attempt_last", "attempt", ["last"])


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _of_account(name: str, *columns: sa.Column[str] | sa.Column[bool]) -> None:
    """A table of what hangs on an account and goes with it, found by the hash of a secret."""
    op.create_table(
        name,
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("digest", name=op.f(f"pk_{name}")),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f(f"fk_{name}_account"), ondelete="CASCADE"),
    )
    op.create_index(f"ix_{name}_account", name, ["account"])


def downgrade() -> None:
    for name in ("attempt", "reset", "token", "session", "account"):
        op.drop_table(name)
