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
from app.matching.reading import TAGGED, Codebook
from app.matching.rules.listing import Came
from app.matching.topics import concepts_named
from app.profiles.models import Profile, ProfileTag, Tag
from app.profiles.rules import tag_key
from app.profiles.visibility import DEFAULTS, Visibility

# So many are looked for besides those who come into question anyway, and so many may join a list.
LOOKED_FOR, JOIN = 12, 2
# Whoever asks for a trade or a craft gets the best of so many.
ASKED_FOR = 60
# What says what somebody is or can do; what they need says nothing of that.
_SAYS = (Facet.OFFERS, Facet.INTERESTS, Facet.HOBBIES)
_HIDDEN = (Visibility.PRIVATE, Visibility.MATCHING)


@dataclass(frozen=True)
class Aims:
    """The kinds of people somebody looks for: trades, tags, and words for what people do.

    Any of these will do, unless all are needed.
    """

    industries: frozenset[str] = frozenset()
    tags: frozenset[int] = frozenset()
    words: frozenset[str] = frozenset()
    needs_all: bool = False

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
        fits = trade in self.industries, any(word in tag_key(work) for word in self.words)
        if self.needs_all:
            return fits[0] >= bool(self.industries) and fits[1] >= bool(self.words)
        return any(fits)


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


def aims_for(industry: str, work: str) -> Aims:
    """What somebody asks for at one evening: a trade, and a word for what people do."""
    key = tag_key(work)
    return Aims(frozenset({industry} - {""}), words=frozenset({key} - {""}), needs_all=True)


def of_that_kind(aims: Aims, pool: "sa.Select[int]", most: int = LOOKED_FOR) -> set[int]:
    """A few of many who may be of the kind that is looked for."""
    if not aims:
        return set()
    tagged = sa.select(ProfileTag.member_id).where(ProfileTag.tag_id.in_(aims.tags))
    trade = Profile.industry.in_(aims.industries) & _is_told(Facet.INDUSTRY)
    fits = [
        trade,
        *(
            Profile.member_id.in_(tagged.where(ProfileTag.facet == TAGGED[it])) & _is_told(it)
            for it in _SAYS
        ),
    ]
    if aims.needs_all:
        fits = [
            trade if aims.industries else (Profile.occupation != "") & _is_told(Facet.OCCUPATION)
        ]
    query = sa.select(Profile.member_id).where(sa.or_(*fits))
    query = query.where(Profile.member_id.in_(pool))
    return set(db.session.scalars(query.order_by(Profile.member_id).limit(most)))


def _is_told(field: Facet) -> sa.ColumnElement[bool]:
    """Whether a field may be named to anybody: whoever hides it takes nobody else's place here."""
    chosen = Profile.visibility.op("->>", return_type=sa.Text())(field.value)
    return sa.func.coalesce(chosen, DEFAULTS[field]).not_in(_HIDDEN)


def only_of(viewer: User, circle: Circle, aims: Aims, seed: int, limit: int) -> list[Pick]:
    """Those of a circle who are of that kind, the best first; nobody by lot."""
    wanted = _of_kind(viewer, circle, aims, seed)
    return [Pick(it.id, Came.BEST) for it in wanted[:limit]]


def bent(picks: list[Pick], viewer: User, circle: Circle, aims: Aims, seed: int) -> list[Pick]:
    """The same list, those first who are looked for; one or two of them may join it.

    Nobody falls off it, and whoever came by lot stays as far down as they were.
    """
    if not aims or viewer.id not in circle.pool.place:
        return picks
    wanted = _of_kind(viewer, circle, aims, seed)
    there = {it.person_id for it in picks}
    new = [it.id for it in wanted if it.id not in there][:JOIN]
    first = [it.id for it in wanted if it.id in there or it.id in new]
    others = [it for it in picks if it.person_id not in first]
    sought = [Pick(id_, Came.BEST, is_sought=True) for id_ in first]
    return in_places([*sought, *(it for it in others if it.came == Came.BEST)], picks, others)


def _of_kind(viewer: User, circle: Circle, aims: Aims, seed: int) -> list[Person]:
    """Those of that kind who may be suggested to the viewer, the best first."""
    pool = circle.pool
    at = pool.place[viewer.id]
    keys, allowed = keys_of(pool, seed)[at], pool.suggestable[at]
    free = (it for it in pool.people if allowed[pool.place[it.id]])
    wanted = [it for it in free if aims.are_met_by(it, circle.codes)]
    return sorted(wanted, key=lambda it: -keys[pool.place[it.id]])
