"""Introductions: who answers next, when a request ends, what each party may know."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Mode(StrEnum):
    """Three ways in which an introduction begins."""

    NEED = "need"
    PERSON = "person"
    CONNECTOR = "connector"


class State(StrEnum):
    """What is true inside. Each party sees less: `seen_by_asker`, `seen_by_connector`."""

    PARKED = "parked"
    WITH_CONNECTOR = "with_connector"
    WITH_TARGET = "with_target"
    INTRODUCED = "introduced"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Scope(StrEnum):
    """How far the connector can speak for the asker."""

    MET_ONCE = "met_once"
    WORKED_TOGETHER = "worked_together"
    CLOSE = "close"


class EndReason(StrEnum):
    """Why a request came to nothing. Never shown to the asker."""

    DECLINED_BY_CONNECTOR = "declined_by_connector"
    DECLINED_BY_TARGET = "declined_by_target"
    EXPIRED_CONNECTOR = "expired_connector"
    EXPIRED_TARGET = "expired_target"
    NO_PATH = "no_path"
    CAPPED = "capped"
    BLOCKED = "blocked"
    PARTY_LEFT = "party_left"


class Party(StrEnum):
    """Whose consent a row records."""

    ASKER = "asker"
    CONNECTOR = "connector"
    TARGET = "target"


class Seen(StrEnum):
    """What a party is shown of a request."""

    CHECKING = "checking"
    YOUR_TURN = "your_turn"
    INTRODUCED = "introduced"
    NOT_THIS_TIME = "not_this_time"
    WITHDRAWN = "withdrawn"


OPEN = (State.PARKED, State.WITH_CONNECTOR, State.WITH_TARGET)

OPEN_FOR = timedelta(days=14)
STEP = timedelta(days=7)
MARGIN = timedelta(hours=12)
REMINDER = timedelta(days=3)
MONTH = timedelta(days=30)
REST_BETWEEN_ASKS = timedelta(days=180)

OPEN_ASKS = 2
ASKS_PER_MONTH = 4
CONNECTOR_CAP = 3
CONNECTOR_PENDING = 2
TARGET_CAP = 2
TARGET_PENDING = 1
ACCOUNT_AGE = timedelta(days=7)

_LINK = re.compile(
    r"(https?://|www\.|[\w-]+\.(com|net|org|jp|io|co)\b|[\w.+-]+@[\w-]+\.\w)", re.IGNORECASE
)


@dataclass(frozen=True)
class Route:
    """One person who knows both. `strength` orders equals: later meetings count as closer."""

    connector_id: int
    asked_this_month: int
    pending: int
    strength: float

    @property
    def load(self) -> float:
        """The share of the monthly cap that is used up."""
        return self.asked_this_month / CONNECTOR_CAP


def best_route(routes: list[Route]) -> Route | None:
    """Who should be asked: the least burdened first, then the closest. None when all are full."""
    free = [r for r in routes if r.load < 1 and r.pending < CONNECTOR_PENDING]
    return min(free, key=lambda r: (r.load, -r.strength, r.connector_id), default=None)


def closes_at(asked_at: datetime, jitter: float) -> datetime:
    """The neutral hour, fixed when somebody asks; `jitter` from 0 to 1 spreads it over a day.

    Every ending but success and withdrawal is told then, so that its hour says nothing.
    """
    return asked_at + OPEN_FOR + timedelta(hours=24 * jitter)


def step_due_at(begun_at: datetime, closes: datetime) -> datetime:
    """Until when the one whose turn it is may answer; always before the neutral hour."""
    return min(begun_at + STEP, closes - MARGIN)


def seen_by_asker(state: State, closes: datetime, at: datetime) -> Seen:
    """Decline, silence, a full inbox, a block and "nobody knows both" all look the same."""
    if state == State.INTRODUCED:
        return Seen.INTRODUCED
    if state == State.WITHDRAWN:
        return Seen.WITHDRAWN
    return Seen.CHECKING if at < closes else Seen.NOT_THIS_TIME


def seen_by_connector(
    state: State, *, has_forwarded: bool, closes: datetime, at: datetime
) -> Seen | None:
    """None when there is nothing to see: declined, withdrawn, or never theirs to answer."""
    if state == State.WITH_CONNECTOR:
        return Seen.YOUR_TURN
    if state == State.WITHDRAWN or not has_forwarded:
        return None
    return seen_by_asker(state, closes, at)


def seen_by_target(state: State) -> Seen | None:
    """The one asked sees a request while it is theirs to answer, and afterwards only success."""
    if state == State.WITH_TARGET:
        return Seen.YOUR_TURN
    return Seen.INTRODUCED if state == State.INTRODUCED else None


def words_hash(purpose: str, offer: str, note: str, people: tuple[int, int, int]) -> str:
    """What a consent is bound to: the exact words and the three people, as SHA-256."""
    text = "\x1f".join((purpose, offer, note, *(str(person) for person in people)))
    return hashlib.sha256(text.encode()).hexdigest()


def holds_link(text: str) -> bool:
    """Whether the words carry an address: first words between strangers must not."""
    return _LINK.search(text) is not None
