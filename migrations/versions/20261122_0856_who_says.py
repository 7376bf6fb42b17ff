"""Find the next few who have said a word

Why: a list made on the spot, of a hundred thousand members, looked at everybody who shares a common
word with the reader.
"""

from alembic import op

revision = "20261122_0856"
down_revision = "20261122_0545"


def upgrade() -> None:
    op.drop_index(op.f("ix_profile_tags_tag_id"), table_name="profile_tags")
    op.create_index(
        "ix_profile_tags_who_says", "profile_tags", ["tag_id", "facet", "member_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_profile_tags_who_says", table_name="profile_tags")
    op.create_index(op.f("ix_profile_tags_tag_id"), "profile_tags", ["tag_id"], unique=False)
