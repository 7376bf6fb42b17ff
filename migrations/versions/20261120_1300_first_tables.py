"""First tables

Why: people, groups, events, registrations, the door, ties, introductions, rounds and
mail: everything one evening needs from end to end.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261120_1300"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "groups",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("study_group", "cross_industry", name="kind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("founded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_by", sa.Text(), nullable=False),
        sa.Column("commercial_tie", sa.Text(), nullable=False),
        sa.Column("sponsor", sa.Text(), nullable=False),
        sa.Column(
            "stance",
            sa.Enum("none", "ask_first", "selling", name="stance", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("search", postgresql.TSVECTOR(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groups")),
        sa.UniqueConstraint("public_id", name=op.f("uq_groups_public_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_groups_slug")),
    )
    op.create_index("ix_groups_search", "groups", ["search"], unique=False, postgresql_using="gin")
    op.create_table(
        "sender_pauses",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sender_pauses")),
    )
    op.create_table(
        "tags",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("slug", sa.Text(), nullable=True),
        sa.Column("label_ja", sa.Text(), nullable=False),
        sa.Column("label_en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tags")),
        sa.UniqueConstraint("slug", name=op.f("uq_tags_slug")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("email_verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("family_name", sa.Text(), nullable=False),
        sa.Column("given_name", sa.Text(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("is_staff", sa.Boolean(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "name_key",
            sa.Text(),
            sa.Computed(
                "translate(lower(regexp_replace(NORMALIZE(translate(((((((((family_name || given_name) || '|'::text) || given_name) || family_name) || '|'::text) || display_name) || '|'::text) || reading), '髙﨑嵜碕齋齊斉邊邉濵濱澤櫻廣德惠眞槇曻晄栁桒𠮷'::text, '高崎崎崎斎斎斎辺辺浜浜沢桜広徳恵真槙昇晃柳桑吉'::text), NFKC), '[\\s・･=＝.,、\\uFE00-\\uFE0F\\U000E0100-\\U000E01EF]+'::text, ''::text, 'g'::text)), 'ァアィイゥウェエォオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂッツヅテデトドナニヌネノハバパヒビピフブプヘベペホボポマミムメモャヤュユョヨラリルレロヮワヰヱヲンヴヵヶヽヾ髙﨑嵜碕齋齊斉邊邉濵濱澤櫻廣德惠眞槇曻晄栁桒𠮷'::text, 'ぁあぃいぅうぇえぉおかがきぎくぐけげこごさざしじすずせぜそぞただちぢっつづてでとどなにぬねのはばぱひびぴふぶぷへべぺほぼぽまみむめもゃやゅゆょよらりるれろゎわゐゑをんゔゕゖゝゞ高崎崎崎斎斎斎辺辺浜浜沢桜広徳恵真槙昇晃柳桑吉'::text)",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
        sa.UniqueConstraint("public_id", name=op.f("uq_users_public_id")),
    )
    op.create_table(
        "actions",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("event_name", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_actions_actor_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_actions_group_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actions")),
    )
    op.create_index(op.f("ix_actions_actor_id"), "actions", ["actor_id"], unique=False)
    op.create_index(op.f("ix_actions_event_name"), "actions", ["event_name"], unique=False)
    op.create_index("ix_actions_group_id_at", "actions", ["group_id", "at"], unique=False)
    op.create_table(
        "api_replies",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["users.id"], name=op.f("fk_api_replies_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "key", name=op.f("pk_api_replies")),
    )
    op.create_index(op.f("ix_api_replies_made_at"), "api_replies", ["made_at"], unique=False)
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("scopes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["users.id"], name=op.f("fk_api_tokens_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_tokens_token_hash")),
    )
    op.create_index(op.f("ix_api_tokens_member_id"), "api_tokens", ["member_id"], unique=False)
    op.create_table(
        "bans",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("email_hash", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("banned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_bans_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_bans_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["users.id"], name=op.f("fk_bans_member_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bans")),
    )
    op.create_index(op.f("ix_bans_by_id"), "bans", ["by_id"], unique=False)
    op.create_index(op.f("ix_bans_group_id"), "bans", ["group_id"], unique=False)
    op.create_index(op.f("ix_bans_member_id"), "bans", ["member_id"], unique=False)
    op.create_table(
        "blocks",
        sa.Column("blocker_id", sa.Integer(), nullable=False),
        sa.Column("blocked_id", sa.Integer(), nullable=False),
        sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("blocker_id <> blocked_id", name=op.f("ck_blocks_two_people")),
        sa.ForeignKeyConstraint(
            ["blocked_id"], ["users.id"], name=op.f("fk_blocks_blocked_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["blocker_id"], ["users.id"], name=op.f("fk_blocks_blocker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("blocker_id", "blocked_id", name=op.f("pk_blocks")),
    )
    op.create_index(op.f("ix_blocks_blocked_id"), "blocks", ["blocked_id"], unique=False)
    op.create_table(
        "column_mappings",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("headings_key", sa.Text(), nullable=False),
        sa.Column("mapping", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_column_mappings_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["groups.id"],
            name=op.f("fk_column_mappings_group_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("group_id", "headings_key", name=op.f("pk_column_mappings")),
    )
    op.create_index(op.f("ix_column_mappings_by_id"), "column_mappings", ["by_id"], unique=False)
    op.create_table(
        "dismissals",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("dismissed_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["dismissed_id"],
            ["users.id"],
            name=op.f("fk_dismissals_dismissed_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["users.id"], name=op.f("fk_dismissals_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "dismissed_id", name=op.f("pk_dismissals")),
    )
    op.create_index(
        op.f("ix_dismissals_dismissed_id"), "dismissals", ["dismissed_id"], unique=False
    )
    op.create_table(
        "email_proofs",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "sign_in",
                "register",
                "claim",
                "address",
                name="purpose",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("intent", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["users.id"], name=op.f("fk_email_proofs_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_email_proofs")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_email_proofs_token_hash")),
    )
    op.create_index(op.f("ix_email_proofs_member_id"), "email_proofs", ["member_id"], unique=False)
    op.create_table(
        "feed_tokens",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["users.id"], name=op.f("fk_feed_tokens_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_feed_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_feed_tokens_token_hash")),
    )
    op.create_table(
        "introductions",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum("need", "person", "connector", name="mode", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("asker_id", sa.Integer(), nullable=False),
        sa.Column("connector_id", sa.Integer(), nullable=True),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "parked",
                "with_connector",
                "with_target",
                "introduced",
                "closed",
                "withdrawn",
                name="state",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("offer", sa.Text(), nullable=False),
        sa.Column("is_selling", sa.Boolean(), nullable=False),
        sa.Column("shares", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column(
            "scope",
            sa.Enum(
                "met_once", "worked_together", "close", name="scope", native_enum=False, length=32
            ),
            nullable=True,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("step_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "end_reason",
            sa.Enum(
                "declined_by_connector",
                "declined_by_target",
                "expired_connector",
                "expired_target",
                "no_path",
                "capped",
                "blocked",
                "party_left",
                name="endreason",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["asker_id"], ["users.id"], name=op.f("fk_introductions_asker_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["connector_id"],
            ["users.id"],
            name=op.f("fk_introductions_connector_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["users.id"], name=op.f("fk_introductions_target_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introductions")),
        sa.UniqueConstraint("public_id", name=op.f("uq_introductions_public_id")),
    )
    op.create_index(op.f("ix_introductions_asker_id"), "introductions", ["asker_id"], unique=False)
    op.create_index(
        op.f("ix_introductions_connector_id"), "introductions", ["connector_id"], unique=False
    )
    op.create_index(
        "ix_introductions_open_due",
        "introductions",
        ["step_due_at"],
        unique=False,
        postgresql_where=sa.text("state IN ('parked', 'with_connector', 'with_target')"),
    )
    op.create_index(
        op.f("ix_introductions_target_id"), "introductions", ["target_id"], unique=False
    )
    op.create_table(
        "mails",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("dedupe_key", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "claimed",
                "dot",
                "sent",
                "parked",
                "failed",
                "dead",
                "aborted",
                "suppressed",
                "too_late",
                name="state",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("last_answer", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["users.id"], name=op.f("fk_mails_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_mails_dedupe_key")),
        sa.UniqueConstraint("uid", name=op.f("uq_mails_uid")),
    )
    op.create_index(
        "ix_mails_due",
        "mails",
        ["priority", "next_try_at"],
        unique=False,
        postgresql_where=sa.text("state IN ('queued', 'claimed', 'dot', 'parked')"),
    )
    op.create_index("ix_mails_kind_about_id", "mails", ["kind", "about_id"], unique=False)
    op.create_index(op.f("ix_mails_member_id"), "mails", ["member_id"], unique=False)
    op.create_table(
        "memberships",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "member", "door", "organizer", "owner", name="role", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_memberships_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["users.id"], name=op.f("fk_memberships_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", "member_id", name=op.f("pk_memberships")),
    )
    op.create_index(op.f("ix_memberships_member_id"), "memberships", ["member_id"], unique=False)
    op.create_table(
        "preferences",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("off_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["users.id"], name=op.f("fk_preferences_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "topic", name=op.f("pk_preferences")),
    )
    op.create_table(
        "profiles",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("industry", sa.Text(), nullable=False),
        sa.Column("occupation", sa.Text(), nullable=False),
        sa.Column("hometown", sa.Text(), nullable=False),
        sa.Column("school", sa.Text(), nullable=False),
        sa.Column("languages", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("purposes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column(
            "stance",
            sa.Enum("none", "ask_first", "selling", name="stance", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("line_id", sa.Text(), nullable=False),
        sa.Column("website", sa.Text(), nullable=False),
        sa.Column("visibility", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("is_reachable", sa.Boolean(), nullable=False),
        sa.Column("is_connector", sa.Boolean(), nullable=False),
        sa.Column("is_matched", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["users.id"], name=op.f("fk_profiles_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_profiles")),
    )
    op.create_table(
        "programme_imports",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("layout", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("report", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("before", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_programme_imports_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["groups.id"],
            name=op.f("fk_programme_imports_group_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_imports")),
        sa.UniqueConstraint("public_id", name=op.f("uq_programme_imports_public_id")),
    )
    op.create_index(
        op.f("ix_programme_imports_by_id"), "programme_imports", ["by_id"], unique=False
    )
    op.create_index(
        op.f("ix_programme_imports_group_id"), "programme_imports", ["group_id"], unique=False
    )
    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("keeps_ahead", sa.Integer(), nullable=False),
        sa.Column("publishes", sa.Boolean(), nullable=False),
        sa.Column("skipped", postgresql.ARRAY(sa.Date()), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_series_group_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sa.UniqueConstraint("public_id", name=op.f("uq_series_public_id")),
    )
    op.create_index(op.f("ix_series_group_id"), "series", ["group_id"], unique=False)
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["users.id"], name=op.f("fk_sign_ins_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_ins_token_hash")),
    )
    op.create_index(op.f("ix_sign_ins_member_id"), "sign_ins", ["member_id"], unique=False)
    op.create_table(
        "tag_spellings",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tag_id"], ["tags.id"], name=op.f("fk_tag_spellings_tag_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_tag_spellings")),
    )
    op.create_index(op.f("ix_tag_spellings_tag_id"), "tag_spellings", ["tag_id"], unique=False)
    op.create_table(
        "team_invitations",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "member", "door", "organizer", "owner", name="role", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_team_invitations_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["groups.id"],
            name=op.f("fk_team_invitations_group_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_team_invitations_token_hash")),
    )
    op.create_index(op.f("ix_team_invitations_by_id"), "team_invitations", ["by_id"], unique=False)
    op.create_index(
        op.f("ix_team_invitations_group_id"), "team_invitations", ["group_id"], unique=False
    )
    op.create_table(
        "consents",
        sa.Column("introduction_id", sa.Integer(), nullable=False),
        sa.Column(
            "party",
            sa.Enum("asker", "connector", "target", name="party", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("shares", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("words_hash", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["introduction_id"],
            ["introductions.id"],
            name=op.f("fk_consents_introduction_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["users.id"], name=op.f("fk_consents_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("introduction_id", "party", name=op.f("pk_consents")),
    )
    op.create_index(op.f("ix_consents_member_id"), "consents", ["member_id"], unique=False)
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("languages", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "published",
                "cancelled",
                "closed",
                name="status",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "openness",
            sa.Enum(
                "public",
                "unlisted",
                "members",
                "invited",
                name="openness",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("place_name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("access", sa.Text(), nullable=False),
        sa.Column("online_url", sa.Text(), nullable=False),
        sa.Column("speakers", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("track", sa.Text(), nullable=False),
        sa.Column(
            "stance",
            sa.Enum("none", "ask_first", "selling", name="stance", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("requires_event_id", sa.Integer(), nullable=True),
        sa.Column("elsewhere_url", sa.Text(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("occurs_on", sa.Date(), nullable=True),
        sa.Column("is_one_off", sa.Boolean(), nullable=False),
        sa.Column("source_uid", sa.Text(), nullable=False),
        sa.Column("search", postgresql.TSVECTOR(), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attendance_taken", sa.Boolean(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_events_ends_after_it_starts")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_events_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["host_id"], ["users.id"], name=op.f("fk_events_host_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["requires_event_id"],
            ["events.id"],
            name=op.f("fk_events_requires_event_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_events_series_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("public_id", name=op.f("uq_events_public_id")),
        sa.UniqueConstraint("series_id", "occurs_on", name=op.f("uq_events_series_id_occurs_on")),
        sa.UniqueConstraint("slug", name=op.f("uq_events_slug")),
    )
    op.create_index(op.f("ix_events_group_id"), "events", ["group_id"], unique=False)
    op.create_index(op.f("ix_events_host_id"), "events", ["host_id"], unique=False)
    op.create_index(
        op.f("ix_events_requires_event_id"), "events", ["requires_event_id"], unique=False
    )
    op.create_index("ix_events_search", "events", ["search"], unique=False, postgresql_using="gin")
    op.create_index(op.f("ix_events_series_id"), "events", ["series_id"], unique=False)
    op.create_index(
        "ix_events_upcoming",
        "events",
        ["starts_at"],
        unique=False,
        postgresql_where=sa.text("status <> 'draft'"),
    )
    op.create_index(
        "uq_events_source",
        "events",
        ["group_id", "source_uid"],
        unique=True,
        postgresql_where=sa.text("source_uid <> ''"),
    )
    op.create_table(
        "profile_tags",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column(
            "facet",
            sa.Enum(
                "interest", "offer", "need", "hobby", name="facet", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["profiles.member_id"],
            name=op.f("fk_profile_tags_member_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tag_id"], ["tags.id"], name=op.f("fk_profile_tags_tag_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "facet", "tag_id", name=op.f("pk_profile_tags")),
    )
    op.create_index(op.f("ix_profile_tags_tag_id"), "profile_tags", ["tag_id"], unique=False)
    op.create_table(
        "announcements",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("other_subject", sa.Text(), nullable=False),
        sa.Column("other_body", sa.Text(), nullable=False),
        sa.Column("audience", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("send_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recipients", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_announcements_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_announcements_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_announcements_group_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
        sa.UniqueConstraint("public_id", name=op.f("uq_announcements_public_id")),
    )
    op.create_index(op.f("ix_announcements_by_id"), "announcements", ["by_id"], unique=False)
    op.create_index(
        "ix_announcements_due",
        "announcements",
        ["send_at"],
        unique=False,
        postgresql_where=sa.text("sent_at IS NULL AND withdrawn_at IS NULL"),
    )
    op.create_index(op.f("ix_announcements_event_id"), "announcements", ["event_id"], unique=False)
    op.create_index(op.f("ix_announcements_group_id"), "announcements", ["group_id"], unique=False)
    op.create_table(
        "attendee_imports",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("layout", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("mapping", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("report", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("takes_back", sa.Boolean(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_attendee_imports_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["events.id"],
            name=op.f("fk_attendee_imports_event_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendee_imports")),
        sa.UniqueConstraint("public_id", name=op.f("uq_attendee_imports_public_id")),
    )
    op.create_index(op.f("ix_attendee_imports_by_id"), "attendee_imports", ["by_id"], unique=False)
    op.create_index(
        op.f("ix_attendee_imports_event_id"), "attendee_imports", ["event_id"], unique=False
    )
    op.create_table(
        "connections",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("low_id", sa.Integer(), nullable=False),
        sa.Column("high_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("requested", "active", "removed", name="state", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "origin",
            sa.Enum(
                "met",
                "introduction",
                "mutual",
                "cohost",
                "online",
                name="origin",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("connected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("low_id < high_id", name=op.f("ck_connections_ordered_pair")),
        sa.ForeignKeyConstraint(
            ["asked_by_id"],
            ["users.id"],
            name=op.f("fk_connections_asked_by_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_connections_event_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["high_id"], ["users.id"], name=op.f("fk_connections_high_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["low_id"], ["users.id"], name=op.f("fk_connections_low_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connections")),
        sa.UniqueConstraint("low_id", "high_id", name=op.f("uq_connections_low_id_high_id")),
    )
    op.create_index(
        op.f("ix_connections_asked_by_id"), "connections", ["asked_by_id"], unique=False
    )
    op.create_index(op.f("ix_connections_high_id"), "connections", ["high_id"], unique=False)
    op.create_table(
        "door_links",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wrong_pins", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_door_links_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_door_links_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_links")),
        sa.UniqueConstraint("public_id", name=op.f("uq_door_links_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_door_links_token_hash")),
    )
    op.create_index(op.f("ix_door_links_by_id"), "door_links", ["by_id"], unique=False)
    op.create_index(op.f("ix_door_links_event_id"), "door_links", ["event_id"], unique=False)
    op.create_table(
        "door_settings",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column(
            "self_check_in",
            sa.Enum("off", "on", "by_eye", name="selfcheckin", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("asks_first", sa.Boolean(), nullable=False),
        sa.Column("takes_walk_ins", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_door_settings_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_door_settings")),
    )
    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_invitations_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_invitations_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("event_id", "email", name=op.f("uq_invitations_event_id_email")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    op.create_index(op.f("ix_invitations_by_id"), "invitations", ["by_id"], unique=False)
    op.create_index(op.f("ix_invitations_email"), "invitations", ["email"], unique=False)
    op.create_index(op.f("ix_invitations_event_id"), "invitations", ["event_id"], unique=False)
    op.create_table(
        "programme_entries",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("said", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["events.id"],
            name=op.f("fk_programme_entries_event_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_programme_entries")),
    )
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "asks",
            sa.Enum("text", "choice", "yes_no", name="asks", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("choices", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_questions_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
    )
    op.create_index(op.f("ix_questions_event_id"), "questions", ["event_id"], unique=False)
    op.create_table(
        "recap_runs",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("audience", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_recap_runs_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_recap_runs")),
    )
    op.create_table(
        "rounds",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_rounds_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_rounds_event_id_number")),
    )
    op.create_table(
        "slots",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column(
            "mode",
            sa.Enum("fcfs", "lottery", "approval", name="mode", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("door_fee", sa.Integer(), nullable=False),
        sa.Column("has_waitlist", sa.Boolean(), nullable=False),
        sa.Column("lottery_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nominee_max", sa.Integer(), nullable=False),
        sa.Column("weighs_losses", sa.Boolean(), nullable=False),
        sa.Column("public_value", sa.Text(), nullable=False),
        sa.CheckConstraint("capacity >= 0", name=op.f("ck_slots_capacity")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_slots_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slots")),
    )
    op.create_index(op.f("ix_slots_event_id"), "slots", ["event_id"], unique=False)
    op.create_table(
        "connection_sides",
        sa.Column("connection_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("shares", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["connection_id"],
            ["connections.id"],
            name=op.f("fk_connection_sides_connection_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["users.id"],
            name=op.f("fk_connection_sides_owner_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("connection_id", "owner_id", name=op.f("pk_connection_sides")),
    )
    op.create_index(
        op.f("ix_connection_sides_owner_id"), "connection_sides", ["owner_id"], unique=False
    )
    op.create_table(
        "door_devices",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_away_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["link_id"], ["door_links.id"], name=op.f("fk_door_devices_link_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_devices")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_door_devices_token_hash")),
    )
    op.create_index(op.f("ix_door_devices_link_id"), "door_devices", ["link_id"], unique=False)
    op.create_table(
        "draws",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("algorithm", sa.Text(), nullable=False),
        sa.Column("seed", sa.LargeBinary(), nullable=False),
        sa.Column("commitment", sa.Text(), nullable=False),
        sa.Column("committed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_value", sa.Text(), nullable=False),
        sa.Column("entries", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("order", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["slots.id"], name=op.f("fk_draws_slot_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draws")),
        sa.UniqueConstraint("slot_id", name=op.f("uq_draws_slot_id")),
    )
    op.create_table(
        "registrations",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("attendee_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "applied",
                "waitlisted",
                "offered",
                "confirmed",
                "cancelled",
                "not_selected",
                "lapsed",
                "removed",
                "event_cancelled",
                name="state",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("queue_no", sa.Integer(), nullable=True),
        sa.Column("wishes", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column(
            "latest_notice",
            sa.Enum(
                "7d", "3d", "24h", "3h", "any", name="latestnotice", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("offer_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("purpose_note", sa.Text(), nullable=False),
        sa.Column(
            "list_visibility",
            sa.Enum(
                "organizers",
                "participants",
                "public",
                name="listvisibility",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum(
                "self",
                "invite",
                "walk_in",
                "import",
                "organizer",
                name="source",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("ticket_hash", sa.Text(), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_late_cancel", sa.Boolean(), nullable=False),
        sa.Column("buddy_id", sa.Integer(), nullable=True),
        sa.Column("awaits_buddy", sa.Boolean(), nullable=False),
        sa.Column("is_nominated", sa.Boolean(), nullable=False),
        sa.Column("override_by_id", sa.Integer(), nullable=True),
        sa.Column("organizer_note", sa.Text(), nullable=False),
        sa.Column("needs_yes", sa.Boolean(), nullable=False),
        sa.Column("listed_email", sa.Text(), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_again_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("still_coming_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["attendee_id"],
            ["users.id"],
            name=op.f("fk_registrations_attendee_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["buddy_id"],
            ["registrations.id"],
            name=op.f("fk_registrations_buddy_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_registrations_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["override_by_id"],
            ["users.id"],
            name=op.f("fk_registrations_override_by_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["slots.id"], name=op.f("fk_registrations_slot_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registrations")),
        sa.UniqueConstraint("public_id", name=op.f("uq_registrations_public_id")),
        sa.UniqueConstraint("ticket_hash", name=op.f("uq_registrations_ticket_hash")),
    )
    op.create_index(
        op.f("ix_registrations_attendee_id"), "registrations", ["attendee_id"], unique=False
    )
    op.create_index(op.f("ix_registrations_buddy_id"), "registrations", ["buddy_id"], unique=False)
    op.create_index(
        "ix_registrations_event_id_state", "registrations", ["event_id", "state"], unique=False
    )
    op.create_index(
        op.f("ix_registrations_listed_email"), "registrations", ["listed_email"], unique=False
    )
    op.create_index(
        op.f("ix_registrations_override_by_id"), "registrations", ["override_by_id"], unique=False
    )
    op.create_index(op.f("ix_registrations_slot_id"), "registrations", ["slot_id"], unique=False)
    op.create_index(
        "uq_registrations_active",
        "registrations",
        ["event_id", "attendee_id"],
        unique=True,
        postgresql_where=sa.text(
            "state IN ('pending', 'applied', 'waitlisted', 'offered', 'confirmed')"
        ),
    )
    op.create_table(
        "seats",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("table_no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["users.id"], name=op.f("fk_seats_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_seats_round_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round_id", "member_id", name=op.f("pk_seats")),
    )
    op.create_index(op.f("ix_seats_member_id"), "seats", ["member_id"], unique=False)
    op.create_table(
        "answers",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["questions.id"],
            name=op.f("fk_answers_question_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_answers_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", "question_id", name=op.f("pk_answers")),
    )
    op.create_index(op.f("ix_answers_question_id"), "answers", ["question_id"], unique=False)
    op.create_table(
        "attendance_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "in",
                "out",
                "undo",
                "walk_in",
                "excuse",
                "fee",
                name="kind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "method",
            sa.Enum(
                "qr", "name", "code", "self", "import", name="method", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("undoes_id", sa.Uuid(), nullable=True),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_offline", sa.Boolean(), nullable=False),
        sa.Column("flags", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["users.id"],
            name=op.f("fk_attendance_entries_actor_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["device_id"],
            ["door_devices.id"],
            name=op.f("fk_attendance_entries_device_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["events.id"],
            name=op.f("fk_attendance_entries_event_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_attendance_entries_registration_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["undoes_id"],
            ["attendance_entries.id"],
            name=op.f("fk_attendance_entries_undoes_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_entries")),
    )
    op.create_index(
        op.f("ix_attendance_entries_actor_id"), "attendance_entries", ["actor_id"], unique=False
    )
    op.create_index(
        "ix_attendance_entries_event_id_at",
        "attendance_entries",
        ["event_id", "occurred_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_attendance_entries_registration_id"),
        "attendance_entries",
        ["registration_id"],
        unique=False,
    )
    op.create_table(
        "buddy_invitations",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("times_asked", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_buddy_invitations_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_buddy_invitations")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_buddy_invitations_registration_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_buddy_invitations_token_hash")),
    )
    op.create_table(
        "door_attempts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column(
            "code",
            sa.Enum(
                "OK",
                "ALREADY",
                "FEE_DUE",
                "NOT_CONFIRMED",
                "WRONG_EVENT",
                "REMOVED",
                "UNKNOWN",
                "TOO_EARLY",
                "REJECTED",
                name="code",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "method",
            sa.Enum(
                "qr", "name", "code", "self", "import", name="method", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_door_attempts_actor_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_door_attempts_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_door_attempts_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_attempts")),
    )
    op.create_index(op.f("ix_door_attempts_actor_id"), "door_attempts", ["actor_id"], unique=False)
    op.create_index(
        "ix_door_attempts_event_id_received_at",
        "door_attempts",
        ["event_id", "received_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_door_attempts_registration_id"), "door_attempts", ["registration_id"], unique=False
    )
    op.create_table(
        "registration_changes",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column(
            "from_state",
            sa.Enum(
                "pending",
                "applied",
                "waitlisted",
                "offered",
                "confirmed",
                "cancelled",
                "not_selected",
                "lapsed",
                "removed",
                "event_cancelled",
                name="state",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "pending",
                "applied",
                "waitlisted",
                "offered",
                "confirmed",
                "cancelled",
                "not_selected",
                "lapsed",
                "removed",
                "event_cancelled",
                name="state",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["users.id"],
            name=op.f("fk_registration_changes_actor_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_registration_changes_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_changes")),
    )
    op.create_index(
        op.f("ix_registration_changes_actor_id"), "registration_changes", ["actor_id"], unique=False
    )
    op.create_index(
        op.f("ix_registration_changes_registration_id"),
        "registration_changes",
        ["registration_id"],
        unique=False,
    )
    op.create_table(
        "skips",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_skips_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skips")),
    )
    op.create_index(op.f("ix_skips_registration_id"), "skips", ["registration_id"], unique=False)
    op.create_table(
        "walk_ins",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("sent_away_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["attendance_entries.id"],
            name=op.f("fk_walk_ins_entry_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_walk_ins_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_walk_ins")),
        sa.UniqueConstraint("public_id", name=op.f("uq_walk_ins_public_id")),
    )
    op.create_index(op.f("ix_walk_ins_event_id"), "walk_ins", ["event_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_walk_ins_event_id"), table_name="walk_ins")
    op.drop_table("walk_ins")
    op.drop_index(op.f("ix_skips_registration_id"), table_name="skips")
    op.drop_table("skips")
    op.drop_index(
        op.f("ix_registration_changes_registration_id"), table_name="registration_changes"
    )
    op.drop_index(op.f("ix_registration_changes_actor_id"), table_name="registration_changes")
    op.drop_table("registration_changes")
    op.drop_index(op.f("ix_door_attempts_registration_id"), table_name="door_attempts")
    op.drop_index("ix_door_attempts_event_id_received_at", table_name="door_attempts")
    op.drop_index(op.f("ix_door_attempts_actor_id"), table_name="door_attempts")
    op.drop_table("door_attempts")
    op.drop_table("buddy_invitations")
    op.drop_index(op.f("ix_attendance_entries_registration_id"), table_name="attendance_entries")
    op.drop_index("ix_attendance_entries_event_id_at", table_name="attendance_entries")
    op.drop_index(op.f("ix_attendance_entries_actor_id"), table_name="attendance_entries")
    op.drop_table("attendance_entries")
    op.drop_index(op.f("ix_answers_question_id"), table_name="answers")
    op.drop_table("answers")
    op.drop_index(op.f("ix_seats_member_id"), table_name="seats")
    op.drop_table("seats")
    op.drop_index(
        "uq_registrations_active",
        table_name="registrations",
        postgresql_where=sa.text(
            "state IN ('pending', 'applied', 'waitlisted', 'offered', 'confirmed')"
        ),
    )
    op.drop_index(op.f("ix_registrations_slot_id"), table_name="registrations")
    op.drop_index(op.f("ix_registrations_override_by_id"), table_name="registrations")
    op.drop_index(op.f("ix_registrations_listed_email"), table_name="registrations")
    op.drop_index("ix_registrations_event_id_state", table_name="registrations")
    op.drop_index(op.f("ix_registrations_buddy_id"), table_name="registrations")
    op.drop_index(op.f("ix_registrations_attendee_id"), table_name="registrations")
    op.drop_table("registrations")
    op.drop_table("draws")
    op.drop_index(op.f("ix_door_devices_link_id"), table_name="door_devices")
    op.drop_table("door_devices")
    op.drop_index(op.f("ix_connection_sides_owner_id"), table_name="connection_sides")
    op.drop_table("connection_sides")
    op.drop_index(op.f("ix_slots_event_id"), table_name="slots")
    op.drop_table("slots")
    op.drop_table("rounds")
    op.drop_table("recap_runs")
    op.drop_index(op.f("ix_questions_event_id"), table_name="questions")
    op.drop_table("questions")
    op.drop_table("programme_entries")
    op.drop_index(op.f("ix_invitations_event_id"), table_name="invitations")
    op.drop_index(op.f("ix_invitations_email"), table_name="invitations")
    op.drop_index(op.f("ix_invitations_by_id"), table_name="invitations")
    op.drop_table("invitations")
    op.drop_table("door_settings")
    op.drop_index(op.f("ix_door_links_event_id"), table_name="door_links")
    op.drop_index(op.f("ix_door_links_by_id"), table_name="door_links")
    op.drop_table("door_links")
    op.drop_index(op.f("ix_connections_high_id"), table_name="connections")
    op.drop_index(op.f("ix_connections_asked_by_id"), table_name="connections")
    op.drop_table("connections")
    op.drop_index(op.f("ix_attendee_imports_event_id"), table_name="attendee_imports")
    op.drop_index(op.f("ix_attendee_imports_by_id"), table_name="attendee_imports")
    op.drop_table("attendee_imports")
    op.drop_index(op.f("ix_announcements_group_id"), table_name="announcements")
    op.drop_index(op.f("ix_announcements_event_id"), table_name="announcements")
    op.drop_index(
        "ix_announcements_due",
        table_name="announcements",
        postgresql_where=sa.text("sent_at IS NULL AND withdrawn_at IS NULL"),
    )
    op.drop_index(op.f("ix_announcements_by_id"), table_name="announcements")
    op.drop_table("announcements")
    op.drop_index(op.f("ix_profile_tags_tag_id"), table_name="profile_tags")
    op.drop_table("profile_tags")
    op.drop_index(
        "uq_events_source", table_name="events", postgresql_where=sa.text("source_uid <> ''")
    )
    op.drop_index(
        "ix_events_upcoming", table_name="events", postgresql_where=sa.text("status <> 'draft'")
    )
    op.drop_index(op.f("ix_events_series_id"), table_name="events")
    op.drop_index("ix_events_search", table_name="events", postgresql_using="gin")
    op.drop_index(op.f("ix_events_requires_event_id"), table_name="events")
    op.drop_index(op.f("ix_events_host_id"), table_name="events")
    op.drop_index(op.f("ix_events_group_id"), table_name="events")
    op.drop_table("events")
    op.drop_index(op.f("ix_consents_member_id"), table_name="consents")
    op.drop_table("consents")
    op.drop_index(op.f("ix_team_invitations_group_id"), table_name="team_invitations")
    op.drop_index(op.f("ix_team_invitations_by_id"), table_name="team_invitations")
    op.drop_table("team_invitations")
    op.drop_index(op.f("ix_tag_spellings_tag_id"), table_name="tag_spellings")
    op.drop_table("tag_spellings")
    op.drop_index(op.f("ix_sign_ins_member_id"), table_name="sign_ins")
    op.drop_table("sign_ins")
    op.drop_index(op.f("ix_series_group_id"), table_name="series")
    op.drop_table("series")
    op.drop_index(op.f("ix_programme_imports_group_id"), table_name="programme_imports")
    op.drop_index(op.f("ix_programme_imports_by_id"), table_name="programme_imports")
    op.drop_table("programme_imports")
    op.drop_table("profiles")
    op.drop_table("preferences")
    op.drop_index(op.f("ix_memberships_member_id"), table_name="memberships")
    op.drop_table("memberships")
    op.drop_index(op.f("ix_mails_member_id"), table_name="mails")
    op.drop_index("ix_mails_kind_about_id", table_name="mails")
    op.drop_index(
        "ix_mails_due",
        table_name="mails",
        postgresql_where=sa.text("state IN ('queued', 'claimed', 'dot', 'parked')"),
    )
    op.drop_table("mails")
    op.drop_index(op.f("ix_introductions_target_id"), table_name="introductions")
    op.drop_index(
        "ix_introductions_open_due",
        table_name="introductions",
        postgresql_where=sa.text("state IN ('parked', 'with_connector', 'with_target')"),
    )
    op.drop_index(op.f("ix_introductions_connector_id"), table_name="introductions")
    op.drop_index(op.f("ix_introductions_asker_id"), table_name="introductions")
    op.drop_table("introductions")
    op.drop_table("feed_tokens")
    op.drop_index(op.f("ix_email_proofs_member_id"), table_name="email_proofs")
    op.drop_table("email_proofs")
    op.drop_index(op.f("ix_dismissals_dismissed_id"), table_name="dismissals")
    op.drop_table("dismissals")
    op.drop_index(op.f("ix_column_mappings_by_id"), table_name="column_mappings")
    op.drop_table("column_mappings")
    op.drop_index(op.f("ix_blocks_blocked_id"), table_name="blocks")
    op.drop_table("blocks")
    op.drop_index(op.f("ix_bans_member_id"), table_name="bans")
    op.drop_index(op.f("ix_bans_group_id"), table_name="bans")
    op.drop_index(op.f("ix_bans_by_id"), table_name="bans")
    op.drop_table("bans")
    op.drop_index(op.f("ix_api_tokens_member_id"), table_name="api_tokens")
    op.drop_table("api_tokens")
    op.drop_index(op.f("ix_api_replies_made_at"), table_name="api_replies")
    op.drop_table("api_replies")
    op.drop_index("ix_actions_group_id_at", table_name="actions")
    op.drop_index(op.f("ix_actions_event_name"), table_name="actions")
    op.drop_index(op.f("ix_actions_actor_id"), table_name="actions")
    op.drop_table("actions")
    op.drop_table("users")
    op.drop_table("tags")
    op.drop_table("sender_pauses")
    op.drop_index("ix_groups_search", table_name="groups", postgresql_using="gin")
    op.drop_table("groups")
