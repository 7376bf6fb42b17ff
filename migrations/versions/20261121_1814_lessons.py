"""Keep what answers teach

Why: a group may use what its own answers have taught, see how sure that is, and go back.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261121_1814"
down_revision = "20261121_1813"


def upgrade() -> None:
    op.create_table(
        "lessons",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("learned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("own_answers", sa.Integer(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "too_few", "not_better", "better", name="verdict", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("gain", sa.Double(), nullable=False),
        sa.Column("low", sa.Double(), nullable=False),
        sa.Column("high", sa.Double(), nullable=False),
        sa.Column("shares", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("is_set_aside", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_lessons_group_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", name=op.f("pk_lessons")),
    )


def downgrade() -> None:
    op.drop_table("lessons")
