"""What an evening offers and looks for, and the sheet that its participants are handed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import sqlalchemy as sa

from app.accounts.models import User
from app.connections.people import fellow_participants
from app.connections.queries import contacts_of
from app.events.models import Event
from app.kit.db import db
from app.kit.paging import Page, slice_of
from app.matching.queries.lists import who_shows_themselves
from app.matching.reading import among
from app.matching.rules.market import Hard, Market, Row, Side, Voice, hard_to_match, market_of
from app.moderation.queries import blocks_among
from app.profiles.models import Profile, ProfileTag, Tag
from app.profiles.queries import profiles_of
from app.profiles.traits import Facet
from app.profiles.visibility import Closeness, Visibility, is_open, level
from app.registrations.models import Registration
from app.registrations.states import State

FACETS = {
    Facet.OFFER: Side.OFFERS,
    Facet.NEED: Side.NEEDS,
    Facet.INTEREST: Side.INTERESTS,
    Facet.HOBBY: Side.HOBBIES,
}
DRAWN, PER_PAGE, NAMED = 20, 50, 30
ON_PAPER = 600


@dataclass(frozen=True)
class Overview:
    """How well an evening fits together, for those who run it.

    `drawn` is the top of the list, for the picture. `silent` people take no part in suggestions.
    """

    market: Market
    drawn: Sequence[Row]
    page: Page[Row]
    hard: Sequence[Hard]
    hard_number: int
    silent: int
    people: Mapping[int, User]
    tags: Mapping[int, Tag]

    @property
    def gaps(self) -> int:
        return sum(row.is_gap for row in self.market.rows)


SHOWN_AS = {Facet.OFFER: "offers", Facet.NEED: "needs"}


@dataclass(frozen=True)
class Card:
    """One participant on the sheet: only what they show to whoever prints it."""

    person: User
    role: str
    offers: list[str]
    needs: list[str]


@dataclass(frozen=True)
class Handout:
    """The participants who wish to be on it. `unnamed` is how many do not, or cannot be."""

    cards: list[Card]
    unnamed: int


def overview_of(event: Event, viewer: User, number: int) -> Overview:
    """Offers against needs, as far as `viewer` may read them, and who finds little here."""
    voices, silent = _voices(event, viewer)
    market, hard = market_of(voices), hard_to_match(voices)
    page = slice_of(market.rows, number, PER_PAGE)
    named = hard[:NAMED]
    drawn = market.rows[:DRAWN]
    shown = {row.tag for row in chain(page.items, drawn)}
    shown |= {tag for one in named for ground in one.grounds for tag in ground.tags}
    return Overview(
        market=market,
        drawn=drawn,
        page=page,
        hard=named,
        hard_number=len(hard),
        silent=silent,
        people=_users(one.member for one in named),
        tags={tag.id: tag for tag in db.session.scalars(sa.select(Tag).where(Tag.id.in_(shown)))},
    )


def handout_of(event: Event, viewer: User, locale: str) -> Handout:
    """Who comes, with role, offers and needs, for paper that everybody there may read.

    It holds what whoever prints it may read. Two of whom one has blocked the other cannot both
    be on one sheet: neither is.
    """
    confirmed = _confirmed(event)
    willing = who_shows_themselves(event)
    apart = set(chain.from_iterable(blocks_among(sorted(willing))))
    people = _users(willing - apart)
    profiles, near = profiles_of(list(people)), _near(viewer)
    cards = [
        _card(person, profiles.get(id_), locale, _closeness(id_ in near))
        for id_, person in people.items()
    ]
    cards.sort(key=lambda it: (it.person.reading or it.person.full_name, it.person.id))
    return Handout(cards[:ON_PAPER], len(confirmed) - min(len(cards), ON_PAPER))


def _near(viewer: User) -> set[int]:
    """Ids of the contacts and fellow participants of `viewer`."""
    near = sa.union_all(contacts_of(viewer), fellow_participants(viewer))
    return set(db.session.scalars(near))


def _closeness(is_near: bool) -> Closeness:
    return Closeness.MATCH if is_near else Closeness.MEMBER


def _voices(event: Event, viewer: User) -> tuple[list[Voice], int]:
    """What everybody says who takes part in suggestions, and how many do not."""
    confirmed = _confirmed(event)
    ids = sorted(who_shows_themselves(event))
    near = _near(viewer)
    said = _said(ids)
    rows = db.session.execute(
        sa.select(Profile.member_id, Profile.visibility, Profile.is_matched).where(
            among(Profile.member_id, ids)
        )
    )
    known = {id_: (chosen, is_matched) for id_, chosen, is_matched in rows}
    voices = [
        _voice(id_, known.get(id_, ({}, True))[0], said.get(id_, {}), is_near=id_ in near)
        for id_ in ids
        if known.get(id_, ({}, True))[1]
    ]
    return voices, len(confirmed) - len(voices)


def _voice(
    id_: int, chosen: dict[str, str], said: Mapping[Side, frozenset[int]], *, is_near: bool
) -> Voice:
    closeness = _closeness(is_near)
    heard = {it: tags for it, tags in said.items() if level(chosen, it) != Visibility.PRIVATE}
    return Voice(
        id_,
        heard,
        told=frozenset(it for it in heard if is_open(chosen, it, closeness)),
        counted=frozenset(it for it in heard if is_open(chosen, it, Closeness.MATCH)),
    )


def _said(ids: list[int]) -> dict[int, dict[Side, frozenset[int]]]:
    query = sa.select(ProfileTag.member_id, ProfileTag.facet, ProfileTag.tag_id)
    found: dict[int, dict[Side, set[int]]] = defaultdict(lambda: defaultdict(set))
    for member_id, facet, tag_id in db.session.execute(
        query.where(among(ProfileTag.member_id, ids), ProfileTag.facet.in_(list(FACETS)))
    ):
        found[member_id][FACETS[facet]].add(tag_id)
    return {
        member_id: {side: frozenset(tags) for side, tags in sides.items()}
        for member_id, sides in found.items()
    }


def _confirmed(event: Event) -> set[int]:
    query = sa.select(Registration.attendee_id).where(
        Registration.event_id == event.id, Registration.state == State.CONFIRMED
    )
    return set(db.session.scalars(query))


def _users(ids: Iterable[int]) -> dict[int, User]:
    query = sa.select(User).where(among(User.id, list(ids))).order_by(User.id)
    return {user.id: user for user in db.session.scalars(query)}


def _card(person: User, profile: Profile | None, locale: str, near: Closeness) -> Card:
    if profile is None:
        return Card(person, "", [], [])
    role = [
        getattr(profile, field)
        for field in ("occupation", "company")
        if getattr(profile, field) and profile.shows(field, near)
    ]
    headline = profile.headline if profile.shows("headline", near) else ""
    return Card(
        person,
        " · ".join(role) or headline,
        _labels(profile, Facet.OFFER, locale, near),
        _labels(profile, Facet.NEED, locale, near),
    )


def _labels(profile: Profile, facet: Facet, locale: str, near: Closeness) -> list[str]:
    if not profile.shows(SHOWN_AS[facet], near):
        return []
    return [tag.label_in(locale) for tag in profile.tagged(facet)]
