"""Events, the ways to come, and what is asked of those who do."""

from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.events.rules import Asks, Mode, Openness, Plan, SlotPlan, Status
from app.groups.models import Group
from app.kit.db import Key, Model, member_key
from app.kit.tokens import public_id
from app.profiles.traits import Stance

DOORS_OPEN = timedelta(hours=2)
CLOSES_AFTER = timedelta(hours=2)


class Slot(Model):
    """One way to come: its seats, how they are given, its fee at the door.

    No capacity means no limit. A lottery says beforehand when it is drawn, how many people the
    organizers may name, whether earlier losses weigh, and which public value nobody can know yet
    goes into it.
    """

    __tablename__ = "slots"
    __table_args__ = (sa.CheckConstraint("capacity >= 0", "capacity"),)

    id: Mapped[Key]
    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    capacity: Mapped[int | None]
    mode: Mapped[Mode] = mapped_column(default=Mode.FCFS)
    door_fee: Mapped[int] = mapped_column(default=0)
    has_waitlist: Mapped[bool] = mapped_column(default=True)
    lottery_at: Mapped[datetime | None]
    nominee_max: Mapped[int] = mapped_column(default=0)
    weighs_losses: Mapped[bool] = mapped_column(default=False)
    public_value: Mapped[str] = mapped_column(default="")

    @property
    def is_closed(self) -> bool:
        """Whether nobody else gets in this way: no seats, and no line for one."""
        return self.capacity == 0 and not self.has_waitlist

    @property
    def plan(self) -> SlotPlan:
        """The slot as it is planned now."""
        return SlotPlan(
            slot_id=self.id,
            **{
                name: getattr(self, name)
                for name in SlotPlan.__dataclass_fields__
                if name != "slot_id"
            },
        )


class Question(Model):
    """What the organizers ask whoever registers. One that is dropped keeps its answers."""

    __tablename__ = "questions"

    id: Mapped[Key]
    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    text: Mapped[str]
    asks: Mapped[Asks] = mapped_column(default=Asks.TEXT)
    choices: Mapped[list[str]] = mapped_column(default=list)
    is_required: Mapped[bool] = mapped_column(default=False)
    dropped_at: Mapped[datetime | None]


class Invitation(Model):
    """Somebody who may see an event that is for invited people; by address, member or not."""

    __tablename__ = "invitations"
    __table_args__ = (sa.UniqueConstraint("event_id", "email"),)

    id: Mapped[Key]
    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), index=True
    )
    email: Mapped[str] = mapped_column(index=True)
    nonce: Mapped[str] = mapped_column(default=public_id)
    token_hash: Mapped[str] = mapped_column(unique=True)
    by_id: Mapped[int | None] = member_key(ondelete="SET NULL")
    invited_at: Mapped[datetime]

    event: Mapped["Event"] = relationship(lazy="raise_on_sql")


