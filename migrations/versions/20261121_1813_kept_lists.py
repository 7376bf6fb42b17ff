"""Keep lists of people to meet

Why: lists that are fair to all take more than the moment a page has, and a week has room for few
new people.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261121_1813"
down_revision = "20261121_1812"


def upgrade() -> None:
    op.create_table(
        "paces",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("weekly", sa.Integer(), nullable=False),
        sa.Column("rests_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["users.id"], name=op.f("fk_paces_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_paces")),
    )
    op.create_table(
        "showings",
        sa.Column("viewer_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["users.id"], name=op.f("fk_showings_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["viewer_id"], ["users.id"], name=op.f("fk_showings_viewer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("viewer_id", "person_id", name=op.f("pk_showings")),
    )
    op.create_index(op.f("ix_showings_person_id"), "showings", ["person_id"], unique=False)
    op.create_table(
        "listings",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("weights", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_listings_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listings")),
        sa.UniqueConstraint("occasion", name=op.f("uq_listings_occasion")),
    )
    op.create_index(op.f("ix_listings_event_id"), "listings", ["event_id"], unique=False)
    op.create_index(op.f("ix_listings_wanted_at"), "listings", ["wanted_at"], unique=False)
    op.create_table(
        "listed",
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("viewer_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column(
            "came",
            sa.Enum("best", "chance", "lot", name="came", native_enum=False, length=32),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_listed_listing_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["users.id"], name=op.f("fk_listed_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["viewer_id"], ["users.id"], name=op.f("fk_listed_viewer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("listing_id", "viewer_id", "person_id", name=op.f("pk_listed")),
    )
    op.create_index(op.f("ix_listed_person_id"), "listed", ["person_id"], unique=False)
    op.create_index("ix_listed_viewer", "listed", ["viewer_id", "listing_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_listed_viewer", table_name="listed")
    op.drop_index(op.f("ix_listed_person_id"), table_name="listed")
    op.drop_table("listed")
    op.drop_index(op.f("ix_listings_wanted_at"), table_name="listings")
    op.drop_index(op.f("ix_listings_event_id"), table_name="listings")
    op.drop_table("listings")
    op.drop_index(op.f("ix_showings_person_id"), table_name="showings")
    op.drop_table("showings")
    op.drop_table("paces")
