"""Requests that may be sent twice, with what was answered."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "kept_request",
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("claim", sa.String(length=64), nullable=False),
        sa.Column("begun", sa.String(), nullable=False),
        sa.Column("effect", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("headers", sa.Text(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("account", "key", name=op.f("pk_kept_request")),
    )
    with op.batch_alter_table("kept_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_request_begun"), ["begun"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("kept_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kept_request_begun"))
    op.drop_table("kept_request")
