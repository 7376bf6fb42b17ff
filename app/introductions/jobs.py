"""Bringing requests further when nobody waits for them: at once after asking, and again later."""

from datetime import datetime

from app.introductions import operations
from app.kit.clock import now
from app.kit.queue import job


def advance(at: datetime) -> int:
    """Screen, route, let rest and end what is due by `at`; returns how many requests moved."""
    return operations.advance(at)


def advise(at: datetime) -> int:
    """Bring questions for advice to those who have room for them this month."""
    return operations.pass_on(at)


def prompt(at: datetime) -> int:
    """Find two people for every connector who has had no such thought for a week."""
    return operations.make_prompts(at)


def weigh(at: datetime) -> int:
    """Bring the strength of ties in step with the evenings both have been to."""
    return operations.weigh_contacts(at)


def remind(at: datetime) -> int:
    """Promise the letters of the day to those who do something together."""
    return operations.remind(at)


@job
def go_on() -> None:
    """The same, as soon as somebody has asked or answered."""
    operations.advance(now())
