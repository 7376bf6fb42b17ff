"""Ask once what an offer rests on

Why: people dare to ask sooner when they know; whoever would rather not say is not asked again.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_0901"
down_revision = "20261122_0859"


def upgrade() -> None:
    op.add_column("profiles", sa.Column("hint_left_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("profiles", "hint_left_at")
