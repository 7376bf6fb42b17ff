"""What organizers and guests add to a recap

Why: Organizers say a word and hand out materials, and those who came say how it was.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261121_1827"
down_revision = "20261121_1816"


def upgrade() -> None:
    op.create_table(
        "recap_answers",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column(
            "face",
            sa.Enum(
                "delighted",
                "glad",
                "fair",
                "tired",
                "sad",
                name="face",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_recap_answers_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["users.id"], name=op.f("fk_recap_answers_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "member_id", name=op.f("pk_recap_answers")),
    )
    op.create_index(
        op.f("ix_recap_answers_member_id"), "recap_answers", ["member_id"], unique=False
    )
    op.create_table(
        "recap_words",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("materials", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("shares_with_missing", sa.Boolean(), nullable=False),
        sa.Column("writes_to_waiting", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_recap_words_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_recap_words_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_recap_words")),
    )


def downgrade() -> None:
    op.drop_table("recap_words")
    op.drop_index(op.f("ix_recap_answers_member_id"), table_name="recap_answers")
    op.drop_table("recap_answers")
