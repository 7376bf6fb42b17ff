"""Merge tags, and take them apart again

Why: people write one thing in many ways, and moderators must be able to undo what they were wrong about.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261121_1816"
down_revision = "20261121_1815"


def upgrade() -> None:
    op.create_table(
        "tag_changes",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.Column(
            "deed",
            sa.Enum(
                "merged",
                "split",
                "spelled",
                "unspelled",
                "named",
                "waved_through",
                name="tagdeed",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_tag_changes_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["tags.id"], name=op.f("fk_tag_changes_other_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["tag_id"], ["tags.id"], name=op.f("fk_tag_changes_tag_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag_changes")),
    )
    op.create_index(op.f("ix_tag_changes_by_id"), "tag_changes", ["by_id"], unique=False)
    op.create_index(op.f("ix_tag_changes_other_id"), "tag_changes", ["other_id"], unique=False)
    op.create_index(op.f("ix_tag_changes_tag_id"), "tag_changes", ["tag_id"], unique=False)
    op.create_table(
        "tag_merges",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("old_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column("keys", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_tag_merges_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["into_id"], ["tags.id"], name=op.f("fk_tag_merges_into_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["old_id"], ["tags.id"], name=op.f("fk_tag_merges_old_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"],
            ["users.id"],
            name=op.f("fk_tag_merges_undone_by_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag_merges")),
    )
    op.create_index(op.f("ix_tag_merges_by_id"), "tag_merges", ["by_id"], unique=False)
    op.create_index(op.f("ix_tag_merges_into_id"), "tag_merges", ["into_id"], unique=False)
    op.create_index(op.f("ix_tag_merges_old_id"), "tag_merges", ["old_id"], unique=False)
    op.create_index(
        op.f("ix_tag_merges_undone_by_id"), "tag_merges", ["undone_by_id"], unique=False
    )
    op.create_table(
        "tag_merge_marks",
        sa.Column("merge_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column(
            "facet",
            sa.Enum(
                "interest", "offer", "need", "hobby", name="facet", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("had_both", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["profiles.member_id"],
            name=op.f("fk_tag_merge_marks_member_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["merge_id"],
            ["tag_merges.id"],
            name=op.f("fk_tag_merge_marks_merge_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("merge_id", "member_id", "facet", name=op.f("pk_tag_merge_marks")),
    )
    op.create_index(
        op.f("ix_tag_merge_marks_member_id"), "tag_merge_marks", ["member_id"], unique=False
    )
    op.add_column("tags", sa.Column("merged_into_id", sa.Integer(), nullable=True))
    op.add_column("tags", sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_tags_merged_into_id"), "tags", ["merged_into_id"], unique=False)
    op.create_foreign_key(
        op.f("fk_tags_merged_into_id"),
        "tags",
        "tags",
        ["merged_into_id"],
        ["id"],
        ondelete="SET NULL",
    )


def downgrade() -> None:
    op.drop_constraint(op.f("fk_tags_merged_into_id"), "tags", type_="foreignkey")
    op.drop_index(op.f("ix_tags_merged_into_id"), table_name="tags")
    op.drop_column("tags", "reviewed_at")
    op.drop_column("tags", "merged_into_id")
    op.drop_index(op.f("ix_tag_merge_marks_member_id"), table_name="tag_merge_marks")
    op.drop_table("tag_merge_marks")
    op.drop_index(op.f("ix_tag_merges_undone_by_id"), table_name="tag_merges")
    op.drop_index(op.f("ix_tag_merges_old_id"), table_name="tag_merges")
    op.drop_index(op.f("ix_tag_merges_into_id"), table_name="tag_merges")
    op.drop_index(op.f("ix_tag_merges_by_id"), table_name="tag_merges")
    op.drop_table("tag_merges")
    op.drop_index(op.f("ix_tag_changes_tag_id"), table_name="tag_changes")
    op.drop_index(op.f("ix_tag_changes_other_id"), table_name="tag_changes")
    op.drop_index(op.f("ix_tag_changes_by_id"), table_name="tag_changes")
    op.drop_table("tag_changes")
