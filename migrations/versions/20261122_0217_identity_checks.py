"""Identity checks

Why: An organizer who has seen who somebody is may say so; the person's page tells it as a fact.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_0217"
down_revision = "20261122_0136"


def upgrade() -> None:
    op.create_table(
        "identity_checks",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("member_id <> by_id", name=op.f("ck_identity_checks_two_people")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_identity_checks_by_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["groups.id"],
            name=op.f("fk_identity_checks_group_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["users.id"],
            name=op.f("fk_identity_checks_member_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id", "by_id", name=op.f("pk_identity_checks")),
    )
    op.create_index(op.f("ix_identity_checks_by_id"), "identity_checks", ["by_id"], unique=False)
    op.create_index(
        op.f("ix_identity_checks_group_id"), "identity_checks", ["group_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_identity_checks_group_id"), table_name="identity_checks")
    op.drop_index(op.f("ix_identity_checks_by_id"), table_name="identity_checks")
    op.drop_table("identity_checks")
