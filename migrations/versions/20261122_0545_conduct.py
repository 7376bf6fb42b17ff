"""Which edition of the conduct a registration accepted

Why: rules that somebody accepted count only as long as one knows which they were.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_0545"
down_revision = "20261122_0443"


def upgrade() -> None:
    # Of those who have registered so far nobody knows, so that nothing is claimed.
    op.add_column(
        "registrations", sa.Column("conduct", sa.Text(), nullable=False, server_default="")
    )
    op.alter_column("registrations", "conduct", server_default=None)


def downgrade() -> None:
    op.drop_column("registrations", "conduct")
