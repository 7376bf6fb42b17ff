"""Blocks: the row is the fact, and every query that shows people subtracts it. And reports.

Reports keep ids of what stands on higher floors: here is only who said what of whom, and what
moderators did.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.kit.db import Key, Model, member_key
from app.kit.tokens import public_id
from app.moderation.rules import Deed, Kind, State, Subject


class Block(Model):
    """`blocker` never wants to meet `blocked`. Works in both directions."""

    __tablename__ = "blocks"
    __table_args__ = (sa.CheckConstraint("blocker_id <> blocked_id", "two_people"),)

    blocker_id: Mapped[int] = member_key(index=False, primary_key=True)
    blocked_id: Mapped[int] = member_key(primary_key=True)
    blocked_at: Mapped[datetime]


class Report(Model):
    """Somebody says that something is not right. Whoever is reported never learns who said so.

    `evidence` is what the reporter had before them, as it was then: {"lines": [{kind, at, text}]}.
    `about_mark` tells the same address again after the account has been closed.
    """

    __tablename__ = "reports"
    __table_args__ = (sa.Index("ix_reports_state_at", "state", "at"),)

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    by_id: Mapped[int | None] = member_key(ondelete="SET NULL")
    about_id: Mapped[int | None] = member_key(ondelete="SET NULL")
    about_mark: Mapped[str] = mapped_column(default="", index=True)
    kind: Mapped[Kind]
    subject: Mapped[Subject]
    words: Mapped[str]
    evidence: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # Where the two first met, or what is reported itself; and the group it was held by.
    event_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("events.id", ondelete="SET NULL"), index=True
    )
    group_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("groups.id", ondelete="SET NULL"), index=True
    )
    first_contact_at: Mapped[datetime | None]
    at: Mapped[datetime]
    state: Mapped[State] = mapped_column(default=State.OPEN)
    version: Mapped[int] = mapped_column(default=0)
    settled_at: Mapped[datetime | None]

    by: Mapped[User | None] = relationship(foreign_keys=by_id, lazy="raise_on_sql")
    about: Mapped[User | None] = relationship(foreign_keys=about_id, lazy="raise_on_sql")


class Measure(Model):
    """One thing a moderator did. Lines are added and never changed."""

    __tablename__ = "measures"

    id: Mapped[Key]
    report_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("reports.id", ondelete="CASCADE"), index=True
    )
    about_id: Mapped[int | None] = member_key(ondelete="SET NULL")
    deed: Mapped[Deed]
    words: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = member_key(ondelete="SET NULL")
    at: Mapped[datetime]

    by: Mapped[User | None] = relationship(foreign_keys=by_id, lazy="raise_on_sql")


class AskingPause(Model):
    """Somebody may not ask for introductions for a while."""

    __tablename__ = "asking_pauses"

    member_id: Mapped[int] = member_key(index=False, primary_key=True)
    since: Mapped[datetime]
    until: Mapped[datetime]
