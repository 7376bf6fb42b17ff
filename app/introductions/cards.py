"""What a request shows of the people in it: the fields its asker ticked, and nothing beyond."""

from dataclasses import replace
from typing import TypeVar

from app.accounts.models import User
from app.connections.people import Card, card_for
from app.introductions.models import Introduction
from app.introductions.rules import Party, State
from app.profiles.models import Profile
from app.profiles.queries import profile_of
from app.profiles.shown import FACETS, LISTS, TOLD, WORDS
from app.profiles.visibility import Closeness

Value = TypeVar("Value")

FIELDS = (*WORDS, "statement", *LISTS, *FACETS, "evidence")
"""What an asker may choose to show with a request: never a way to be reached."""
USUALLY_SHOWN = (
    *("headline", "occupation", "company", "industry"),
    *("offers", "evidence", "interests"),
)


def card_of(introduction: Introduction, reader: User) -> Card | None:
    """Whom a request is about, as one of its parties may see them.

    Before the yes of all: the asker by the fields they ticked. Where a connector brings two
    together, or once they are introduced, as the reader may see them anyway.
    """
    if reader.id == introduction.asker_id and not introduction.is_proposed:
        other = introduction.target if introduction.state == State.INTRODUCED else None
    elif reader.id == introduction.asker_id:
        other = introduction.target
    else:
        other = introduction.asker
    if other is None:
        return None
    card = card_for(reader, other)
    if introduction.is_proposed or introduction.state == State.INTRODUCED:
        return card
    return _ticked(card, introduction)


def filled_in(profile: Profile) -> list[str]:
    """The fields of a profile that say something."""
    words = {name: getattr(profile, name) for name in (*WORDS, "statement", *LISTS)}
    tags = {name: profile.tagged(facet) for name, facet in FACETS.items()}
    told = words | tags | {"evidence": profile.backing(Closeness.SELF)}
    return [name for name in FIELDS if told[name]]


def _ticked(card: Card, introduction: Introduction) -> Card:
    profile, ticked = profile_of(card.person), set(introduction.shows)

    def chosen(values: dict[str, Value]) -> dict[str, Value]:
        return {name: value for name, value in values.items() if value and name in ticked}

    return replace(
        card,
        words=chosen({name: getattr(profile, name) for name in (*WORDS, "statement")}),
        lists=chosen({name: getattr(profile, name) for name in LISTS}),
        tags=chosen({name: profile.tagged(facet) for name, facet in FACETS.items()}),
        told=chosen({name: profile.told(facet) for name, facet in TOLD.items()}),
        evidence=profile.backing(Closeness.SELF) if "evidence" in ticked else [],
        contacts={},
        closeness=Closeness.MEMBER,
    )


def party_of(introduction: Introduction, member: User) -> Party:
    """From where `member` looks at it: where a connector began it, both others are asked."""
    if introduction.connector_id == member.id:
        return Party.CONNECTOR
    if introduction.asker_id == member.id and not introduction.is_proposed:
        return Party.ASKER
    return Party.TARGET
