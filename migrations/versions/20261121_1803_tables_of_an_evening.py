"""Keep the plan of an evening: its rules, the state of each round, locked tables

Why: several organizers look after the same tables at once, people come and go meanwhile, and what
has happened must stay.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261121_1803"
down_revision = "20261121_1756"


def upgrade() -> None:
    op.create_table(
        "pairings",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("low_id", sa.Integer(), nullable=False),
        sa.Column("high_id", sa.Integer(), nullable=False),
        sa.Column(
            "rule",
            sa.Enum("apart", "together", name="pairrule", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("low_id < high_id", name=op.f("ck_pairings_in_order")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_pairings_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_pairings_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_pairings_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["high_id"], ["users.id"], name=op.f("fk_pairings_high_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["low_id"], ["users.id"], name=op.f("fk_pairings_low_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairings")),
        sa.UniqueConstraint(
            "group_id",
            "event_id",
            "low_id",
            "high_id",
            name=op.f("uq_pairings_group_id_event_id_low_id_high_id"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(op.f("ix_pairings_by_id"), "pairings", ["by_id"], unique=False)
    op.create_index(op.f("ix_pairings_event_id"), "pairings", ["event_id"], unique=False)
    op.create_index(op.f("ix_pairings_group_id"), "pairings", ["group_id"], unique=False)
    op.create_index(op.f("ix_pairings_high_id"), "pairings", ["high_id"], unique=False)
    op.create_index(op.f("ix_pairings_low_id"), "pairings", ["low_id"], unique=False)
    op.create_table(
        "round_changes",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "from_state",
            sa.Enum("planned", "running", "over", name="roundstate", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column(
            "to_state",
            sa.Enum("planned", "running", "over", name="roundstate", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_round_changes_actor_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_round_changes_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_changes")),
    )
    op.create_index(op.f("ix_round_changes_actor_id"), "round_changes", ["actor_id"], unique=False)
    op.create_index(op.f("ix_round_changes_event_id"), "round_changes", ["event_id"], unique=False)
    op.create_table(
        "seatings",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "settled",
                "asked",
                "changed",
                "failed",
                name="planstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column(
            "who",
            sa.Enum("arrived", "confirmed", name="who", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("mixes", sa.Boolean(), nullable=False),
        sa.Column("spreads", sa.Boolean(), nullable=False),
        sa.Column(
            "crossing",
            sa.Enum(
                "anybody", "other_slots", "own_slot", name="crossing", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("worth", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("planned_for", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["users.id"], name=op.f("fk_seatings_asked_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_seatings_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_seatings")),
    )
    op.create_index(op.f("ix_seatings_asked_by_id"), "seatings", ["asked_by_id"], unique=False)
    op.create_index(op.f("ix_seatings_state"), "seatings", ["state"], unique=False)
    op.create_table(
        "table_locks",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("table_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_table_locks_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_table_locks_round_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round_id", "table_no", name=op.f("pk_table_locks")),
    )
    op.create_index(op.f("ix_table_locks_by_id"), "table_locks", ["by_id"], unique=False)
    state = sa.Enum("planned", "running", "over", name="roundstate", native_enum=False, length=32)
    op.add_column("rounds", sa.Column("state", state, nullable=True))
    # Until now nothing told whether a round had ended: whatever has begun is taken to be over.
    op.execute(
        "UPDATE rounds SET state = CASE WHEN began_at IS NULL THEN 'planned' ELSE 'over' END"
    )
    op.alter_column("rounds", "state", existing_type=state, nullable=False)
    op.add_column("rounds", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    op.alter_column(
        "rounds", "seed", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=False
    )


def downgrade() -> None:
    op.alter_column(
        "rounds",
        "seed",
        existing_type=sa.BigInteger(),
        type_=sa.INTEGER(),
        existing_nullable=False,
        postgresql_using="mod(seed, 2147483647)::integer",
    )
    op.drop_column("rounds", "ended_at")
    op.drop_column("rounds", "state")
    op.drop_index(op.f("ix_table_locks_by_id"), table_name="table_locks")
    op.drop_table("table_locks")
    op.drop_index(op.f("ix_seatings_state"), table_name="seatings")
    op.drop_index(op.f("ix_seatings_asked_by_id"), table_name="seatings")
    op.drop_table("seatings")
    op.drop_index(op.f("ix_round_changes_event_id"), table_name="round_changes")
    op.drop_index(op.f("ix_round_changes_actor_id"), table_name="round_changes")
    op.drop_table("round_changes")
    op.drop_index(op.f("ix_pairings_low_id"), table_name="pairings")
    op.drop_index(op.f("ix_pairings_high_id"), table_name="pairings")
    op.drop_index(op.f("ix_pairings_group_id"), table_name="pairings")
    op.drop_index(op.f("ix_pairings_event_id"), table_name="pairings")
    op.drop_index(op.f("ix_pairings_by_id"), table_name="pairings")
    op.drop_table("pairings")
