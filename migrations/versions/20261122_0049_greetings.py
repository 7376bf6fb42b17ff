"""Greetings with a request to connect

Why: a request without a word says little about why somebody would like to stay in touch
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_0049"
down_revision = "20261121_2249"


def upgrade() -> None:
    op.add_column(
        "connections", sa.Column("greeting", sa.Text(), server_default="", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("connections", "greeting")
