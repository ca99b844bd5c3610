"""What is sent: mails, who wants them folded, webhooks with their deliveries, secret calendar addresses."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _queued() -> list[sa.Column[object]]:
    return [
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("repeats", sa.Integer(), nullable=False),
        sa.Column("due", sa.String(), nullable=False),
        sa.Column("lease", sa.String(), nullable=True),
        sa.Column("lease_ends", sa.String(), nullable=True),
        sa.Column("queued", sa.String(), nullable=False),
        sa.Column("ended", sa.String(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
    ]


def upgrade() -> None:
    op.create_table(
        "mail",
        *_queued(),
        sa.Column("number", _NUMBER, nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("message_id", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reader_noun", sa.String(), nullable=False),
        sa.Column("reader", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("not_before", sa.String(), nullable=True),
        sa.Column("not_after", sa.String(), nullable=True),
        sa.Column("about", sa.String(length=64), nullable=True),
        sa.Column("daily", sa.Boolean(), nullable=False),
        sa.Column("folded_into", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_mail")),
        sa.UniqueConstraint("key", name=op.f("uq_mail_key")),
        sa.UniqueConstraint("message_id", name=op.f("uq_mail_message_id")),
    )
    op.create_index("ix_mail_due", "mail", ["state", "due"])
    op.create_index("ix_mail_reader", "mail", ["reader_noun", "reader"])
    op.create_index("ix_mail_about", "mail", ["about"])
    op.create_table(
        "mail_choice",
        sa.Column("reader_noun", sa.String(), nullable=False),
        sa.Column("reader", sa.String(length=64), nullable=False),
        sa.Column("daily", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("reader_noun", "reader", name=op.f("pk_mail_choice")),
    )
    op.create_table(
        "webhook",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("events", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )
    op.create_table(
        "webhook_delivery",
        *_queued(),
        sa.Column("number", _NUMBER, nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("webhook", sa.String(length=64), nullable=False),
        sa.Column("message_id", sa.String(length=120), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["webhook"], ["webhook.id"], name=op.f("fk_webhook_delivery_webhook"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_webhook_delivery")),
        sa.UniqueConstraint("key", name=op.f("uq_webhook_delivery_key")),
        sa.UniqueConstraint("message_id", name=op.f("uq_webhook_delivery_message_id")),
    )
    op.create_index("ix_webhook_delivery_due", "webhook_delivery", ["state", "due"])
    op.create_index(op.f("ix_webhook_delivery_webhook"), "webhook_delivery", ["webhook"])
    op.create_table(
        "calendar_address",
        sa.Column("owner_noun", sa.String(), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("owner_noun", "owner", name=op.f("pk_calendar_address")),
        sa.UniqueConstraint("digest", name=op.f("uq_calendar_address_digest")),
    )


def downgrade() -> None:
    for name in ("calendar_address", "webhook_delivery", "webhook", "mail_choice", "mail"):
        op.drop_table(name)
