"""Say what an evening is about

Why: What people should meet for is known best by those who run the evening; without a word of theirs the group and the title decide.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261121_2111"
down_revision = "20261121_2108"


def upgrade() -> None:
    op.create_table(
        "themes",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column(
            "sort",
            sa.Enum(
                "cross_industry",
                "study_group",
                "social",
                "business",
                name="sort",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("topics", postgresql.ARRAY(sa.Integer()), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_themes_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_themes")),
    )


def downgrade() -> None:
    op.drop_table("themes")
