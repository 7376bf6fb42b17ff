"""Whom one might meet, and why."""

from collections.abc import Sequence

from app.api.shapes.base import Page, Shape
from app.api.shapes.people import Person, person_shape
from app.events.models import Event
from app.matching.queries import Match


class Reason(Shape):
    """A tie between two people in words: what each brings, or what both share."""

    text: str
    mine: str
    theirs: str


class Suggestion(Shape):
    """Somebody worth meeting, and why."""

    person: Person
    headline: str
    reasons: list[Reason]
    rank: int
    event: str


class Suggestions(Page[Suggestion]):
    """Whom to meet, the best first. `note` says why the list is empty or thin."""

    note: str | None


def suggestion_shapes(matches: Sequence[Match], event: Event) -> list[Suggestion]:
    return [
        Suggestion(
            person=person_shape(match.person),
            headline=match.headline,
            reasons=[
                Reason(
                    text=line.get("both", ""),
                    mine=line.get("mine", ""),
                    theirs=line.get("theirs", ""),
                )
                for line in match.lines
            ],
            rank=rank,
            event=event.public_id,
        )
        for rank, match in enumerate(matches, start=1)
    ]
