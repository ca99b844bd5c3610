"""The first tables, the feed, and on PostgreSQL the trigger that stamps a transaction's changes."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# A constraint trigger that is deferred runs at commit, when nothing can come between: the counter's row is locked
# for as short as can be, numbers have no gaps, and they rise in the order of commits. The setting remembers, for
# this transaction alone, that it has its number.
_STAMP = """
CREATE FUNCTION stamp_revision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    taken bigint;
BEGIN
    IF coalesce(current_setting('rtcm.stamped', true), '') = pg_current_xact_id()::text THEN
        RETURN NULL;
    END IF;
    UPDATE feed SET rev = rev + 1 RETURNING rev INTO taken;
    UPDATE change SET rev = taken WHERE txid = pg_current_xact_id()::text::bigint AND rev IS NULL;
    PERFORM set_config('rtcm.stamped', pg_current_xact_id()::text, true);
    RETURN NULL;
END
$$
"""
_TRIGGER = """
CREATE CONSTRAINT TRIGGER stamp_revision AFTER INSERT ON change
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION stamp_revision()
"""
_TXID = "ALTER TABLE change ALTER COLUMN txid SET DEFAULT pg_current_xact_id()::text::bigint"
_UNSTAMPED = "CREATE INDEX ix_change_unstamped ON change (txid) WHERE rev IS NULL"


def upgrade() -> None:
    op.create_table(
        "assignment",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("types", sa.Text(), nullable=False),
        sa.Column("country", sa.String(length=3), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("competences", sa.Text(), nullable=False),
        sa.Column("module", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_assignment")),
        sa.UniqueConstraint("id", name=op.f("uq_assignment_id")),
    )
    op.create_table(
        "change",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("rev", sa.BigInteger(), nullable=True),
        sa.Column("ord", sa.Integer(), nullable=False),
        sa.Column("txid", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("op", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_change")),
    )
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_change_rev"), ["rev"], unique=False)

    op.create_table(
        "feed",
        sa.Column("one", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.String(), nullable=False),
        sa.Column("rev", sa.BigInteger(), nullable=False),
        sa.Column("min_rev", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("one = 1", name=op.f("ck_feed_one_row")),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_feed")),
    )
    op.create_table(
        "mission",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_mission")),
        sa.UniqueConstraint("id", name=op.f("uq_mission_id")),
    )
    op.create_table(
        "specialist",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("given", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("native_name", sa.String(), nullable=True),
        sa.Column("gender", sa.String(), nullable=True),
        sa.Column("residence", sa.String(length=3), nullable=True),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("employer_type", sa.String(), nullable=True),
        sa.Column("official", sa.Boolean(), nullable=True),
        sa.Column("education_level", sa.Integer(), nullable=True),
        sa.Column("education_field", sa.String(), nullable=True),
        sa.Column("experience_years", sa.Float(), nullable=True),
        sa.Column("vetting", sa.String(), nullable=False),
        sa.Column("referral", sa.String(), nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_specialist")),
        sa.UniqueConstraint("id", name=op.f("uq_specialist_id")),
    )
    op.create_table(
        "appraisal",
        sa.Column("assignment_key", sa.Integer(), nullable=False),
        sa.Column("ord", sa.Integer(), nullable=False),
        sa.Column("specialist_key", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("technical_quality", sa.Integer(), nullable=True),
        sa.Column("relevance", sa.Integer(), nullable=True),
        sa.Column("delivery", sa.Integer(), nullable=True),
        sa.Column("communication", sa.Integer(), nullable=True),
        sa.Column("teamwork", sa.Integer(), nullable=True),
        sa.Column("timeliness", sa.Integer(), nullable=True),
        sa.Column("knowledge_transfer", sa.Integer(), nullable=True),
        sa.Column("conduct", sa.Integer(), nullable=True),
        sa.Column("would_use_again", sa.Boolean(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assignment_key"],
            ["assignment.key"],
            name=op.f("fk_appraisal_assignment_key"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["specialist_key"],
            ["specialist.key"],
            name=op.f("fk_appraisal_specialist_key"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("assignment_key", "ord", name=op.f("pk_appraisal")),
    )
    with op.batch_alter_table("appraisal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appraisal_specialist_key"), ["specialist_key"], unique=False)

    op.create_table(
        "assignment_member",
        sa.Column("assignment_key", sa.Integer(), nullable=False),
        sa.Column("ord", sa.Integer(), nullable=False),
        sa.Column("specialist_key", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_key"],
            ["assignment.key"],
            name=op.f("fk_assignment_member_assignment_key"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["specialist_key"],
            ["specialist.key"],
            name=op.f("fk_assignment_member_specialist_key"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("assignment_key", "ord", name=op.f("pk_assignment_member")),
    )
    with op.batch_alter_table("assignment_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_member_specialist_key"), ["specialist_key"], unique=False)

    op.create_table(
        "assignment_trainee",
        sa.Column("assignment_key", sa.Integer(), nullable=False),
        sa.Column("ord", sa.Integer(), nullable=False),
        sa.Column("specialist_key", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_key"],
            ["assignment.key"],
            name=op.f("fk_assignment_trainee_assignment_key"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["specialist_key"],
            ["specialist.key"],
            name=op.f("fk_assignment_trainee_specialist_key"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("assignment_key", "ord", name=op.f("pk_assignment_trainee")),
    )
    with op.batch_alter_table("assignment_trainee", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_trainee_specialist_key"), ["specialist_key"], unique=False)

    op.create_table(
        "availability",
        sa.Column("specialist_key", sa.Integer(), nullable=False),
        sa.Column("ord", sa.Integer(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["specialist_key"],
            ["specialist.key"],
            name=op.f("fk_availability_specialist_key"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("specialist_key", "ord", name=op.f("pk_availability")),
    )
    op.create_table(
        "bio",
        sa.Column("specialist_key", sa.Integer(), nullable=False),
        sa.Column("ord", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["specialist_key"], ["specialist.key"], name=op.f("fk_bio_specialist_key"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("specialist_key", "ord", name=op.f("pk_bio")),
    )
    op.create_table(
        "certificate",
        sa.Column("specialist_key", sa.Integer(), nullable=False),
        sa.Column("ord", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("issued", sa.Date(), nullable=True),
        sa.Column("expires", sa.Date(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["specialist_key"],
            ["specialist.key"],
            name=op.f("fk_certificate_specialist_key"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("specialist_key", "ord", name=op.f("pk_certificate")),
    )
    op.create_table(
        "consent",
        sa.Column("specialist_key", sa.Integer(), nullable=False),
        sa.Column("ord", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("given", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("withdrawn", sa.Date(), nullable=True),
        sa.Column("terms", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["specialist_key"], ["specialist.key"], name=op.f("fk_consent_specialist_key"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("specialist_key", "ord", name=op.f("pk_consent")),
    )
    op.create_table(
        "country_experience",
        sa.Column("specialist_key", sa.Integer(), nullable=False),
        sa.Column("ord", sa.Integer(), nullable=False),
        sa.Column("country", sa.String(length=3), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("last_year", sa.Integer(), nullable=True),
        sa.Column("themes", sa.Text(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["specialist_key"],
            ["specialist.key"],
            name=op.f("fk_country_experience_specialist_key"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("specialist_key", "ord", name=op.f("pk_country_experience")),
    )
    op.create_table(
        "language_skill",
        sa.Column("specialist_key", sa.Integer(), nullable=False),
        sa.Column("ord", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("listening", sa.Integer(), nullable=True),
        sa.Column("reading", sa.Integer(), nullable=True),
        sa.Column("speaking", sa.Integer(), nullable=True),
        sa.Column("writing", sa.Integer(), nullable=True),
        sa.Column("native", sa.Boolean(), nullable=False),
        sa.Column("can_train", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["specialist_key"],
            ["specialist.key"],
            name=op.f("fk_language_skill_specialist_key"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("specialist_key", "ord", name=op.f("pk_language_skill")),
    )
    op.create_table(
        "nationality",
        sa.Column("specialist_key", sa.Integer(), nullable=False),
        sa.Column("ord", sa.Integer(), nullable=False),
        sa.Column("country", sa.String(length=3), nullable=False),
        sa.ForeignKeyConstraint(
            ["specialist_key"],
            ["specialist.key"],
            name=op.f("fk_nationality_specialist_key"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("specialist_key", "ord", name=op.f("pk_nationality")),
    )
    op.create_table(
        "publication",
        sa.Column("specialist_key", sa.Integer(), nullable=False),
        sa.Column("ord", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["specialist_key"],
            ["specialist.key"],
            name=op.f("fk_publication_specialist_key"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("specialist_key", "ord", name=op.f("pk_publication")),
    )
    op.create_table(
        "service_record",
        sa.Column("specialist_key", sa.Integer(), nullable=False),
        sa.Column("ord", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("country", sa.String(length=3), nullable=True),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("competences", sa.Text(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["specialist_key"],
            ["specialist.key"],
            name=op.f("fk_service_record_specialist_key"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("specialist_key", "ord", name=op.f("pk_service_record")),
    )
    op.create_table(
        "skill_claim",
        sa.Column("specialist_key", sa.Integer(), nullable=False),
        sa.Column("ord", sa.Integer(), nullable=False),
        sa.Column("skill", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("years", sa.Float(), nullable=True),
        sa.Column("last_used", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["specialist_key"],
            ["specialist.key"],
            name=op.f("fk_skill_claim_specialist_key"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("specialist_key", "ord", name=op.f("pk_skill_claim")),
    )
    op.create_table(
        "specialist_role",
        sa.Column("specialist_key", sa.Integer(), nullable=False),
        sa.Column("ord", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["specialist_key"],
            ["specialist.key"],
            name=op.f("fk_specialist_role_specialist_key"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("specialist_key", "ord", name=op.f("pk_specialist_role")),
    )
    feed = sa.table("feed", sa.column("one"), sa.column("epoch"), sa.column("rev"), sa.column("min_rev"))
    op.bulk_insert(feed, [{"one": 1, "epoch": uuid.uuid4().hex, "rev": 0, "min_rev": 0}])
    if op.get_bind().dialect.name == "postgresql":
        for statement in (_TXID, _UNSTAMPED, _STAMP, _TRIGGER):
            op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER stamp_revision ON change")
        op.execute("DROP FUNCTION stamp_revision()")
    op.drop_table("specialist_role")
    op.drop_table("skill_claim")
    op.drop_table("service_record")
    op.drop_table("publication")
    op.drop_table("nationality")
    op.drop_table("language_skill")
    op.drop_table("country_experience")
    op.drop_table("consent")
    op.drop_table("certificate")
    op.drop_table("bio")
    op.drop_table("availability")
    with op.batch_alter_table("assignment_trainee", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_trainee_specialist_key"))

    op.drop_table("assignment_trainee")
    with op.batch_alter_table("assignment_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_member_specialist_key"))

    op.drop_table("assignment_member")
    with op.batch_alter_table("appraisal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appraisal_specialist_key"))

    op.drop_table("appraisal")
    op.drop_table("specialist")
    op.drop_table("mission")
    op.drop_table("feed")
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_change_rev"))

    op.drop_table("change")
    op.drop_table("assignment")
