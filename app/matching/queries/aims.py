"""Whom somebody would like to meet, by their own goals: it bends their own list and no other."""

from dataclasses import dataclass

import sqlalchemy as sa

from app.accounts.models import User
from app.keeping.queries import goals_of, open_targets
from app.kit.db import db
from app.matching.circles import Circle
from app.matching.engine.people import Facet, Person
from app.matching.engine.suggest import keys_of
from app.matching.queries.matches import Pick
from app.matching.queries.picking import in_places
from app.matching.reading import Codebook
from app.matching.rules.listing import Came
from app.matching.topics import concepts_named
from app.profiles.models import Profile, ProfileTag, Tag
from app.profiles.rules import tag_key

# So many are looked for besides those who come into question anyway, and so many may join a list.
LOOKED_FOR, JOIN = 12, 2
# What says what somebody is or can do; what they need says nothing of that.
_SAYS = (Facet.OFFERS, Facet.INTERESTS, Facet.HOBBIES)


@dataclass(frozen=True)
class Aims:
    """The kinds of people somebody looks for: trades, tags, and words for what people do."""

    industries: frozenset[str] = frozenset()
    tags: frozenset[int] = frozenset()
    words: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.industries or self.tags or self.words)

    def are_met_by(self, person: Person, codes: Codebook) -> bool:
        """Whether the person is of that kind, by what they show to whoever asks, and that alone."""
        said = {it for facet in _SAYS if facet in person.shown for it in person.tags(facet)}
        if said & self.tags:
            return True
        trade, work = (
            codes.words[number] if number is not None and facet in person.shown else ""
            for facet, number in (
                (Facet.INDUSTRY, person.industry),
                (Facet.OCCUPATION, person.occupation),
            )
        )
        return trade in self.industries or any(word in tag_key(work) for word in self.words)


def aims_of(viewer: User) -> Aims:
    """What `viewer` has said to nobody but themselves: open targets, and what their goals name."""
    targets = open_targets(viewer)
    named = concepts_named(*goals_of(viewer).values())
    tags = {target.tag_id for target in targets if target.tag_id is not None}
    if named:
        slugs = [concept.slug for concept in named]
        tags |= set(db.session.scalars(sa.select(Tag.id).where(Tag.slug.in_(slugs))))
    return Aims(
        frozenset(target.industry for target in targets if target.industry),
        frozenset(tags),
        frozenset(key for target in targets if len(key := tag_key(target.words)) > 1),
    )


def of_that_kind(aims: Aims, pool: "sa.Select[int]") -> set[int]:
    """A few of many who may be of the kind that is looked for."""
    if not aims:
        return set()
    tagged = sa.select(ProfileTag.member_id).where(ProfileTag.tag_id.in_(aims.tags))
    fits = sa.or_(Profile.industry.in_(aims.industries), Profile.member_id.in_(tagged))
    query = sa.select(Profile.member_id).where(fits, Profile.member_id.in_(pool))
    return set(db.session.scalars(query.order_by(Profile.member_id).limit(LOOKED_FOR)))


def bent(picks: list[Pick], viewer: User, circle: Circle, aims: Aims, seed: int) -> list[Pick]:
    """The same list, those first who are looked for; one or two of them may join it.

    Nobody falls off it, and whoever came by lot stays as far down as they were.
    """
    pool = circle.pool
    at = pool.place.get(viewer.id)
    if not aims or at is None:
        return picks
    keys, allowed = keys_of(pool, seed)[at], pool.suggestable[at]
    free = (it for it in pool.people if allowed[pool.place[it.id]])
    wanted = [it for it in free if aims.are_met_by(it, circle.codes)]
    wanted.sort(key=lambda it: -keys[pool.place[it.id]])
    there = {it.person_id for it in picks}
    new = [it.id for it in wanted if it.id not in there][:JOIN]
    first = [it.id for it in wanted if it.id in there or it.id in new]
    others = [it for it in picks if it.person_id not in first]
    sought = [Pick(id_, Came.BEST, is_sought=True) for id_ in first]
    return in_places([*sought, *(it for it in others if it.came == Came.BEST)], picks, others)
