"""What people have said they would do

Why: a promise that is written down is kept earlier, and nobody but its owner need know its day.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_0859"
down_revision = "20261122_0900"


def upgrade() -> None:
    op.create_table(
        "pledges",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("connection_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("whom", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "done_at IS NULL OR dropped_at IS NULL", name=op.f("ck_pledges_one_end")
        ),
        sa.ForeignKeyConstraint(
            ["connection_id"],
            ["connections.id"],
            name=op.f("fk_pledges_connection_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_pledges_owner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledges")),
        sa.UniqueConstraint("public_id", name=op.f("uq_pledges_public_id")),
    )
    op.create_index(op.f("ix_pledges_connection_id"), "pledges", ["connection_id"], unique=False)
    op.create_index("ix_pledges_owner_id_due_on", "pledges", ["owner_id", "due_on"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_pledges_owner_id_due_on", table_name="pledges")
    op.drop_index(op.f("ix_pledges_connection_id"), table_name="pledges")
    op.drop_table("pledges")
