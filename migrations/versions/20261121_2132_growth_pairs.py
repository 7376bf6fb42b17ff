"""Two who do something together

Why: Ties that do something together last: learning side by side, small tasks with an owner and a date.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261121_2132"
down_revision = "20261121_2111"


def upgrade() -> None:
    op.create_table(
        "growth_pairs",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("connection_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "active",
                "declined",
                "ended",
                name="pairstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("rhythm", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"],
            ["users.id"],
            name=op.f("fk_growth_pairs_asked_by_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["connection_id"],
            ["connections.id"],
            name=op.f("fk_growth_pairs_connection_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_growth_pairs")),
    )
    op.create_index(
        op.f("ix_growth_pairs_asked_by_id"), "growth_pairs", ["asked_by_id"], unique=False
    )
    op.create_index(
        op.f("ix_growth_pairs_connection_id"), "growth_pairs", ["connection_id"], unique=False
    )
    op.create_index(
        "uq_growth_pairs_going_on",
        "growth_pairs",
        ["connection_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('asked', 'active')"),
    )
    op.create_table(
        "joint_tasks",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("connection_id", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["connection_id"],
            ["connections.id"],
            name=op.f("fk_joint_tasks_connection_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["users.id"], name=op.f("fk_joint_tasks_made_by_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_joint_tasks_owner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_tasks")),
    )
    op.create_index(
        op.f("ix_joint_tasks_connection_id"), "joint_tasks", ["connection_id"], unique=False
    )
    op.create_index(op.f("ix_joint_tasks_made_by_id"), "joint_tasks", ["made_by_id"], unique=False)
    op.create_index(op.f("ix_joint_tasks_owner_id"), "joint_tasks", ["owner_id"], unique=False)
    op.create_table(
        "growth_check_ins",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("round_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["users.id"],
            name=op.f("fk_growth_check_ins_member_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["pair_id"],
            ["growth_pairs.id"],
            name=op.f("fk_growth_check_ins_pair_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_growth_check_ins")),
        sa.UniqueConstraint(
            "pair_id",
            "member_id",
            "round_on",
            name=op.f("uq_growth_check_ins_pair_id_member_id_round_on"),
        ),
    )
    op.create_index(
        op.f("ix_growth_check_ins_member_id"), "growth_check_ins", ["member_id"], unique=False
    )
    op.create_table(
        "growth_goals",
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["users.id"], name=op.f("fk_growth_goals_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["pair_id"],
            ["growth_pairs.id"],
            name=op.f("fk_growth_goals_pair_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("pair_id", "member_id", name=op.f("pk_growth_goals")),
    )
    op.create_index(op.f("ix_growth_goals_member_id"), "growth_goals", ["member_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_growth_goals_member_id"), table_name="growth_goals")
    op.drop_table("growth_goals")
    op.drop_index(op.f("ix_growth_check_ins_member_id"), table_name="growth_check_ins")
    op.drop_table("growth_check_ins")
    op.drop_index(op.f("ix_joint_tasks_owner_id"), table_name="joint_tasks")
    op.drop_index(op.f("ix_joint_tasks_made_by_id"), table_name="joint_tasks")
    op.drop_index(op.f("ix_joint_tasks_connection_id"), table_name="joint_tasks")
    op.drop_table("joint_tasks")
    op.drop_index(
        "uq_growth_pairs_going_on",
        table_name="growth_pairs",
        postgresql_where=sa.text("state IN ('asked', 'active')"),
    )
    op.drop_index(op.f("ix_growth_pairs_connection_id"), table_name="growth_pairs")
    op.drop_index(op.f("ix_growth_pairs_asked_by_id"), table_name="growth_pairs")
    op.drop_table("growth_pairs")
