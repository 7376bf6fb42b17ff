"""Where an event stands, who finds it, how its seats are given, and what local time means."""

import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from difflib import SequenceMatcher
from enum import IntEnum, StrEnum
from zoneinfo import ZoneInfo

from app.profiles.traits import Stance

# A start that moves by less still leaves the same evening free.
MOVES_THE_EVENING = timedelta(hours=3)
# Two spellings of one address are more alike than two addresses.
SAME_ADDRESS = 0.6


class Status(StrEnum):
    """Where an event stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"
    CLOSED = "closed"


class Openness(StrEnum):
    """Who finds the page."""

    PUBLIC = "public"
    UNLISTED = "unlisted"
    MEMBERS = "members"
    INVITED = "invited"


class Mode(StrEnum):
    """How a slot gives its seats away."""

    FCFS = "fcfs"
    LOTTERY = "lottery"
    APPROVAL = "approval"


class Asks(StrEnum):
    """What kind of answer a question wants."""

    TEXT = "text"
    CHOICE = "choice"
    YES_NO = "yes_no"


class NoSuchTime(ValueError):
    """A local time that the clocks skip when summer time begins."""


class Move(IntEnum):
    """How far a change takes an event from what people had said yes to."""

    STAYS = 0
    SHIFTS = 1
    MOVES = 2


@dataclass(frozen=True)
class SlotPlan:
    """One way to come, as planned. Without an id it is new; without a capacity, unlimited.

    What only a draw knows is empty or off for the other modes.
    """

    name: str = ""
    capacity: int | None = None
    door_fee: int = 0
    slot_id: int | None = None
    mode: Mode = Mode.FCFS
    has_waitlist: bool = True
    lottery_at: datetime | None = None
    nominee_max: int = 0
    weighs_losses: bool = False
    public_value: str = ""

    @property
    def terms(self) -> tuple[object, ...]:
        """What whoever enters the draw has been promised; nothing where no lots are drawn."""
        if self.mode != Mode.LOTTERY:
            return ()
        return (self.nominee_max, self.weighs_losses, self.public_value)


@dataclass(frozen=True)
class SlotUse:
    """What people have made of a slot so far: seats taken, places in the draw or in line."""

    taken: int = 0
    entered: int = 0
    is_drawn: bool = False

    @property
    def is_untouched(self) -> bool:
        return not (self.taken or self.entered or self.is_drawn)

    def allows(self, was: SlotPlan, planned: SlotPlan) -> bool:
        """Whether the change keeps what has been promised to those who have entered."""
        return was.terms == planned.terms or not (self.entered or self.is_drawn)


@dataclass(frozen=True)
class Plan:
    """An evening as the organizers plan it."""

    title: str
    starts_at: datetime
    ends_at: datetime
    timezone: str = "Asia/Tokyo"
    summary: str = ""
    description: str = ""
    languages: tuple[str, ...] = ()
    openness: Openness = Openness.PUBLIC
    place_name: str = ""
    address: str = ""
    access: str = ""
    online_url: str = ""
    slots: tuple[SlotPlan, ...] = (SlotPlan(capacity=20),)
    speakers: tuple[str, ...] = ()
    stance: Stance | None = None
    requires_event_id: int | None = None
    elsewhere_url: str = ""
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    track: str = ""


@dataclass(frozen=True)
class Usual:
    """What evenings of a kind are usually like, to begin a form with."""

    starts: time
    length: timedelta
    seats: int
    door_fee: int
    days_ahead: int


USUAL = {
    "study_group": Usual(time(19), timedelta(hours=2), 30, 0, 21),
    "cross_industry": Usual(time(19), timedelta(hours=2), 24, 1000, 28),
}


def instant(local: datetime, zone: str) -> datetime:
    """The instant of a local time; the first one where clocks are turned back.

    Raises NoSuchTime for an hour that is skipped.
    """
    aware = local.replace(tzinfo=ZoneInfo(zone))
    there = aware.astimezone(UTC)
    if there.astimezone(aware.tzinfo).replace(tzinfo=None) != local:
        raise NoSuchTime(local)
    return there


def comes_twice(local: datetime, zone: str) -> bool:
    """Whether clocks show that local time twice, because they are turned back."""
    first, second = (local.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1))
    return first.utcoffset() != second.utcoffset() and _exists(first)


def how_far(before: Plan, after: Plan) -> Move:
    """Whether whoever said yes to `before` hears of `after`, and is asked again.

    Another day, another place, or a start three hours away is another evening.
    """
    if _day(before) != _day(after) or _is_elsewhere(before, after):
        return Move.MOVES
    if abs(after.starts_at - before.starts_at) >= MOVES_THE_EVENING:
        return Move.MOVES
    return Move.SHIFTS if _where_and_when(before) != _where_and_when(after) else Move.STAYS


def usual_times(usual: Usual, today: date) -> tuple[datetime, datetime]:
    """A first suggestion for start and end, in local time: on a Friday, some weeks ahead."""
    day = today + timedelta(days=usual.days_ahead)
    friday = day + timedelta(days=(4 - day.weekday()) % 7)
    starts = datetime.combine(friday, usual.starts)
    return starts, starts + usual.length


def _exists(local: datetime) -> bool:
    return local.astimezone(UTC).astimezone(local.tzinfo).replace(fold=0) == local.replace(fold=0)


def _day(plan: Plan) -> date:
    return plan.starts_at.astimezone(ZoneInfo(plan.timezone)).date()


def _where_and_when(plan: Plan) -> tuple[object, ...]:
    where = (plan.place_name, plan.address, plan.online_url)
    return (plan.starts_at, plan.ends_at, plan.timezone, *where)


def _is_elsewhere(before: Plan, after: Plan) -> bool:
    if _folded(before.place_name) != _folded(after.place_name):
        return True
    was, now = _folded(before.address), _folded(after.address)
    if not was or not now:
        return False
    return SequenceMatcher(None, was, now, autojunk=False).ratio() < SAME_ADDRESS


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
