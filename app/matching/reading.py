"""From profiles to the engine's plain values: what of somebody may count, and be named.

A private field is never handed to the engine, so that it cannot influence anything.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from app.kit.db import db
from app.matching.engine.people import NO_TAGS, Facet, Person
from app.profiles.models import Profile, ProfileTag, Tag
from app.profiles.rules import tag_key
from app.profiles.traits import Facet as TagFacet
from app.profiles.traits import Purpose, Stance
from app.profiles.visibility import Closeness, Visibility, is_open, level

TAGGED = {
    Facet.INTERESTS: TagFacet.INTEREST,
    Facet.HOBBIES: TagFacet.HOBBY,
    Facet.LEARNING: TagFacet.LEARNING,
    Facet.OFFERS: TagFacet.OFFER,
    Facet.NEEDS: TagFacet.NEED,
}
# Whoever comes for nothing in particular is not there to trade, only for what they have in common.
_NO_PURPOSE = frozenset((Purpose.SERENDIPITY.value,))
_BUSINESS = {Facet.OFFERS, Facet.NEEDS}
WRITTEN = (
    *(Facet.SCHOOL, Facet.HOMETOWN, Facet.AGE_GROUP),
    *(Facet.OCCUPATION, Facet.INDUSTRY),
)
_COLUMNS = (
    *(Profile.member_id, Profile.visibility, Profile.is_matched, Profile.stance),
    *(Profile.languages, Profile.purposes, Profile.hometown, Profile.school),
    *(Profile.occupation, Profile.industry, Profile.age_group),
)
Tagged = Mapping[TagFacet, frozenset[int]]


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

    def look_up(self, tag_ids: Collection[int]) -> None:
        """Learn the words for these tags."""
        missing = set(tag_ids) - self.tags.keys()
        if missing:
            found = db.session.scalars(sa.select(Tag).where(Tag.id.in_(missing)))
            self.tags.update({tag.id: tag for tag in found})


def people_of(
    member_ids: Collection[int],
    codes: Codebook,
    *,
    keep: bool = False,
    sells: bool = True,
    closeness: Closeness = Closeness.MATCH,
    purposes: Mapping[int, str] | None = None,
) -> tuple[Person, ...]:
    """The members as the engine sees them, in the order of their ids.

    `keep` takes those too who do not wish to be suggested; without `sells` nobody counts as
    selling. What is shown to somebody that close may be named. `purposes` says what members come
    for this time. Whoever has said nothing of themselves is seated, but suggested to nobody.
    """
    reader = _Reader(codes, keep, sells, closeness, purposes or {})
    ids = sorted(member_ids)
    rows = db.session.execute(sa.select(*_COLUMNS).where(among(Profile.member_id, ids))).all()
    tags = _tags_of(ids)
    found = {row.member_id: reader.person(row, tags.get(row.member_id, {})) for row in rows}
    return tuple(found.get(id_) or Person(id=id_, opted_out=not keep) for id_ in ids)


def among(column: Any, ids: Collection[int]) -> sa.ColumnElement[bool]:
    """Whether `column` is one of `ids`, however many they are."""
    return sa.ColumnElement.__eq__(column, sa.any_(sa.literal(list(ids), ARRAY(sa.Integer))))


def _tags_of(ids: list[int]) -> dict[int, dict[TagFacet, frozenset[int]]]:
    query = sa.select(ProfileTag.member_id, ProfileTag.facet, ProfileTag.tag_id)
    found: defaultdict[int, defaultdict[TagFacet, set[int]]] = defaultdict(lambda: defaultdict(set))
    for member_id, facet, tag_id in db.session.execute(
        query.where(among(ProfileTag.member_id, ids))
    ):
        found[member_id][facet].add(tag_id)
    return {
        member_id: {facet: frozenset(tags) for facet, tags in facets.items()}
        for member_id, facets in found.items()
    }


@dataclass(frozen=True)
class _Reader:
    """How profiles are read this time."""

    codes: Codebook
    keep: bool
    sells: bool
    closeness: Closeness
    purposes: Mapping[int, str]

    def person(self, row: Any, tagged: Tagged) -> Person:
        counted = {it for it in Facet if level(row.visibility, it.value) != Visibility.PRIVATE}
        comes_for = frozenset(self._purposes(row) if Facet.PURPOSES in counted else ())
        is_at_ease = comes_for == _NO_PURPOSE
        counted -= _BUSINESS if is_at_ease else set()
        shown = {it for it in counted if is_open(row.visibility, it.value, self.closeness)}
        tags: dict[str, Any] = {
            facet.value: tagged.get(TAGGED[facet], NO_TAGS) for facet in TAGGED if facet in counted
        }
        words: dict[str, Any] = {
            facet.value: self.codes.number(word)
            for facet in WRITTEN
            if facet in counted and (word := getattr(row, facet.value))
        }
        languages = row.languages if Facet.LANGUAGES in counted else ()
        stance = self._stance(row)
        return Person(
            id=row.member_id,
            languages=frozenset(self.codes.number(word) for word in languages),
            purposes=comes_for,
            seller=stance == Stance.SELLING and self.sells,
            accepts_sales=stance != Stance.NONE and not is_at_ease,
            opted_out=not (row.is_matched or self.keep),
            shown=frozenset(shown),
            **tags,
            **words,
        )

    def _purposes(self, row: Any) -> Collection[str]:
        now = self.purposes.get(row.member_id)
        return (now,) if now else row.purposes

    def _stance(self, row: Any) -> Stance:
        """What nobody is told counts for nobody, as if nothing had been said."""
        is_told = level(row.visibility, "stance") != Visibility.PRIVATE
        return Stance(row.stance) if is_told else Stance.NONE
