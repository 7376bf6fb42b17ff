"""Look at a corrected record once

Why: A single line written in after the recaps were promised had the whole audience read again at every tick for a week.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261121_2202"
down_revision = "20261121_2159"


def upgrade() -> None:
    op.add_column("recap_runs", sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("recap_runs", "looked_at")
