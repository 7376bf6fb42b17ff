"""Reports, and what moderators do about them

Why: trouble often begins after people have met, and whoever looks after it must see what was said.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261121_1836"
down_revision = "20261121_1827"


def upgrade() -> None:
    op.create_table(
        "asking_pauses",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["users.id"], name=op.f("fk_asking_pauses_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_asking_pauses")),
    )
    op.create_table(
        "reports",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("about_mark", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "sales", "money", "harassment", "other", name="kind", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column(
            "subject",
            sa.Enum("person", "event", "message", name="subject", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("evidence", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("first_contact_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "settled", name="state", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["about_id"], ["users.id"], name=op.f("fk_reports_about_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_reports_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_reports_event_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_reports_group_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("public_id", name=op.f("uq_reports_public_id")),
    )
    op.create_index(op.f("ix_reports_about_id"), "reports", ["about_id"], unique=False)
    op.create_index(op.f("ix_reports_about_mark"), "reports", ["about_mark"], unique=False)
    op.create_index(op.f("ix_reports_by_id"), "reports", ["by_id"], unique=False)
    op.create_index(op.f("ix_reports_event_id"), "reports", ["event_id"], unique=False)
    op.create_index(op.f("ix_reports_group_id"), "reports", ["group_id"], unique=False)
    op.create_index("ix_reports_state_at", "reports", ["state", "at"], unique=False)
    op.create_table(
        "measures",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column(
            "deed",
            sa.Enum(
                "looked_at",
                "noted",
                "warned",
                "asking_paused",
                "asking_allowed",
                "banned",
                "suspended",
                "reinstated",
                "settled",
                "reopened",
                name="deed",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["about_id"], ["users.id"], name=op.f("fk_measures_about_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_measures_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.id"], name=op.f("fk_measures_report_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measures")),
    )
    op.create_index(op.f("ix_measures_about_id"), "measures", ["about_id"], unique=False)
    op.create_index(op.f("ix_measures_by_id"), "measures", ["by_id"], unique=False)
    op.create_index(op.f("ix_measures_report_id"), "measures", ["report_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_measures_report_id"), table_name="measures")
    op.drop_index(op.f("ix_measures_by_id"), table_name="measures")
    op.drop_index(op.f("ix_measures_about_id"), table_name="measures")
    op.drop_table("measures")
    op.drop_index("ix_reports_state_at", table_name="reports")
    op.drop_index(op.f("ix_reports_group_id"), table_name="reports")
    op.drop_index(op.f("ix_reports_event_id"), table_name="reports")
    op.drop_index(op.f("ix_reports_by_id"), table_name="reports")
    op.drop_index(op.f("ix_reports_about_mark"), table_name="reports")
    op.drop_index(op.f("ix_reports_about_id"), table_name="reports")
    op.drop_table("reports")
    op.drop_table("asking_pauses")
