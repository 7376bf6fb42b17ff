"""Find a group's team, and whose profile is new, at a glance

Why: pages of a group of a hundred thousand looked at all its members to name the handful who run
it, and at the profiles of everybody at an evening to see who has changed theirs.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_1107"
down_revision = "20261122_0851"


def upgrade() -> None:
    op.create_index(
        "ix_memberships_team",
        "memberships",
        ["group_id"],
        unique=False,
        postgresql_where=sa.text("role <> 'member'"),
    )
    op.create_index(op.f("ix_profiles_changed_at"), "profiles", ["changed_at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_profiles_changed_at"), table_name="profiles")
    op.drop_index(
        "ix_memberships_team",
        table_name="memberships",
        postgresql_where=sa.text("role <> 'member'"),
    )
