from datetime import UTC, datetime, timedelta

from app.kit import clock


def test_the_clock_knows_its_zone():
    assert clock.now().tzinfo is UTC


def test_the_clock_can_be_moved_for_rehearsals(later):
    later(days=3)
    before, moved, after = datetime.now(UTC), clock.now(), datetime.now(UTC)
    assert before <= moved - timedelta(days=3) <= after
    later(hours=-2)
    assert clock.now() < datetime.now(UTC)
