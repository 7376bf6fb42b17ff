"""Let an acquaintance in common count

Why: Whom one knows is nobody's to see; where all three agree, that two have an acquaintance in common is a good reason to meet.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261121_2159"
down_revision = "20261121_2155"


def upgrade() -> None:
    op.add_column(
        "profiles",
        sa.Column("tells_ties", sa.Boolean(), server_default=sa.false(), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("profiles", "tells_ties")
