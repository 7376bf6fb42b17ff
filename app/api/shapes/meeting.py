"""Whom one might meet, and why."""

from collections.abc import Sequence

from app.api.shapes.base import Page, Shape
from app.api.shapes.people import Person, person_shape
from app.events.models import Event
from app.matching.queries import Match


class Reason(Shape):
    """A tie between two people: a sentence, and what each brings to it (or what both share)."""

    kind: str
    text: str
    mine: str
    theirs: str


class Suggestion(Shape):
    """Somebody worth meeting, and why."""

    person: Person
    headline: str
    reasons: list[Reason]
    rank: int
    by_chance: bool
    more: bool
    liked: bool
    event: str | None


class Suggestions(Page[Suggestion]):
    """Whom to meet, the best first. `note` says why the list is empty or thin."""

    note: str | None


class Interest(Shape):
    """What came of marking somebody: nobody else knows it while it is `open`."""

    state: str


def suggestion_shapes(matches: Sequence[Match], event: Event | None) -> list[Suggestion]:
    return [
        Suggestion(
            person=person_shape(match.person),
            headline=match.headline,
            reasons=[
                Reason(
                    kind=line.kind,
                    text=line.text,
                    mine=line.mine or line.both,
                    theirs=line.theirs or line.both,
                )
                for line in match.lines
            ],
            rank=rank,
            by_chance=match.is_by_chance,
            more=match.has_more,
            liked=match.is_liked,
            event=event.public_id if event is not None else None,
        )
        for rank, match in enumerate(matches, start=1)
    ]
