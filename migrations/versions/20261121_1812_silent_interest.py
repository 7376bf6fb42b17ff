"""Remember silent interest, and what people answer about those they were shown

Why: interest is told to nobody before it is mutual, and answers are what matching can learn from.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261121_1812"
down_revision = "20261121_1803"


def upgrade() -> None:
    op.create_table(
        "likes",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("liked_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_likes_event_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["liked_id"], ["users.id"], name=op.f("fk_likes_liked_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["users.id"], name=op.f("fk_likes_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "liked_id", name=op.f("pk_likes")),
    )
    op.create_index(op.f("ix_likes_event_id"), "likes", ["event_id"], unique=False)
    op.create_index(op.f("ix_likes_liked_id"), "likes", ["liked_id"], unique=False)
    op.create_table(
        "meeting_answers",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column(
            "said",
            sa.Enum(
                "liked",
                "dismissed",
                "met",
                "not_met",
                "not_useful",
                name="said",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("terms", postgresql.ARRAY(sa.Float()), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["events.id"],
            name=op.f("fk_meeting_answers_event_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["users.id"],
            name=op.f("fk_meeting_answers_member_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["users.id"],
            name=op.f("fk_meeting_answers_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_answers")),
        sa.UniqueConstraint(
            "member_id",
            "person_id",
            "event_id",
            name=op.f("uq_meeting_answers_member_id_person_id_event_id"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(
        op.f("ix_meeting_answers_event_id"), "meeting_answers", ["event_id"], unique=False
    )
    op.create_index(
        op.f("ix_meeting_answers_person_id"), "meeting_answers", ["person_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_meeting_answers_person_id"), table_name="meeting_answers")
    op.drop_index(op.f("ix_meeting_answers_event_id"), table_name="meeting_answers")
    op.drop_table("meeting_answers")
    op.drop_index(op.f("ix_likes_liked_id"), table_name="likes")
    op.drop_index(op.f("ix_likes_event_id"), table_name="likes")
    op.drop_table("likes")
