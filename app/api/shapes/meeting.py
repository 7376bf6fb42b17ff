"""Whom one might meet, and why."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from app.api.shapes.base import Line, Page, Query, Shape
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
    """Somebody worth meeting, and why.

    `sought`: of a kind the caller looks for; `evenings`: how many both have been to before;
    `comes_for`: what they say of this event in a line of their own.
    """

    person: Person
    headline: str
    reasons: list[Reason]
    rank: int
    by_chance: bool
    more: bool
    liked: bool
    sought: bool
    evenings: int
    comes_for: str
    event: str | None


class SuggestionQuery(Query):
    """Only people of one industry, or who do one thing, by what they show."""

    industry: Annotated[str, Field(max_length=40)] = ""
    work: Annotated[Line, Field(max_length=60)] = ""


class Suggestions(Page[Suggestion]):
    """Whom to meet, the best first. `note` is why the list is empty or thin, `message` says it."""

    note: str | None
    message: str = ""


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
            sought=match.is_sought,
            evenings=match.evenings,
            comes_for=match.comes_for,
            event=event.public_id if event is not None else None,
        )
        for rank, match in enumerate(matches, start=1)
    ]
