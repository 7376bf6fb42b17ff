"""Ask somebody by name to help run a group

Why: a host asks somebody they know, whose address they may not read.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_0848"
down_revision = "20261122_0901"


def upgrade() -> None:
    op.add_column("team_invitations", sa.Column("member_id", sa.Integer(), nullable=True))
    op.create_index(
        op.f("ix_team_invitations_member_id"), "team_invitations", ["member_id"], unique=False
    )
    op.create_foreign_key(
        op.f("fk_team_invitations_member_id"),
        "team_invitations",
        "users",
        ["member_id"],
        ["id"],
        ondelete="CASCADE",
    )


def downgrade() -> None:
    op.drop_constraint(
        op.f("fk_team_invitations_member_id"), "team_invitations", type_="foreignkey"
    )
    op.drop_index(op.f("ix_team_invitations_member_id"), table_name="team_invitations")
    op.drop_column("team_invitations", "member_id")
