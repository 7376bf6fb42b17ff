"""Keeping in touch

Why: Real contact, favours, goals and aims are remembered, each for its owner alone.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261121_1755"
down_revision = "20261121_1744"


def upgrade() -> None:
    op.create_table(
        "digest_runs",
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("promised_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("timezone", "monday", name=op.f("pk_digest_runs")),
    )
    op.create_table(
        "goals",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column(
            "horizon",
            sa.Enum(
                "three_years",
                "one_year",
                "three_months",
                name="horizon",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["users.id"], name=op.f("fk_goals_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "horizon", name=op.f("pk_goals")),
    )
    op.create_table(
        "targets",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("industry", sa.Text(), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["users.id"], name=op.f("fk_targets_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["tag_id"], ["tags.id"], name=op.f("fk_targets_tag_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_targets")),
    )
    op.create_index(op.f("ix_targets_member_id"), "targets", ["member_id"], unique=False)
    op.create_table(
        "weekly_aims",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("is_told", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["users.id"], name=op.f("fk_weekly_aims_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_weekly_aims")),
    )
    op.create_table(
        "evenings_noted",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_evenings_noted_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_evenings_noted")),
    )
    op.create_table(
        "favours",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("connection_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column(
            "direction",
            sa.Enum("gave", "received", name="direction", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "introduction",
                "thanks",
                "ask",
                "task",
                "manual",
                name="favour",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["connection_id"],
            ["connections.id"],
            name=op.f("fk_favours_connection_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_favours_owner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_favours")),
    )
    op.create_index(op.f("ix_favours_connection_id"), "favours", ["connection_id"], unique=False)
    op.create_index("ix_favours_owner_id_at", "favours", ["owner_id", "at"], unique=False)
    op.create_table(
        "touches",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("connection_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "event",
                "introduction",
                "relay",
                "thanks",
                "talked",
                "met",
                name="touch",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["connection_id"],
            ["connections.id"],
            name=op.f("fk_touches_connection_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_touches_event_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_touches_owner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_touches")),
    )
    op.create_index("ix_touches_connection_id_at", "touches", ["connection_id", "at"], unique=False)
    op.create_index(op.f("ix_touches_owner_id"), "touches", ["owner_id"], unique=False)
    op.create_index(
        "uq_touches_event",
        "touches",
        ["connection_id", "event_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'event'"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_touches_event", table_name="touches", postgresql_where=sa.text("kind = 'event'")
    )
    op.drop_index(op.f("ix_touches_owner_id"), table_name="touches")
    op.drop_index("ix_touches_connection_id_at", table_name="touches")
    op.drop_table("touches")
    op.drop_index("ix_favours_owner_id_at", table_name="favours")
    op.drop_index(op.f("ix_favours_connection_id"), table_name="favours")
    op.drop_table("favours")
    op.drop_table("evenings_noted")
    op.drop_table("weekly_aims")
    op.drop_index(op.f("ix_targets_member_id"), table_name="targets")
    op.drop_table("targets")
    op.drop_table("goals")
    op.drop_table("digest_runs")
