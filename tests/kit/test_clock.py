from datetime import UTC, datetime, timedelta

from app.kit import clock


def test_the_clock_knows_its_zone():
    assert clock.now().tzinfo is UTC


def test_the_clock_can_be_moved_for_rehearsals(later):
    later(days=3)
    assert abs(clock.now() - datetime.now(UTC) - timedelta(days=3)) < timedelta(seconds=5)
    later(hours=-2)
    assert clock.now() < datetime.now(UTC)
