"""Introductions in three ways

Why: People ask for somebody by name or by need, connectors begin themselves, and each is asked
on their own terms; contacts are laid out to be looked up from either side.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261121_1815"
down_revision = "20261121_1814"

# A connection that lives has a row each way in contacts, whoever writes it.
KEEP_CONTACTS = """
CREATE FUNCTION keep_contacts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.state = 'active' AND
     (TG_OP = 'DELETE' OR NEW.state <> 'active') THEN
    DELETE FROM contacts WHERE (a = OLD.low_id AND b = OLD.high_id)
                            OR (a = OLD.high_id AND b = OLD.low_id);
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.state = 'active' THEN
    INSERT INTO contacts (a, b) VALUES (NEW.low_id, NEW.high_id), (NEW.high_id, NEW.low_id)
    ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$
"""
WATCH = """
CREATE TRIGGER keep_contacts AFTER INSERT OR DELETE OR UPDATE OF state ON connections
FOR EACH ROW EXECUTE FUNCTION keep_contacts()
"""
BOTH_WAYS = (
    "INSERT INTO contacts (a, b) SELECT low_id, high_id FROM connections WHERE state = 'active'",
    "INSERT INTO contacts (a, b) SELECT high_id, low_id FROM connections WHERE state = 'active'",
)
BEFORE, AFTER = (
    "state IN ('parked', 'with_connector', 'with_target')",
    "state IN ('screening', 'parked', 'with_connector', 'with_target', 'with_both')",
)
# What is kept of requests begun before: the name asked for, whom they were put to, and what
# their consents are bound to, written as it is from now on.
CARRIED_OVER = (
    """
    UPDATE introductions i SET wanted = jsonb_build_object(
      'public_id', u.public_id, 'family_name', u.family_name, 'given_name', u.given_name,
      'display_name', u.display_name, 'reading', u.reading)
    FROM users u WHERE u.id = i.target_id
    """,
    """
    INSERT INTO approaches (introduction_id, member_id, party, asked_at, told_at, due_at,
                            answer, answered_at)
    SELECT id, connector_id, 'connector', asked_at, asked_at, step_due_at,
      CASE WHEN state = 'with_connector' THEN NULL WHEN scope IS NOT NULL THEN 'yes'
           WHEN end_reason = 'declined_by_connector' THEN 'no'
           WHEN end_reason = 'expired_connector' THEN 'silent' ELSE 'moot' END,
      CASE WHEN state = 'with_connector' THEN NULL ELSE coalesce(ended_at, asked_at) END
    FROM introductions WHERE connector_id IS NOT NULL
    """,
    """
    INSERT INTO approaches (introduction_id, member_id, party, asked_at, told_at, due_at,
                            answer, answered_at)
    SELECT id, target_id, 'target', asked_at, asked_at, step_due_at,
      CASE WHEN state = 'with_target' THEN NULL WHEN state = 'introduced' THEN 'yes'
           WHEN end_reason = 'declined_by_target' THEN 'no'
           WHEN end_reason = 'expired_target' THEN 'silent' ELSE 'moot' END,
      CASE WHEN state = 'with_target' THEN NULL ELSE coalesce(ended_at, asked_at) END
    FROM introductions
    WHERE target_id IS NOT NULL AND scope IS NOT NULL AND state <> 'parked'
    """,
    """
    UPDATE consents c SET words_hash = encode(sha256(convert_to(
      concat_ws(E'\\x1f', 'advice', i.purpose, '', i.offer,
        CASE WHEN i.is_selling THEN 'True' ELSE 'False' END,
        'shows:', 'shares:' || array_to_string(i.shares, ','),
        CASE WHEN c.party = 'asker' THEN concat_ws(E'\\x1f', i.asker_id, coalesce(i.target_id, 0))
             ELSE concat_ws(E'\\x1f', i.note, coalesce(i.scope, 'None'), i.asker_id,
                            coalesce(i.connector_id, 0), coalesce(i.target_id, 0)) END),
      'UTF8')), 'hex')
    FROM introductions i WHERE i.id = c.introduction_id
    """,
)


def upgrade() -> None:
    op.create_table(
        "contacts",
        sa.Column("a", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("b", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("strength", sa.REAL(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint(
            "a", "b", name=op.f("pk_contacts"), postgresql_include=["strength"]
        ),
    )
    op.create_table(
        "introduction_prompts",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_taken", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["users.id"],
            name=op.f("fk_introduction_prompts_member_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["one_id"],
            ["users.id"],
            name=op.f("fk_introduction_prompts_one_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["users.id"],
            name=op.f("fk_introduction_prompts_other_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tag_id"],
            ["tags.id"],
            name=op.f("fk_introduction_prompts_tag_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introduction_prompts")),
        sa.UniqueConstraint(
            "member_id",
            "one_id",
            "other_id",
            name=op.f("uq_introduction_prompts_member_id_one_id_other_id"),
        ),
    )
    op.create_index(
        op.f("ix_introduction_prompts_one_id"), "introduction_prompts", ["one_id"], unique=False
    )
    op.create_index(
        op.f("ix_introduction_prompts_other_id"), "introduction_prompts", ["other_id"], unique=False
    )
    op.create_table(
        "introduction_terms",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("connector_cap", sa.Integer(), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_paused_by_house", sa.Boolean(), nullable=False),
        sa.Column("is_digest", sa.Boolean(), nullable=False),
        sa.Column("is_prompted", sa.Boolean(), nullable=False),
        sa.Column("hears_of_trouble", sa.Boolean(), nullable=False),
        sa.Column("target_cap", sa.Integer(), nullable=False),
        sa.Column("topics", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("accepts_sales", sa.Boolean(), nullable=True),
        sa.Column(
            "vouching",
            sa.Enum("any", "listed", name="vouching", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("marks_cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["users.id"],
            name=op.f("fk_introduction_terms_member_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_introduction_terms")),
    )
    op.create_table(
        "introduction_vouchers",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("voucher_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "member_id <> voucher_id", name=op.f("ck_introduction_vouchers_two_people")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["users.id"],
            name=op.f("fk_introduction_vouchers_member_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["voucher_id"],
            ["users.id"],
            name=op.f("fk_introduction_vouchers_voucher_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id", "voucher_id", name=op.f("pk_introduction_vouchers")),
    )
    op.create_index(
        op.f("ix_introduction_vouchers_voucher_id"),
        "introduction_vouchers",
        ["voucher_id"],
        unique=False,
    )
    op.create_table(
        "postings",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("offer", "need", name="side", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "topic",
            sa.Enum(
                "advice",
                "work",
                "hiring",
                "learning",
                "partners",
                "friends",
                name="topic",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "place",
            sa.Enum("remote", "in_person", "either", name="place", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("standard", sa.Text(), nullable=False),
        sa.Column("is_selling", sa.Boolean(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_postings_author_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_postings_group_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postings")),
        sa.UniqueConstraint("public_id", name=op.f("uq_postings_public_id")),
    )
    op.create_index(op.f("ix_postings_author_id"), "postings", ["author_id"], unique=False)
    op.create_index(
        "ix_postings_group_id_posted_at", "postings", ["group_id", "posted_at"], unique=False
    )
    op.create_table(
        "approaches",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("introduction_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column(
            "party",
            sa.Enum("asker", "connector", "target", name="party", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "answer",
            sa.Enum("yes", "no", "silent", "moot", name="answer", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "busy", "no_fit", "salesy", "other", name="refusal", native_enum=False, length=32
            ),
            nullable=True,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["introduction_id"],
            ["introductions.id"],
            name=op.f("fk_approaches_introduction_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["users.id"], name=op.f("fk_approaches_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approaches")),
    )
    op.create_index(
        op.f("ix_approaches_introduction_id"), "approaches", ["introduction_id"], unique=False
    )
    op.create_index(
        "ix_approaches_member_id_asked_at", "approaches", ["member_id", "asked_at"], unique=False
    )
    op.create_table(
        "introduction_incidents",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("introduction_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "sales",
                "money",
                "harassment",
                "other",
                name="trouble",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handled_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["about_id"],
            ["users.id"],
            name=op.f("fk_introduction_incidents_about_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["by_id"],
            ["users.id"],
            name=op.f("fk_introduction_incidents_by_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["handled_by_id"],
            ["users.id"],
            name=op.f("fk_introduction_incidents_handled_by_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["introduction_id"],
            ["introductions.id"],
            name=op.f("fk_introduction_incidents_introduction_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introduction_incidents")),
    )
    op.create_index(
        op.f("ix_introduction_incidents_about_id"),
        "introduction_incidents",
        ["about_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_introduction_incidents_by_id"), "introduction_incidents", ["by_id"], unique=False
    )
    op.create_index(
        op.f("ix_introduction_incidents_introduction_id"),
        "introduction_incidents",
        ["introduction_id"],
        unique=False,
    )
    op.create_table(
        "introduction_outcomes",
        sa.Column("introduction_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "met", "planned", "not_yet", "let_go", name="outcome", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["introduction_id"],
            ["introductions.id"],
            name=op.f("fk_introduction_outcomes_introduction_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["users.id"],
            name=op.f("fk_introduction_outcomes_member_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "introduction_id", "member_id", name=op.f("pk_introduction_outcomes")
        ),
    )
    op.create_index(
        op.f("ix_introduction_outcomes_member_id"),
        "introduction_outcomes",
        ["member_id"],
        unique=False,
    )
    op.create_table(
        "introduction_steps",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("introduction_id", sa.Integer(), nullable=False),
        sa.Column(
            "from_state",
            sa.Enum(
                "draft",
                "screening",
                "parked",
                "with_connector",
                "with_target",
                "with_both",
                "introduced",
                "closed",
                "withdrawn",
                name="state",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "draft",
                "screening",
                "parked",
                "with_connector",
                "with_target",
                "with_both",
                "introduced",
                "closed",
                "withdrawn",
                name="state",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["users.id"],
            name=op.f("fk_introduction_steps_actor_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["introduction_id"],
            ["introductions.id"],
            name=op.f("fk_introduction_steps_introduction_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introduction_steps")),
    )
    op.create_index(
        op.f("ix_introduction_steps_introduction_id"),
        "introduction_steps",
        ["introduction_id"],
        unique=False,
    )
    op.create_table(
        "posting_responses",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("shares", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["users.id"],
            name=op.f("fk_posting_responses_member_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["posting_id"],
            ["postings.id"],
            name=op.f("fk_posting_responses_posting_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting_responses")),
        sa.UniqueConstraint(
            "posting_id", "member_id", name=op.f("uq_posting_responses_posting_id_member_id")
        ),
    )
    op.create_index(
        op.f("ix_posting_responses_member_id"), "posting_responses", ["member_id"], unique=False
    )
    op.create_table(
        "thanks",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("introduction_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_id"], ["users.id"], name=op.f("fk_thanks_from_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["introduction_id"],
            ["introductions.id"],
            name=op.f("fk_thanks_introduction_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["to_id"], ["users.id"], name=op.f("fk_thanks_to_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thanks")),
    )
    op.create_index(op.f("ix_thanks_from_id"), "thanks", ["from_id"], unique=False)
    op.create_index(op.f("ix_thanks_introduction_id"), "thanks", ["introduction_id"], unique=False)
    op.create_index(op.f("ix_thanks_to_id"), "thanks", ["to_id"], unique=False)
    op.add_column(
        "introductions", sa.Column("version", sa.Integer(), server_default="1", nullable=False)
    )
    op.add_column(
        "introductions",
        sa.Column("is_routed", sa.Boolean(), server_default=sa.true(), nullable=False),
    )
    op.add_column(
        "introductions",
        sa.Column(
            "wanted", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
    )
    op.add_column(
        "introductions",
        sa.Column(
            "through", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
    )
    op.add_column(
        "introductions",
        sa.Column(
            "topic",
            sa.Enum(
                "advice",
                "work",
                "hiring",
                "learning",
                "partners",
                "friends",
                name="topic",
                native_enum=False,
                length=32,
            ),
            server_default="advice",
            nullable=False,
        ),
    )
    op.add_column("introductions", sa.Column("why", sa.Text(), server_default="", nullable=False))
    op.add_column(
        "introductions",
        sa.Column("shows", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
    )
    op.add_column(
        "introductions",
        sa.Column("flags", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
    )
    op.add_column(
        "introductions", sa.Column("screened_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "introductions",
        sa.Column(
            "broken_rule",
            sa.Enum(
                "same_text",
                "money",
                "messenger",
                "hidden_selling",
                "unkind",
                name="rule",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
    )
    op.drop_constraint(op.f("fk_introductions_connector_id"), "introductions", type_="foreignkey")
    op.drop_constraint(op.f("fk_introductions_target_id"), "introductions", type_="foreignkey")
    op.create_foreign_key(
        op.f("fk_introductions_connector_id"),
        "introductions",
        "users",
        ["connector_id"],
        ["id"],
        ondelete="SET NULL",
    )
    op.create_foreign_key(
        op.f("fk_introductions_target_id"),
        "introductions",
        "users",
        ["target_id"],
        ["id"],
        ondelete="SET NULL",
    )
    op.drop_index("ix_introductions_open_due", table_name="introductions")
    op.create_index(
        "ix_introductions_open_due",
        "introductions",
        ["step_due_at"],
        postgresql_where=sa.text(AFTER),
    )
    op.execute(KEEP_CONTACTS)
    op.execute(WATCH)
    for statement in (*BOTH_WAYS, *CARRIED_OVER):
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TRIGGER keep_contacts ON connections")
    op.execute("DROP FUNCTION keep_contacts()")
    op.execute(
        "DELETE FROM introductions WHERE target_id IS NULL"
        " OR state IN ('draft', 'screening', 'with_both')"
    )
    op.drop_index("ix_introductions_open_due", table_name="introductions")
    op.create_index(
        "ix_introductions_open_due",
        "introductions",
        ["step_due_at"],
        postgresql_where=sa.text(BEFORE),
    )
    op.drop_constraint(op.f("fk_introductions_target_id"), "introductions", type_="foreignkey")
    op.drop_constraint(op.f("fk_introductions_connector_id"), "introductions", type_="foreignkey")
    op.create_foreign_key(
        op.f("fk_introductions_target_id"),
        "introductions",
        "users",
        ["target_id"],
        ["id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        op.f("fk_introductions_connector_id"),
        "introductions",
        "users",
        ["connector_id"],
        ["id"],
        ondelete="CASCADE",
    )
    op.drop_column("introductions", "broken_rule")
    op.drop_column("introductions", "screened_at")
    op.drop_column("introductions", "flags")
    op.drop_column("introductions", "shows")
    op.drop_column("introductions", "why")
    op.drop_column("introductions", "topic")
    op.drop_column("introductions", "through")
    op.drop_column("introductions", "wanted")
    op.drop_column("introductions", "is_routed")
    op.drop_column("introductions", "version")
    op.drop_index(op.f("ix_thanks_to_id"), table_name="thanks")
    op.drop_index(op.f("ix_thanks_introduction_id"), table_name="thanks")
    op.drop_index(op.f("ix_thanks_from_id"), table_name="thanks")
    op.drop_table("thanks")
    op.drop_index(op.f("ix_posting_responses_member_id"), table_name="posting_responses")
    op.drop_table("posting_responses")
    op.drop_index(op.f("ix_introduction_steps_introduction_id"), table_name="introduction_steps")
    op.drop_table("introduction_steps")
    op.drop_index(op.f("ix_introduction_outcomes_member_id"), table_name="introduction_outcomes")
    op.drop_table("introduction_outcomes")
    op.drop_index(
        op.f("ix_introduction_incidents_introduction_id"), table_name="introduction_incidents"
    )
    op.drop_index(op.f("ix_introduction_incidents_by_id"), table_name="introduction_incidents")
    op.drop_index(op.f("ix_introduction_incidents_about_id"), table_name="introduction_incidents")
    op.drop_table("introduction_incidents")
    op.drop_index("ix_approaches_member_id_asked_at", table_name="approaches")
    op.drop_index(op.f("ix_approaches_introduction_id"), table_name="approaches")
    op.drop_table("approaches")
    op.drop_index("ix_postings_group_id_posted_at", table_name="postings")
    op.drop_index(op.f("ix_postings_author_id"), table_name="postings")
    op.drop_table("postings")
    op.drop_index(op.f("ix_introduction_vouchers_voucher_id"), table_name="introduction_vouchers")
    op.drop_table("introduction_vouchers")
    op.drop_table("introduction_terms")
    op.drop_index(op.f("ix_introduction_prompts_other_id"), table_name="introduction_prompts")
    op.drop_index(op.f("ix_introduction_prompts_one_id"), table_name="introduction_prompts")
    op.drop_table("introduction_prompts")
    op.drop_table("contacts")
