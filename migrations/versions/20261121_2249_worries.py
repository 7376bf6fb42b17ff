"""Let a group know what several of it struggle with

Why: Nobody carries a worry alone if three of a group have it; who they are is told to nobody, and who proposes to meet is not even written down.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261121_2249"
down_revision = "20261121_2241"


def upgrade() -> None:
    op.create_table(
        "circle_proposals",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column(
            "worry",
            sa.Enum(
                "direction",
                "at_work",
                "first_team",
                "speaking_up",
                "meeting_people",
                "no_time",
                "two_lives",
                "parents_care",
                "bringing_up",
                "years_ahead",
                "sleep_health",
                "keeping_at_it",
                "foreign_tongue",
                "own_feet",
                "working_alone",
                "keeping_up",
                name="worry",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["groups.id"],
            name=op.f("fk_circle_proposals_group_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("group_id", "worry", name=op.f("pk_circle_proposals")),
    )
    op.create_table(
        "worries",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column(
            "worry",
            sa.Enum(
                "direction",
                "at_work",
                "first_team",
                "speaking_up",
                "meeting_people",
                "no_time",
                "two_lives",
                "parents_care",
                "bringing_up",
                "years_ahead",
                "sleep_health",
                "keeping_at_it",
                "foreign_tongue",
                "own_feet",
                "working_alone",
                "keeping_up",
                name="worry",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["users.id"], name=op.f("fk_worries_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "worry", name=op.f("pk_worries")),
    )


def downgrade() -> None:
    op.drop_table("worries")
    op.drop_table("circle_proposals")