class Series(Model):
    """Evenings that come again by a rule (RFC 5545, RRULE), some of them planned ahead."""

    __tablename__ = "series"

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    group_id: Mapped[int] = mapped_column(
        sa.ForeignKey("groups.id", ondelete="CASCADE"), index=True
    )
    rule: Mapped[str]
    # The day the rule counts from.
    starts_on: Mapped[date]
    # How many evenings are ready ahead, and whether they are published by themselves.
    keeps_ahead: Mapped[int] = mapped_column(default=3)
    publishes: Mapped[bool] = mapped_column(default=False)
    skipped: Mapped[list[date]] = mapped_column(ARRAY(sa.Date), default=list)
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Event(Model):
    """One gathering. Instants are UTC; `timezone` is where it takes place."""

    __tablename__ = "events"
    __table_args__ = (
        sa.CheckConstraint("ends_at > starts_at", "ends_after_it_starts"),
        sa.Index("ix_events_upcoming", "starts_at", postgresql_where=sa.text("status <> 'draft'")),
        sa.Index("ix_events_search", "search", postgresql_using="gin"),
        sa.Index(
            "uq_events_source",
            "group_id",
            "source_uid",
            unique=True,
            postgresql_where=sa.text("source_uid <> ''"),
        ),
        sa.UniqueConstraint("series_id", "occurs_on"),
    )

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    slug: Mapped[str] = mapped_column(unique=True)
    group_id: Mapped[int] = mapped_column(
        sa.ForeignKey("groups.id", ondelete="CASCADE"), index=True
    )
    host_id: Mapped[int | None] = member_key(ondelete="SET NULL")
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    languages: Mapped[list[str]] = mapped_column(default=list)
    status: Mapped[Status] = mapped_column(default=Status.DRAFT)
    openness: Mapped[Openness] = mapped_column(default=Openness.PUBLIC)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    timezone: Mapped[str] = mapped_column(default="Asia/Tokyo")
    place_name: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    # The prefecture of the address, found together with the words of the search.
    area: Mapped[str] = mapped_column(default="")
    access: Mapped[str] = mapped_column(default="")
    online_url: Mapped[str] = mapped_column(default="")
    speakers: Mapped[list[str]] = mapped_column(default=list)
    track: Mapped[str] = mapped_column(default="")
    # How the evening stands to selling, where it differs from the group.
    stance: Mapped[Stance | None]
    # Only who has a seat there may come here: the party after the talk.
    requires_event_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("events.id", ondelete="SET NULL"), index=True
    )
    # Registration stays on another platform; door, matching and recap are here.
    elsewhere_url: Mapped[str] = mapped_column(default="")
    series_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("series.id", ondelete="SET NULL"), index=True
    )
    occurs_on: Mapped[date | None]
    # Changed by itself: the series' later evenings are not made like this one.
    is_one_off: Mapped[bool] = mapped_column(default=False)
    # What a programme from elsewhere calls it, so that bringing it in again makes no second one.
    source_uid: Mapped[str] = mapped_column(default="")
    # Words and pairs of letters of everything one might look for; `queries.about` reads it.
    search: Mapped[Any] = mapped_column(TSVECTOR, nullable=True, deferred=True)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    notice: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None]
    attendance_taken: Mapped[bool | None]
    # The organizers have opened the record of who came again.
    reopened_at: Mapped[datetime | None]
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    sequence: Mapped[int] = mapped_column(default=0)

    # Who runs it decides who may do what, on every page of an event.
    group: Mapped[Group] = relationship(lazy="joined", innerjoin=True)
    host: Mapped[User | None] = relationship(lazy="raise_on_sql")
    slots: Mapped[list[Slot]] = relationship(
        lazy="selectin", order_by=(Slot.position, Slot.id), cascade="all, delete-orphan"
    )

    def is_open(self, at: datetime) -> bool:
        """Whether people may register at that moment."""
        begun = self.opens_at is None or self.opens_at <= at
        return self.is_on and begun and at < (self.closes_at or self.ends_at)

    @property
    def is_on(self) -> bool:
        """Whether it is published and has not been called off."""
        return self.status == Status.PUBLISHED

    @property
    def plan(self) -> Plan:
        """The evening as it is planned now."""
        taken_over = {
            name: getattr(self, name)
            for name in Plan.__dataclass_fields__
            if name not in ("slots", "languages", "speakers")
        }
        return Plan(
            slots=tuple(slot.plan for slot in self.slots),
            languages=tuple(self.languages or ()),
            speakers=tuple(self.speakers or ()),
            **taken_over,
        )

    def has_ended(self, at: datetime) -> bool:
        return at >= self.ends_at

    def has_doors_open(self, at: datetime) -> bool:
        """Whether people are let in: two hours before the start to two after the end."""
        return self.starts_at - DOORS_OPEN <= at <= self.ends_at + CLOSES_AFTER

    def is_live(self, at: datetime) -> bool:
        """Whether the evening is on: doors open or people still talking."""
        return self.is_on and self.has_doors_open(at)

    @property
    def is_elsewhere(self) -> bool:
        """Whether people register on another platform."""
        return bool(self.elsewhere_url)

    @property
    def is_free(self) -> bool:
        return all(slot.door_fee == 0 for slot in self.slots)
