"""People, as far as the reader may know them."""

from typing import Any, Protocol

from flask_babel import get_locale

from app.accounts.models import User
from app.api.shapes.base import Shape
from app.connections.people import Card, card_for
from app.profiles.advising import topics_for
from app.profiles.models import AdviceTopic, Evidence, ProfileTag, Tag
from app.profiles.queries import profile_of
from app.profiles.traits import Backing, Way


class Person(Shape):
    """Somebody, by a name that stays and the name they go by."""

    id: str
    name: str


class ToldTag(Shape):
    """What somebody says of a tag: what they can do; or what for, and by which standard."""

    tag: str
    words: str
    standard: str


class Ground(Shape):
    """Something somebody has done or learned; `offer` is what rests on it, empty for all offers."""

    kind: Backing
    what: str
    place: str
    from_year: int | None
    to_year: int | None
    offer: str


class Advice(Shape):
    """Something somebody is glad to be asked about: in which ways, for how many minutes."""

    topic: str
    ways: list[Way]
    minutes: int


class PersonCard(Person):
    """Everything the reader may know of somebody. What is not theirs to know is empty."""

    reading: str
    headline: str
    company: str
    industry: str
    occupation: str
    hometown: str
    school: str
    age_group: str
    languages: list[str]
    purposes: list[str]
    interests: list[str]
    offers: list[str]
    needs: list[str]
    hobbies: list[str]
    learning: list[str]
    offers_told: list[ToldTag]
    needs_told: list[ToldTag]
    evidence: list[Ground]
    statement: str
    # Whom they would rather not hear from: “please do not contact me if …”.
    not_for: str
    advice: list[Advice]
    # Ways to be reached that this person has granted to the reader by name.
    contacts: dict[str, str]


WORDS = ("headline", "company", "industry", "occupation", "hometown", "school", "age_group")
LISTS = ("languages", "purposes")
FACETS = ("interests", "offers", "needs", "hobbies", "learning")


class Named(Protocol):
    """Anybody with a name and a name that stays."""

    @property
    def public_id(self) -> str: ...

    @property
    def full_name(self) -> str: ...


def person_shape(person: User | Named) -> Person:
    return Person(id=person.public_id, name=person.full_name)


def card_shape(viewer: User, owner: User) -> PersonCard:
    """`owner` as `viewer` may read them now."""
    card: Card = card_for(viewer, owner)
    told: dict[str, Any] = {name: card.words.get(name, "") for name in WORDS}
    told |= {name: list(card.lists.get(name, ())) for name in LISTS}
    told |= {name: labels(card.tags.get(name, [])) for name in FACETS}
    return PersonCard(
        id=owner.public_id,
        name=owner.full_name,
        reading=owner.reading,
        contacts=card.contacts,
        statement=card.words.get("statement", ""),
        not_for=card.words.get("not_for", ""),
        advice=advice_shapes(topics_for(profile_of(owner), card.closeness)),
        offers_told=told_shapes(card.told.get("offers", [])),
        needs_told=told_shapes(card.told.get("needs", [])),
        evidence=[ground_shape(row) for row in card.evidence],
        **told,
    )


def told_shapes(marks: list[ProfileTag]) -> list[ToldTag]:
    """What is said of tags, in the caller's language as far as the tags go."""
    locale = str(get_locale())
    return [
        ToldTag(tag=mark.tag.label_in(locale), words=mark.words, standard=mark.standard)
        for mark in marks
    ]


def advice_shapes(topics: list[AdviceTopic]) -> list[Advice]:
    return [
        Advice(topic=each.words, ways=[Way(way) for way in each.ways], minutes=each.minutes)
        for each in topics
    ]


def ground_shape(row: Evidence) -> Ground:
    return Ground(
        kind=row.kind,
        what=row.what,
        place=row.place,
        from_year=row.from_year,
        to_year=row.to_year,
        offer=row.tag.label_in(str(get_locale())) if row.tag else "",
    )


def labels(tags: list[Tag]) -> list[str]:
    """Tags in the caller's language."""
    return [tag.label_in(str(get_locale())) for tag in tags]
