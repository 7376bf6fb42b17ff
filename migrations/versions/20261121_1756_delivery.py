"""Bounces, digests, notices, consent and answers

Why: senders have to know which addresses give mail back and which domains want a rest; members
choose how they hear of things and see them behind a bell; a yes to promotion is kept; answers
reach people whose address is hidden.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261121_1756"
down_revision = "20261121_1755"


def upgrade() -> None:
    op.create_table(
        "destinations",
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("rests_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("domain", name=op.f("pk_destinations")),
    )
    op.create_table(
        "suppressions",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column(
            "trouble",
            sa.Enum("bounced", "full", "complained", name="trouble", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_suppressions")),
    )
    op.create_table(
        "promotion_consents",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("is_given", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["users.id"],
            name=op.f("fk_promotion_consents_member_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotion_consents")),
    )
    op.create_index(
        op.f("ix_promotion_consents_member_id"), "promotion_consents", ["member_id"], unique=False
    )
    op.create_table(
        "relayed_messages",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column(
            "matter",
            sa.Enum("a", "c", "e", "i", name="matter", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("writer_id", sa.Integer(), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("arrived_as", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["reader_id"],
            ["users.id"],
            name=op.f("fk_relayed_messages_reader_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["writer_id"],
            ["users.id"],
            name=op.f("fk_relayed_messages_writer_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relayed_messages")),
        sa.UniqueConstraint("arrived_as", name=op.f("uq_relayed_messages_arrived_as")),
    )
    op.create_index(
        op.f("ix_relayed_messages_reader_id"), "relayed_messages", ["reader_id"], unique=False
    )
    op.create_index(
        "ix_relayed_messages_writer_id_received_at",
        "relayed_messages",
        ["writer_id", "received_at"],
        unique=False,
    )
    op.create_table(
        "notices",
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["mail_id"], ["mails.id"], name=op.f("fk_notices_mail_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["users.id"], name=op.f("fk_notices_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("mail_id", name=op.f("pk_notices")),
    )
    op.create_index(
        "ix_notices_member_id_shown_at", "notices", ["member_id", "shown_at"], unique=False
    )
    op.create_index(
        "ix_notices_unread",
        "notices",
        ["member_id", "shown_at"],
        unique=False,
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.add_column("mails", sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("mails", sa.Column("digest_id", sa.Integer(), nullable=True))
    op.create_index(
        "ix_mails_digest_id",
        "mails",
        ["digest_id"],
        unique=False,
        postgresql_where=sa.text("digest_id IS NOT NULL"),
    )
    op.create_foreign_key(
        op.f("fk_mails_digest_id"), "mails", "mails", ["digest_id"], ["id"], ondelete="SET NULL"
    )
    op.add_column(
        "preferences",
        sa.Column(
            "way",
            sa.Enum("each", "digest", "off", name="way", native_enum=False, length=32),
            server_default="off",
            nullable=False,
        ),
    )


def downgrade() -> None:
    op.drop_column("preferences", "way")
    op.drop_constraint(op.f("fk_mails_digest_id"), "mails", type_="foreignkey")
    op.drop_index(
        "ix_mails_digest_id", table_name="mails", postgresql_where=sa.text("digest_id IS NOT NULL")
    )
    op.drop_column("mails", "digest_id")
    op.drop_column("mails", "bounced_at")
    op.drop_index(
        "ix_notices_unread", table_name="notices", postgresql_where=sa.text("read_at IS NULL")
    )
    op.drop_index("ix_notices_member_id_shown_at", table_name="notices")
    op.drop_table("notices")
    op.drop_index("ix_relayed_messages_writer_id_received_at", table_name="relayed_messages")
    op.drop_index(op.f("ix_relayed_messages_reader_id"), table_name="relayed_messages")
    op.drop_table("relayed_messages")
    op.drop_index(op.f("ix_promotion_consents_member_id"), table_name="promotion_consents")
    op.drop_table("promotion_consents")
    op.drop_table("suppressions")
    op.drop_table("destinations")
