"""Casework: what a mission gathers on its way."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "casework",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("mission", sa.String(length=64), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=True),
        sa.Column("specialist", sa.String(length=64), nullable=True),
        sa.Column("account", sa.String(), nullable=True),
        sa.Column("due", sa.String(), nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "id", name=op.f("pk_casework")),
    )
    with op.batch_alter_table("casework", schema=None) as batch_op:
        batch_op.create_index("ix_casework_mission", ["kind", "mission", "seat"], unique=False)
        batch_op.create_index("ix_casework_specialist", ["kind", "specialist"], unique=False)
        batch_op.create_index("ix_casework_state", ["kind", "state", "due"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("casework", schema=None) as batch_op:
        batch_op.drop_index("ix_casework_state")
        batch_op.drop_index("ix_casework_specialist")
        batch_op.drop_index("ix_casework_mission")
    op.drop_table("casework")
