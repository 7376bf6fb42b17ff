"""What one keeps about a tie

Why: People remember how they met, sort their ties, rest them, and connect by codes and links.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261121_1740"
down_revision = "20261120_1300"


def upgrade() -> None:
    op.create_table(
        "connection_invitations",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_by_id", sa.Integer(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["users.id"],
            name=op.f("fk_connection_invitations_owner_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["used_by_id"],
            ["users.id"],
            name=op.f("fk_connection_invitations_used_by_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connection_invitations")),
        sa.UniqueConstraint("nonce", name=op.f("uq_connection_invitations_nonce")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_connection_invitations_token_hash")),
    )
    op.create_index(
        op.f("ix_connection_invitations_owner_id"),
        "connection_invitations",
        ["owner_id"],
        unique=False,
    )
    op.create_table(
        "venue_consents",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["users.id"],
            name=op.f("fk_venue_consents_member_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_venue_consents")),
    )
    op.add_column(
        "connection_sides", sa.Column("how_met", sa.Text(), server_default="", nullable=False)
    )
    op.add_column(
        "connection_sides", sa.Column("idea", sa.Text(), server_default="", nullable=False)
    )
    op.add_column(
        "connection_sides",
        sa.Column("marks", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
    )
    op.add_column("connection_sides", sa.Column("cadence_days", sa.Integer(), nullable=True))
    op.add_column(
        "connection_sides", sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "connection_sides", sa.Column("muted_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "connection_sides", sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "connection_sides", sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "connection_sides", sa.Column("nudged_at", sa.DateTime(timezone=True), nullable=True)
    )


def downgrade() -> None:
    op.drop_column("connection_sides", "nudged_at")
    op.drop_column("connection_sides", "reviewed_at")
    op.drop_column("connection_sides", "archived_at")
    op.drop_column("connection_sides", "muted_at")
    op.drop_column("connection_sides", "snoozed_until")
    op.drop_column("connection_sides", "cadence_days")
    op.drop_column("connection_sides", "marks")
    op.drop_column("connection_sides", "idea")
    op.drop_column("connection_sides", "how_met")
    op.drop_table("venue_consents")
    op.drop_index(op.f("ix_connection_invitations_owner_id"), table_name="connection_invitations")
    op.drop_table("connection_invitations")
