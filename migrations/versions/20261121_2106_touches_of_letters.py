"""Count a letter as being in touch once

Why: Two who answer each other through our addresses have been in touch; each letter counts once, however often it is looked at.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261121_2106"
down_revision = "20261121_1836"


def upgrade() -> None:
    op.create_index(
        "uq_touches_letter",
        "touches",
        ["connection_id", "at"],
        unique=True,
        postgresql_where=sa.text("kind = 'relay'"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_touches_letter", table_name="touches", postgresql_where=sa.text("kind = 'relay'")
    )
