"""Vouching for people one knows

Why: two who vouch for somebody are a step of being known, said as a fact
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_0136"
down_revision = "20261122_0121"


def upgrade() -> None:
    op.add_column(
        "connection_sides", sa.Column("vouched_at", sa.DateTime(timezone=True), nullable=True)
    )


def downgrade() -> None:
    op.drop_column("connection_sides", "vouched_at")
