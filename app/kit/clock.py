"""The one clock. Operations are told the time; only the edges ask for it."""

from datetime import UTC, datetime, timedelta

_offset = timedelta()


def move(seconds: float) -> None:
    """Run the whole product `seconds` ahead of the world (behind, when negative)."""
    global _offset  # noqa: PLW0603 -- the clock is the one thing all threads share
    _offset = timedelta(seconds=seconds)


def now() -> datetime:
    """The current instant, in UTC and aware of it."""
    return datetime.now(UTC) + _offset
