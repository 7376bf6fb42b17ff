"""Study notes

Why: What one learns, day by day, is a log of one's own; others read its latest lines only where
one allows it.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_0437"
down_revision = "20261122_0436"


def upgrade() -> None:
    op.create_table(
        "study_notes",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["profiles.member_id"],
            name=op.f("fk_study_notes_member_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_notes")),
    )
    op.create_index("ix_study_notes_member_id_on", "study_notes", ["member_id", "on"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_study_notes_member_id_on", table_name="study_notes")
    op.drop_table("study_notes")
