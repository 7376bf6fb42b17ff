"""Chores and small meals beside the programme

Why: what has to be done is nobody's until somebody takes it, and a table of six holds one
conversation: who does what and who sits where is kept with every step.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_0443"
down_revision = "20261122_0453"


def upgrade() -> None:
    op.create_table(
        "chores",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("named_by_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "dropped", name="chorestate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_chores_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["named_by_id"], ["users.id"], name=op.f("fk_chores_named_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chores")),
        sa.UniqueConstraint("public_id", name=op.f("uq_chores_public_id")),
    )
    op.create_index(op.f("ix_chores_event_id"), "chores", ["event_id"], unique=False)
    op.create_index(op.f("ix_chores_named_by_id"), "chores", ["named_by_id"], unique=False)
    op.create_table(
        "meals",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "approved",
                "declined",
                "called_off",
                name="mealstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_meals_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"],
            ["users.id"],
            name=op.f("fk_meals_proposed_by_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meals")),
        sa.UniqueConstraint("public_id", name=op.f("uq_meals_public_id")),
    )
    op.create_index(op.f("ix_meals_event_id"), "meals", ["event_id"], unique=False)
    op.create_index(op.f("ix_meals_proposed_by_id"), "meals", ["proposed_by_id"], unique=False)
    op.create_table(
        "alongside_steps",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("chore_id", sa.Integer(), nullable=True),
        sa.Column("meal_id", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("from_state", sa.Text(), nullable=False),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["users.id"],
            name=op.f("fk_alongside_steps_actor_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["chore_id"],
            ["chores.id"],
            name=op.f("fk_alongside_steps_chore_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["meal_id"], ["meals.id"], name=op.f("fk_alongside_steps_meal_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["users.id"],
            name=op.f("fk_alongside_steps_member_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alongside_steps")),
    )
    op.create_index(
        op.f("ix_alongside_steps_actor_id"), "alongside_steps", ["actor_id"], unique=False
    )
    op.create_index(
        op.f("ix_alongside_steps_chore_id"), "alongside_steps", ["chore_id"], unique=False
    )
    op.create_index(
        op.f("ix_alongside_steps_meal_id"), "alongside_steps", ["meal_id"], unique=False
    )
    op.create_index(
        op.f("ix_alongside_steps_member_id"), "alongside_steps", ["member_id"], unique=False
    )
    op.create_table(
        "chore_hands",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("chore_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("taken", "done", "given_back", name="handstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("shows_name", sa.Boolean(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["chore_id"], ["chores.id"], name=op.f("fk_chore_hands_chore_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["users.id"], name=op.f("fk_chore_hands_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chore_hands")),
    )
    op.create_index(op.f("ix_chore_hands_member_id"), "chore_hands", ["member_id"], unique=False)
    op.create_index(
        "uq_chore_hands_helping",
        "chore_hands",
        ["chore_id", "member_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('taken', 'done')"),
    )
    op.create_table(
        "meal_seats",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("meal_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("taken", "left", name="seatstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meal_id"], ["meals.id"], name=op.f("fk_meal_seats_meal_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["users.id"], name=op.f("fk_meal_seats_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meal_seats")),
    )
    op.create_index(op.f("ix_meal_seats_member_id"), "meal_seats", ["member_id"], unique=False)
    op.create_index(
        "uq_meal_seats_taken",
        "meal_seats",
        ["meal_id", "member_id"],
        unique=True,
        postgresql_where=sa.text("state = 'taken'"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_meal_seats_taken", table_name="meal_seats", postgresql_where=sa.text("state = 'taken'")
    )
    op.drop_index(op.f("ix_meal_seats_member_id"), table_name="meal_seats")
    op.drop_table("meal_seats")
    op.drop_index(
        "uq_chore_hands_helping",
        table_name="chore_hands",
        postgresql_where=sa.text("state IN ('taken', 'done')"),
    )
    op.drop_index(op.f("ix_chore_hands_member_id"), table_name="chore_hands")
    op.drop_table("chore_hands")
    op.drop_index(op.f("ix_alongside_steps_member_id"), table_name="alongside_steps")
    op.drop_index(op.f("ix_alongside_steps_meal_id"), table_name="alongside_steps")
    op.drop_index(op.f("ix_alongside_steps_chore_id"), table_name="alongside_steps")
    op.drop_index(op.f("ix_alongside_steps_actor_id"), table_name="alongside_steps")
    op.drop_table("alongside_steps")
    op.drop_index(op.f("ix_meals_proposed_by_id"), table_name="meals")
    op.drop_index(op.f("ix_meals_event_id"), table_name="meals")
    op.drop_table("meals")
    op.drop_index(op.f("ix_chores_named_by_id"), table_name="chores")
    op.drop_index(op.f("ix_chores_event_id"), table_name="chores")
    op.drop_table("chores")
