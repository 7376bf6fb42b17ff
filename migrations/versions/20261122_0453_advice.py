"""Questions for advice

Why: Somebody says what they are glad to be asked about, in which form and how often; people they
know ask them, and a full month looks like silence.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261122_0453"
down_revision = "20261122_0437"


def upgrade() -> None:
    op.create_table(
        "advice_topics",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("ways", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["profiles.member_id"],
            name=op.f("fk_advice_topics_member_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice_topics")),
    )
    op.create_index(
        op.f("ix_advice_topics_member_id"), "advice_topics", ["member_id"], unique=False
    )
    op.create_table(
        "consultations",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("connection_id", sa.Integer(), nullable=False),
        sa.Column("asker_id", sa.Integer(), nullable=False),
        sa.Column("asked_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "waiting",
                "asked",
                "agreed",
                "declined",
                "withdrawn",
                name="stage",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column(
            "way",
            sa.Enum("text", "call", "in_person", name="way", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_id"], ["users.id"], name=op.f("fk_consultations_asked_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["asker_id"], ["users.id"], name=op.f("fk_consultations_asker_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["connection_id"],
            ["connections.id"],
            name=op.f("fk_consultations_connection_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultations")),
    )
    op.create_index(op.f("ix_consultations_asked_id"), "consultations", ["asked_id"], unique=False)
    op.create_index(op.f("ix_consultations_asker_id"), "consultations", ["asker_id"], unique=False)
    op.create_index(
        op.f("ix_consultations_connection_id"), "consultations", ["connection_id"], unique=False
    )
    op.add_column(
        "profiles", sa.Column("advice_cap", sa.Integer(), server_default="2", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("profiles", "advice_cap")
    op.drop_index(op.f("ix_consultations_connection_id"), table_name="consultations")
    op.drop_index(op.f("ix_consultations_asker_id"), table_name="consultations")
    op.drop_index(op.f("ix_consultations_asked_id"), table_name="consultations")
    op.drop_table("consultations")
    op.drop_index(op.f("ix_advice_topics_member_id"), table_name="advice_topics")
    op.drop_table("advice_topics")
