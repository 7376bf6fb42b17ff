"""Evidence for offers

Why: Whoever decides whether to meet somebody reads what their offers rest on, and what a need is
for.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_0422"
down_revision = "20261122_0217"


def upgrade() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("work", "qualification", name="backing", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("from_year", sa.Integer(), nullable=True),
        sa.Column("to_year", sa.Integer(), nullable=True),
        sa.Column("tag_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["profiles.member_id"],
            name=op.f("fk_evidence_member_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tag_id"], ["tags.id"], name=op.f("fk_evidence_tag_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_member_id"), "evidence", ["member_id"], unique=False)
    op.create_index(op.f("ix_evidence_tag_id"), "evidence", ["tag_id"], unique=False)
    op.add_column("profile_tags", sa.Column("words", sa.Text(), server_default="", nullable=False))
    op.add_column(
        "profile_tags", sa.Column("standard", sa.Text(), server_default="", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("profile_tags", "standard")
    op.drop_column("profile_tags", "words")
    op.drop_index(op.f("ix_evidence_tag_id"), table_name="evidence")
    op.drop_index(op.f("ix_evidence_member_id"), table_name="evidence")
    op.drop_table("evidence")
