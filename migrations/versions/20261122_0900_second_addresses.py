"""A second address, proven

Why: one more step by which somebody is known; the address itself is shown to nobody.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_0900"
down_revision = "20261122_0856"


def upgrade() -> None:
    op.create_table(
        "second_addresses",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["users.id"],
            name=op.f("fk_second_addresses_member_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_second_addresses")),
        sa.UniqueConstraint("address", name=op.f("uq_second_addresses_address")),
    )


def downgrade() -> None:
    op.drop_table("second_addresses")
    op.execute("DELETE FROM email_proofs WHERE purpose = 'second'")
