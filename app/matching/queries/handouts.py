"""The sheet that participants of an evening are handed: who comes, and what for."""

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.events.models import Event
from app.kit.db import db
from app.matching.queries.lists import on_show
from app.matching.queries.markets import number_confirmed
from app.matching.queries.reasons import near_ids
from app.matching.reading import among
from app.moderation.models import Block
from app.profiles.models import Profile, ProfileTag, Tag
from app.profiles.traits import Facet
from app.profiles.visibility import Closeness, is_open
from app.registrations.queries import lines_on_paper

ON_PAPER = 600
_COLUMNS = (
    *(Profile.member_id, Profile.visibility),
    *(Profile.occupation, Profile.company, Profile.headline),
)

Labels = dict[int, dict[Facet, list[str]]]


@dataclass(frozen=True)
class Card:
    """One participant on the sheet: only what they show to whoever prints it."""

    person: User
    role: str
    offers: list[str]
    needs: list[str]
    comes_for: str = ""


@dataclass(frozen=True)
class Handout:
    """The participants who wish to be on it. `unnamed` is how many do not, or cannot be."""

    cards: list[Card]
    unnamed: int


def handout_of(event: Event, viewer: User, locale: str) -> Handout:
    """Who comes, with role, offers and needs, for paper that everybody there may read.

    It holds what whoever prints it may read. Two of whom one has blocked the other cannot both
    be on one sheet: neither is.
    """
    people = _by_name(on_show(event))
    ids = [person.id for person in people]
    near, profiles, labels = near_ids(viewer, ids), _profiles(ids), _labels(ids, locale)
    said = lines_on_paper(event, ids)
    cards = [
        replace(
            _card(
                person,
                profiles.get(person.id),
                labels[person.id],
                Closeness.MATCH if person.id in near else Closeness.MEMBER,
            ),
            comes_for=said.get(person.id, ""),
        )
        for person in people
    ]
    return Handout(cards, number_confirmed(event) - len(cards))


def _by_name(willing: "sa.Select[int]") -> list[User]:
    """As many as fit on paper, in the order in which one looks for a name, without blocks."""
    both = Block.blocker_id.in_(willing), Block.blocked_id.in_(willing)
    apart = sa.union(*(sa.select(one).where(*both) for one in (Block.blocker_id, Block.blocked_id)))
    names = sa.func.coalesce(sa.func.nullif(User.reading, ""), User.family_name + User.given_name)
    query = sa.select(User).where(User.id.in_(willing), User.id.not_in(apart))
    return list(db.session.scalars(query.order_by(names.collate("C"), User.id).limit(ON_PAPER)))


def _profiles(ids: list[int]) -> dict[int, Any]:
    rows = db.session.execute(sa.select(*_COLUMNS).where(among(Profile.member_id, ids)))
    return {row.member_id: row for row in rows}


def _labels(ids: list[int], locale: str) -> Labels:
    """What they offer and need, in their own order, as a reader of `locale` calls it."""
    label = Tag.label_ja if locale == "ja" else Tag.label_en
    query = (
        sa.select(ProfileTag.member_id, ProfileTag.facet, label)
        .join(Tag, Tag.id == ProfileTag.tag_id)
        .where(among(ProfileTag.member_id, ids), ProfileTag.facet.in_([Facet.OFFER, Facet.NEED]))
        .order_by(ProfileTag.member_id, ProfileTag.position)
    )
    found: Labels = defaultdict(lambda: defaultdict(list))
    for member, facet, word in db.session.execute(query):
        found[member][facet].append(word)
    return found


def _card(person: User, profile: Any, said: dict[Facet, list[str]], closeness: Closeness) -> Card:
    if profile is None:
        return Card(person, "", [], [])

    def shown(field: str) -> bool:
        return is_open(profile.visibility, field, closeness)

    work = ("occupation", "company")
    role = [word for field in work if (word := getattr(profile, field)) and shown(field)]
    headline = profile.headline if shown("headline") else ""
    return Card(
        person,
        " · ".join(role) or headline,
        said[Facet.OFFER] if shown("offers") else [],
        said[Facet.NEED] if shown("needs") else [],
    )
