"""From rows to the engine's plain values: who is concerned, and what of them may count.

A private field is never handed to the engine, so that it cannot influence anything.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.connections.models import Connection
from app.connections.rules import State as Tie
from app.events.models import Event
from app.groups.rules import Kind as GroupKind
from app.kit.db import db
from app.matching.engine.people import Context, Facet, Kind, Person
from app.matching.engine.pool import Pool
from app.matching.engine.score import World
from app.matching.engine.weights import take_snapshot
from app.matching.models import Dismissal
from app.moderation.queries import blocks_among
from app.profiles.models import Profile, Tag
from app.profiles.queries import profiles_of
from app.profiles.rules import tag_key
from app.profiles.traits import Facet as TagFacet
from app.profiles.traits import Stance
from app.profiles.visibility import Closeness, Visibility, is_open, level

TAGGED = {
    Facet.INTERESTS: TagFacet.INTEREST,
    Facet.HOBBIES: TagFacet.HOBBY,
    Facet.OFFERS: TagFacet.OFFER,
    Facet.NEEDS: TagFacet.NEED,
}
WRITTEN = (Facet.SCHOOL, Facet.HOMETOWN, Facet.OCCUPATION, Facet.INDUSTRY)
# Under this many people an event says little about what is rare.
FEW = 20
COMMUNITY = 2_000
KINDS = {
    GroupKind.CROSS_INDUSTRY: Kind.CROSS_INDUSTRY,
    GroupKind.STUDY_GROUP: Kind.STUDY_GROUP,
}


@dataclass
class Codebook:
    """Numbers for words, as the engine wants them, and the words for its numbers."""

    tags: dict[int, Tag] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, word: str) -> int:
        """The same number for every spelling of a word."""
        key = tag_key(word)
        if key not in self.numbers:
            self.numbers[key] = len(self.words)
            self.words.append(word)
        return self.numbers[key]


@dataclass(frozen=True)
class Gathering:
    """A pool, with the people and the words its numbers stand for."""

    pool: Pool
    people: dict[int, User]
    codes: Codebook
    headlines: dict[int, str]


def gather(event: Event, member_ids: Collection[int], *, keep: bool = False) -> Gathering:
    """The people of one occasion, as the engine sees them.

    `keep` seats those too who do not wish to be suggested: at a table nobody is left out.
    """
    ids = sorted(member_ids)
    codes = Codebook()
    profiles = profiles_of(ids)
    people = tuple(
        _person(profiles[id_], codes, keep=keep) if id_ in profiles else _unknown(id_, keep=keep)
        for id_ in ids
    )
    context = Context(KINDS[event.group.kind], no_sales=event.group.stance == Stance.NONE)
    pool = Pool(
        people,
        World(context, take_snapshot(_crowd(people, codes))),
        apart=frozenset(blocks_among(ids)),
        met=frozenset(_connected_among(ids)),
        dismissed=frozenset(_dismissed_among(ids)),
    )
    users = db.session.scalars(sa.select(User).where(User.id.in_(ids)))
    headlines = {
        id_: profile.headline
        for id_, profile in profiles.items()
        if profile.shows("headline", Closeness.MATCH)
    }
    return Gathering(pool, {user.id: user for user in users}, codes, headlines)


def _crowd(people: tuple[Person, ...], codes: Codebook) -> tuple[Person, ...]:
    """Whose tags tell what is rare: those who come, or the community where they are few."""
    if len(people) >= FEW:
        return people
    known = sa.select(Profile.member_id).order_by(Profile.member_id).limit(COMMUNITY)
    others = profiles_of(list(db.session.scalars(known)))
    return tuple(_person(profile, codes, keep=True) for profile in others.values())


def _person(profile: Profile, codes: Codebook, *, keep: bool) -> Person:
    counted = {facet for facet in Facet if _counts(profile, facet)}
    shown = {f for f in counted if is_open(profile.visibility, f.value, Closeness.MATCH)}
    tags: dict[str, Any] = {
        facet.value: _tags(profile, facet, codes) for facet in TAGGED if facet in counted
    }
    words: dict[str, Any] = {
        facet.value: codes.number(word)
        for facet in WRITTEN
        if facet in counted and (word := getattr(profile, facet.value))
    }
    return Person(
        id=profile.member_id,
        languages=_numbers(profile.languages, codes) if Facet.LANGUAGES in counted else frozenset(),
        purposes=frozenset(profile.purposes) if Facet.PURPOSES in counted else frozenset(),
        # At a table nobody is left out for what they sell: the evening's rules bind their words.
        seller=profile.stance == Stance.SELLING and not keep,
        accepts_sales=profile.stance != Stance.NONE,
        opted_out=not (profile.is_matched or keep),
        shown=frozenset(shown),
        **tags,
        **words,
    )


def _unknown(member_id: int, *, keep: bool) -> Person:
    """Somebody who has said nothing of themselves yet: seated, but suggested to nobody."""
    return Person(id=member_id, opted_out=not keep)


def _counts(profile: Profile, facet: Facet) -> bool:
    return level(profile.visibility, facet.value) != Visibility.PRIVATE


def _tags(profile: Profile, facet: Facet, codes: Codebook) -> frozenset[int]:
    tags = profile.tagged(TAGGED[facet])
    codes.tags.update({tag.id: tag for tag in tags})
    return frozenset(tag.id for tag in tags)


def _numbers(words: Iterable[str], codes: Codebook) -> frozenset[int]:
    return frozenset(codes.number(word) for word in words)


def _connected_among(ids: list[int]) -> set[tuple[int, int]]:
    query = sa.select(Connection.low_id, Connection.high_id).where(
        Connection.low_id.in_(ids), Connection.high_id.in_(ids), Connection.state == Tie.ACTIVE
    )
    return {(low, high) for low, high in db.session.execute(query)}


def _dismissed_among(ids: list[int]) -> set[tuple[int, int]]:
    query = sa.select(Dismissal.member_id, Dismissal.dismissed_id).where(
        Dismissal.member_id.in_(ids), Dismissal.dismissed_id.in_(ids)
    )
    return {(member, other) for member, other in db.session.execute(query)}
