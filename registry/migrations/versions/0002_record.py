"""The record: the audit chain, the key of each person, tombstones, and who restricted the use of their profile.

The chain of a pool that has facts already begins with them; the store adds these entries when it is next made ready
(``Store.create``), and ``feed.history_from`` stays empty until then.
"""

import uuid

import sqlalchemy as sa
from alembic import op

from registry.audit import GENESIS

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("rev", sa.BigInteger(), nullable=False),
        sa.Column("ord", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("op", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=True),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_kind", "audit", ["kind", "subject", "seq"])
    op.create_index("ix_audit_rev", "audit", ["rev", "ord"])
    op.create_table(
        "person",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("subject", name=op.f("uq_person_subject")),
    )
    op.create_table(
        "tombstone",
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("rev", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_tombstone")),
    )
    op.create_index("ix_tombstone_digest", "tombstone", ["digest"])
    op.add_column("specialist", sa.Column("restricted", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("feed", sa.Column("entries", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("feed", sa.Column("head", sa.String(), nullable=False, server_default=GENESIS))
    op.add_column("feed", sa.Column("history_from", sa.BigInteger(), nullable=True))
    op.add_column("feed", sa.Column("salt", sa.String(), nullable=False, server_default=""))
    feed = sa.table("feed", sa.column("rev"), sa.column("history_from"), sa.column("salt"))
    op.execute(feed.update().values(salt=uuid.uuid4().hex))
    op.execute(feed.update().where(feed.c.rev == 0).values(history_from=0))


def downgrade() -> None:
    for name in ("salt", "history_from", "head", "entries"):
        op.drop_column("feed", name)
    op.drop_column("specialist", "restricted")
    for name in ("tombstone", "person", "audit"):
        op.drop_table(name)
