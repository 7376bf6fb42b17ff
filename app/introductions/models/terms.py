"""On which terms a member takes part in introductions."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.introductions.rules import CONNECTOR_CAP, TARGET_CAP, Topic, Vouching
from app.kit.db import Model, member_key


class Terms(Model):
    """How often one may be asked, about what, and through whom. No row: the defaults hold.

    Whether one may be asked at all stands on the profile.
    """

    __tablename__ = "introduction_terms"

    member_id: Mapped[int] = member_key(index=False, primary_key=True)
    connector_cap: Mapped[int] = mapped_column(default=CONNECTOR_CAP)
    paused_at: Mapped[datetime | None]
    is_paused_by_house: Mapped[bool] = mapped_column(default=False)
    is_digest: Mapped[bool] = mapped_column(default=False)
    is_prompted: Mapped[bool] = mapped_column(default=True)
    hears_of_trouble: Mapped[bool] = mapped_column(default=False)
    target_cap: Mapped[int] = mapped_column(default=TARGET_CAP)
    topics: Mapped[list[str]] = mapped_column(default=lambda: [topic.value for topic in Topic])
    # None: as the stance on the profile says.
    accepts_sales: Mapped[bool | None]
    vouching: Mapped[Vouching] = mapped_column(default=Vouching.ANY)
    # A moderator has looked at the marks up to here.
    marks_cleared_at: Mapped[datetime | None]


class Voucher(Model):
    """`member` may be reached through `voucher`, where they have listed who may vouch."""

    __tablename__ = "introduction_vouchers"
    __table_args__ = (sa.CheckConstraint("member_id <> voucher_id", "two_people"),)

    member_id: Mapped[int] = member_key(index=False, primary_key=True)
    voucher_id: Mapped[int] = member_key(primary_key=True)
