"""Keep the answer to every attempt at the door

Why: each picture of a film is an attempt with an id of its own and must get the same answer
again; whoever looks into the list wants to see it once.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261121_2108"
down_revision = "20261121_2106"


def upgrade() -> None:
    op.add_column(
        "door_attempts",
        sa.Column("is_repeat", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("door_attempts", "is_repeat")
