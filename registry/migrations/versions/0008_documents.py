"""Documents that back a claim, and the number by which somebody outside knows a certificate."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "document",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("specialist", sa.String(length=64), nullable=False),
        sa.Column("sealed_for", sa.String(length=64), nullable=False),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_specialist"), ["specialist"], unique=False)
    with op.batch_alter_table("casework", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reference", sa.String(length=64), nullable=True))
        batch_op.create_index(batch_op.f("ix_casework_reference"), ["reference"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("casework", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_casework_reference"))
        batch_op.drop_column("reference")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_specialist"))
    op.drop_table("document")
