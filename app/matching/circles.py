"""Those who may be suggested to each other on one occasion, as the engine wants them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from app.accounts.models import User
from app.connections.queries import muted_by
from app.events.models import Event
from app.groups.models import Membership
from app.groups.rules import Kind as GroupKind
from app.kit.db import db
from app.matching.acquaintance import colleagues_among, contacts_over, known_among, met_by
from app.matching.engine.balance import Balance
from app.matching.engine.people import Context, Kind, Person
from app.matching.engine.pool import Pair, Pool
from app.matching.engine.score import World, values
from app.matching.engine.weights import Snapshot, take_snapshot
from app.matching.models.dismissals import Dismissal
from app.matching.models.lessons import Lesson
from app.matching.models.lists import Listing, Showing
from app.matching.pairings import pairs_ruled
from app.matching.rarity import names_of
from app.matching.reading import Codebook, among, people_of
from app.matching.rules.listing import COMMUNITY, occasion_of
from app.matching.rules.seating import PairRule
from app.matching.rules.themes import Sort
from app.matching.themes import sort_of, theme_of, topics_of
from app.moderation.models import Block
from app.profiles.models import Profile
from app.profiles.traits import Stance
from app.profiles.visibility import Closeness
from app.registrations.models import Registration
from app.registrations.states import State

KINDS = {
    GroupKind.CROSS_INDUSTRY: Kind.CROSS_INDUSTRY,
    GroupKind.STUDY_GROUP: Kind.STUDY_GROUP,
}
# Under this many people an evening says little about what is rare.
FEW = 20
# So many members tell how rare something is while nobody has counted yet.
SAMPLE = 1_000
# People who work together are as little news to each other as if shown so often in vain.
COLLEAGUES = 2


@dataclass(frozen=True)
class Circle:
    """A pool, with the words its numbers stand for; `is_whole` where nobody is missing."""

    pool: Pool
    codes: Codebook
    is_whole: bool = False


def circle(
    event: Event | None,
    member_ids: Collection[int],
    *,
    at: datetime,
    viewer: User | None = None,
    is_whole: bool = False,
    spared: Collection[int] = (),
) -> Circle:
    """The people of an evening, or of the whole community where there is no event.

    For one `viewer` only what concerns their own list is looked up, unless the circle is whole
    here. `spared` are people whom the viewer has met or dismissed just now: they count as if
    that had not happened.
    """
    one = None if is_whole else viewer
    ids, codes = sorted(member_ids), Codebook()
    closeness = Closeness.MATCH if event is not None else Closeness.MEMBER
    purposes = _purposes_at(event, ids) if event is not None else {}
    people = people_of(ids, codes, closeness=closeness, purposes=purposes)
    mine = {(viewer.id, it) for it in spared} if viewer is not None else set()
    muted = db.session.scalars(muted_by(viewer)) if viewer is not None else ()
    away = {(viewer.id, it) for it in muted} if viewer is not None else set()
    known = known_among(ids, at, viewer=one) | (met_by(viewer, at) if viewer is not None else set())
    pool = Pool(
        people,
        World(
            context_of(event, codes),
            _snapshot(event, people, codes),
            contacts_over(ids),
            learned_for(event),
        ),
        apart=frozenset(_kept_apart(event, ids)),
        met=frozenset(known - mine - {(b, a) for a, b in mine}),
        dismissed=frozenset(_dismissed_among(ids) - mine | away),
        seen=_less(one, ids),
    )
    return Circle(pool, codes, is_whole)


def context_of(event: Event | None, codes: Codebook | None = None) -> Context:
    """The kind of occasion, what it is about, and whether selling is out of place there.

    Without `codes` no language is required: at a table nobody is left out who came.
    """
    if event is None:
        return Context()
    theme = theme_of(event)
    stance = event.stance or event.group.stance
    language = theme.language if theme is not None else ""
    return Context(
        Kind(sort_of(event, theme)),
        topics=frozenset(tag.id for tag in topics_of(event, theme)),
        no_sales=stance == Stance.NONE,
        language=codes.number(language) if codes is not None and language else None,
    )


def learned_for(event: Event | None) -> Balance | None:
    """What the group has learned about who suits whom there; None while the table holds.

    An evening of another sort than the group's has taught nothing, and learns nothing.
    """
    lesson = db.session.get(Lesson, event.group_id) if event is not None else None
    if event is None or lesson is None or not lesson.counts:
        return None
    is_usual = sort_of(event, theme_of(event)) == Sort(event.group.kind)
    return Balance(**lesson.shares) if is_usual else None


def terms_between(one: User, other: User, event: Event | None, *, at: datetime) -> list[float]:
    """The seven terms of the score of two people, 0 to 1 each: what their answers teach about."""
    found = circle(event, {one.id, other.id}, at=at, viewer=one).pool
    me, them = (found.people[found.place[person.id]] for person in (one, other))
    return list(values(me, them, found.world))


def community_ids() -> "sa.Select[int]":
    """Ids of every member who lets themselves be suggested to others."""
    return (
        sa.select(User.id)
        .join(Profile, Profile.member_id == User.id)
        .where(Profile.is_matched, User.email_verified_at.is_not(None), User.disabled_at.is_(None))
    )


def fellows_of(viewer: User) -> "sa.Select[int]":
    """Ids of those `viewer` may be told of in the community: who belong to a group of theirs.

    Somebody who has joined nothing yet is shown to nobody.
    """
    mine = sa.select(Membership.group_id).where(Membership.member_id == viewer.id)
    theirs = sa.select(Membership.member_id).where(Membership.group_id.in_(mine))
    return community_ids().where(User.id.in_(theirs))


def _purposes_at(event: Event, ids: list[int]) -> dict[int, str]:
    """What people said they come for this time."""
    query = sa.select(Registration.attendee_id, Registration.purpose).where(
        Registration.event_id == event.id,
        Registration.state == State.CONFIRMED,
        Registration.purpose != "",
        among(Registration.attendee_id, ids),
    )
    return {row.attendee_id: row.purpose for row in db.session.execute(query)}


def _snapshot(event: Event | None, people: tuple[Person, ...], codes: Codebook) -> Snapshot:
    """How rare tags are: at the evening, else in the community; counted now where nobody has."""
    names = names_of(people, codes)
    kept = _weights_kept(event, names.values())
    if kept is not None:
        # What nobody had then is as rare as can be.
        return Snapshot({key: kept[name] for key, name in names.items() if name in kept})
    if len(people) >= FEW:
        return take_snapshot(people)
    some = db.session.scalars(community_ids().order_by(User.id).limit(SAMPLE))
    return take_snapshot(people_of({*some, *(it.id for it in people)}, codes, keep=True))


def _weights_kept(event: Event | None, names: Iterable[str]) -> dict[str, float] | None:
    """The weights kept for the evening, else for the community; None where there are none."""
    occasions = [COMMUNITY] if event is None else [occasion_of(event.id, is_here=False), COMMUNITY]
    listing = (
        sa.select(Listing.weights)
        .where(Listing.occasion.in_(occasions), Listing.weights.is_not(None))
        .order_by(Listing.event_id.nulls_last())
        .limit(1)
        .subquery()
    )
    word = sa.func.jsonb_each_text(listing.c.weights).table_valued("key", "value").lateral()
    query = sa.select(word.c.key, word.c.value).select_from(listing)
    query = query.outerjoin(word, word.c.key == sa.any_(sa.literal([*names], ARRAY(sa.Text))))
    rows = db.session.execute(query).all()
    return {key: float(value) for key, value in rows if key is not None} if rows else None


def _kept_apart(event: Event | None, ids: list[int]) -> set[Pair]:
    query = sa.select(Block.blocker_id, Block.blocked_id).where(
        among(Block.blocker_id, ids), among(Block.blocked_id, ids)
    )
    blocks = {(blocker, blocked) for blocker, blocked in db.session.execute(query)}
    return blocks if event is None else blocks | pairs_ruled(event, ids, PairRule.APART)


def _dismissed_among(ids: list[int]) -> set[Pair]:
    query = sa.select(Dismissal.member_id, Dismissal.dismissed_id).where(
        among(Dismissal.member_id, ids), among(Dismissal.dismissed_id, ids)
    )
    return {(member, other) for member, other in db.session.execute(query)}


def _less(viewer: User | None, ids: list[int]) -> dict[Pair, int]:
    """What counts less: whoever was shown before, and colleagues as if they had been, too."""
    times = _seen_by(viewer, ids)
    for pair in colleagues_among(ids, viewer):
        times[pair] = times.get(pair, 0) + COLLEAGUES
    return times


def _seen_by(viewer: User | None, ids: list[int]) -> dict[Pair, int]:
    query = sa.select(Showing.viewer_id, Showing.person_id, Showing.times).where(
        among(Showing.person_id, ids)
    )
    if viewer is not None:
        query = query.where(Showing.viewer_id == viewer.id)
    return {(mine, theirs): times for mine, theirs, times in db.session.execute(query)}
