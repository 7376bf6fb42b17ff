"""What is to be done for an event, worked out from what is counted."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

DUE_WITHIN = timedelta(hours=48)
# Until then somebody may still say that they did come.
OPEN_FOR = timedelta(days=7)


class Task(StrEnum):
    """One thing that waits for an organizer, the most pressing first."""

    FREE_WHILE_WAITING = "free_while_waiting"
    DISCLOSURE_MISSING = "disclosure_missing"
    NOT_PUBLISHED = "not_published"
    APPROVALS = "approvals"
    CLAIMS = "claims"
    LOTTERY_LATE = "lottery_late"
    LOTTERY_DUE = "lottery_due"
    NOMINEES_OPEN = "nominees_open"
    DOOR_OPEN = "door_open"
    NOBODY_CHECKED_IN = "nobody_checked_in"
    OPEN_AGAIN = "open_again"
    OFFERS_RUNNING = "offers_running"
    STILL_COMING = "still_coming"
    UNANSWERED = "unanswered"
    PASSED_OVER = "passed_over"
    OVERFULL = "overfull"
    LIST_UNFINISHED = "list_unfinished"
    LIST_TO_REFRESH = "list_to_refresh"
    FEES_AT_DOOR = "fees_at_door"
    ANNOUNCEMENT_DUE = "announcement_due"

    @property
    def is_pressing(self) -> bool:
        """Whether somebody waits for it, rather than it being good to know."""
        return self not in GOOD_TO_KNOW


GOOD_TO_KNOW = (
    Task.OPEN_AGAIN,
    Task.OFFERS_RUNNING,
    Task.PASSED_OVER,
    Task.OVERFULL,
    Task.FEES_AT_DOOR,
    Task.ANNOUNCEMENT_DUE,
)


@dataclass(frozen=True)
class Todo:
    """A task with how many people, seats or yen it is about, and until when."""

    task: Task
    number: int = 0
    until: datetime | None = None


@dataclass(frozen=True)
class Evening:
    """As much of an event as the list of things to do depends on."""

    starts_at: datetime
    ends_at: datetime
    is_draft: bool = False
    is_on: bool = True
    is_elsewhere: bool = False
    has_disclosed: bool = True
    doors_open: timedelta = timedelta(hours=2)
    # The record of who came has been opened again until then.
    open_until: datetime | None = None


@dataclass(frozen=True)
class Lots:
    """One lottery that has not been drawn: when, and how many people may still be named."""

    at: datetime
    nominees_left: int = 0


@dataclass
class Tally:
    """Everything that is counted for one event."""

    pending: int = 0
    applied: int = 0
    waiting: int = 0
    offered: int = 0
    confirmed: int = 0
    came: int = 0
    claims: int = 0
    first_offer_ends: datetime | None = None
    free_while_waiting: int = 0
    silent: int = 0
    unanswered: int = 0
    passed_over: int = 0
    overfull: int = 0
    fees: int = 0
    lots: list[Lots] = field(default_factory=list)
    lists_unfinished: int = 0
    list_applied_at: datetime | None = None
    announcements: int = 0
    next_announcement: datetime | None = None


def todos(evening: Evening, tally: Tally, at: datetime) -> list[Todo]:
    """What waits for the organizers of an evening, the most pressing first."""
    if evening.is_draft:
        found = _before_publishing(evening)
    elif not evening.is_on:
        found = iter(())
    elif at >= evening.ends_at:
        found = _afterwards(evening, tally, at)
    else:
        found = _beforehand(evening, tally, at)
    order = list(Task)
    return sorted(found, key=lambda todo: (not todo.task.is_pressing, order.index(todo.task)))


def _before_publishing(evening: Evening) -> Iterator[Todo]:
    if not evening.has_disclosed:
        yield Todo(Task.DISCLOSURE_MISSING)
    yield Todo(Task.NOT_PUBLISHED, until=evening.starts_at)


def _beforehand(evening: Evening, tally: Tally, at: datetime) -> Iterator[Todo]:
    numbers = {
        Task.FREE_WHILE_WAITING: tally.free_while_waiting,
        Task.APPROVALS: tally.pending,
        Task.STILL_COMING: tally.silent,
        Task.UNANSWERED: tally.unanswered,
        Task.PASSED_OVER: tally.passed_over,
        Task.OVERFULL: tally.overfull,
        Task.LIST_UNFINISHED: tally.lists_unfinished,
        Task.FEES_AT_DOOR: tally.fees,
    }
    yield from (Todo(task, number) for task, number in numbers.items() if number)
    if tally.offered:
        yield Todo(Task.OFFERS_RUNNING, tally.offered, tally.first_offer_ends)
    if tally.announcements:
        yield Todo(Task.ANNOUNCEMENT_DUE, tally.announcements, tally.next_announcement)
    yield from _lotteries(tally, at)
    if at >= evening.starts_at - evening.doors_open:
        yield Todo(Task.DOOR_OPEN, tally.confirmed - tally.came)
    elif evening.is_elsewhere and at >= evening.starts_at - DUE_WITHIN:
        is_fresh = tally.list_applied_at and tally.list_applied_at > at - timedelta(days=1)
        if not is_fresh:
            yield Todo(Task.LIST_TO_REFRESH, until=evening.starts_at)


def _lotteries(tally: Tally, at: datetime) -> Iterator[Todo]:
    late = [lots for lots in tally.lots if lots.at <= at]
    due = [lots for lots in tally.lots if at < lots.at <= at + DUE_WITHIN]
    open_ = [lots for lots in tally.lots if lots.at > at and lots.nominees_left]
    if late:
        yield Todo(Task.LOTTERY_LATE, len(late), min(lots.at for lots in late))
    if due:
        yield Todo(Task.LOTTERY_DUE, tally.applied, min(lots.at for lots in due))
    if open_:
        left = sum(lots.nominees_left for lots in open_)
        yield Todo(Task.NOMINEES_OPEN, left, min(lots.at for lots in open_))


def _afterwards(evening: Evening, tally: Tally, at: datetime) -> Iterator[Todo]:
    if tally.claims:
        yield Todo(Task.CLAIMS, tally.claims)
    if evening.open_until is not None:
        yield Todo(Task.OPEN_AGAIN, until=evening.open_until)
    if tally.confirmed and not tally.came and at < evening.ends_at + OPEN_FOR:
        yield Todo(Task.NOBODY_CHECKED_IN, tally.confirmed, evening.ends_at + OPEN_FOR)
    if tally.lists_unfinished:
        yield Todo(Task.LIST_UNFINISHED, tally.lists_unfinished)
