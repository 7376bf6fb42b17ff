"""Lists of people to meet, worked out ahead, and what somebody wants of them."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Key, Model, member_key
from app.matching.rules.listing import WEEKLY, Came


class Listing(Model):
    """Everybody's lists on one occasion, worked out together so that they are fair to all.

    `mark` says from which rows; `wanted_at` is set while they have to be worked out anew.
    `weights` say how rare each tag or word was then, by kind and key.
    """

    __tablename__ = "listings"

    id: Mapped[Key]
    occasion: Mapped[str] = mapped_column(unique=True)
    event_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), index=True
    )
    mark: Mapped[str] = mapped_column(default="")
    wanted_at: Mapped[datetime | None] = mapped_column(index=True)
    made_at: Mapped[datetime | None]
    people: Mapped[int] = mapped_column(default=0)
    weights: Mapped[dict[str, Any] | None] = mapped_column(deferred=True)  # thousands of words


class Listed(Model):
    """One person on the list of another."""

    __tablename__ = "listed"
    __table_args__ = (sa.Index("ix_listed_viewer", "viewer_id", "listing_id"),)

    listing_id: Mapped[int] = mapped_column(
        sa.ForeignKey("listings.id", ondelete="CASCADE"), primary_key=True
    )
    viewer_id: Mapped[int] = member_key(index=False, primary_key=True)
    person_id: Mapped[int] = member_key(primary_key=True)
    place: Mapped[int]
    came: Mapped[Came]


class Showing(Model):
    """How often somebody stood on a list while its owner was around, one time a day at most."""

    __tablename__ = "showings"

    viewer_id: Mapped[int] = member_key(index=False, primary_key=True)
    person_id: Mapped[int] = member_key(primary_key=True)
    times: Mapped[int]
    last_at: Mapped[datetime]


class Pace(Model):
    """How many new people a week somebody wants to be shown, and whether it is enough for now."""

    __tablename__ = "paces"

    member_id: Mapped[int] = member_key(index=False, primary_key=True)
    weekly: Mapped[int] = mapped_column(default=WEEKLY)
    rests_until: Mapped[datetime | None]

    def rests(self, at: datetime) -> bool:
        return self.rests_until is not None and at < self.rests_until
