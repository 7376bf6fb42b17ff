"""Let people say about how old they are

Why: Being of one age is a small thing in common that many are glad of; it is each one's own to say, and to whom.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261121_2241"
down_revision = "20261121_2202"


def upgrade() -> None:
    op.add_column("profiles", sa.Column("age_group", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("profiles", "age_group")
