"""The demonstration's calendar, and choices that fall the same way every time."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")
ROUNDED_TO = timedelta(minutes=5)
APART = timedelta(minutes=2)


@dataclass(frozen=True)
class Calendar:
    """The days of the story, counted from the one on which the demonstration begins."""

    at: datetime

    @property
    def today(self) -> date:
        return self.at.astimezone(TOKYO).date()

    def on(self, day: int, clock: str) -> datetime:
        """The instant at which a clock in Tokyo shows `clock` ("19:00") on that day."""
        local = datetime.combine(self.today + timedelta(days=day), time.fromisoformat(clock), TOKYO)
        return local.astimezone(UTC)

    def soon(self, minutes: int) -> datetime:
        """The next five minutes on the clock, once `minutes` have passed."""
        wanted = self.at.astimezone(UTC) + timedelta(minutes=minutes)
        past = (wanted - datetime.min.replace(tzinfo=UTC)) % ROUNDED_TO
        return wanted + (ROUNDED_TO - past) % ROUNDED_TO


def lot(*words: object, of: int) -> int:
    """A number below `of` that depends on `words` alone."""
    text = "\x1f".join(map(str, words))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6]) % of


def before(instants: Sequence[datetime], end: datetime) -> list[datetime]:
    """The instants in their order, pushed back far enough to lie apart and before `end`."""
    latest, moved = end, []
    for instant in reversed(instants):
        latest = min(instant, latest - APART)
        moved.append(latest)
    return moved[::-1]
