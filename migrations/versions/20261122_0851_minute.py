"""Introduce oneself in a minute

Why: people would rather begin with three lines of their own than with nothing.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_0851"
down_revision = "20261122_0848"


def upgrade() -> None:
    op.create_table(
        "self_introductions",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("does", sa.Text(), nullable=False),
        sa.Column("talks_about", sa.Text(), nullable=False),
        sa.Column("gives", sa.Text(), nullable=False),
        sa.Column("goes_on_paper", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_self_introductions_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_self_introductions")),
    )


def downgrade() -> None:
    op.drop_table("self_introductions")
