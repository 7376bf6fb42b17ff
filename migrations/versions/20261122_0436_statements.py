"""Statements

Why: What one stands for is told again and again; earlier words stay readable for their owner. And
whoever is about to ask reads whom somebody would rather not hear from.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_0436"
down_revision = "20261122_0422"


def upgrade() -> None:
    op.create_table(
        "past_statements",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["profiles.member_id"],
            name=op.f("fk_past_statements_member_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_statements")),
    )
    op.create_index(
        op.f("ix_past_statements_member_id"), "past_statements", ["member_id"], unique=False
    )
    op.add_column("profiles", sa.Column("statement", sa.Text(), server_default="", nullable=False))
    op.add_column("profiles", sa.Column("statement_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("profiles", sa.Column("not_for", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("profiles", "not_for")
    op.drop_column("profiles", "statement_at")
    op.drop_column("profiles", "statement")
    op.drop_index(op.f("ix_past_statements_member_id"), table_name="past_statements")
    op.drop_table("past_statements")
