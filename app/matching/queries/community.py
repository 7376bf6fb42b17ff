"""Whom to meet beyond one evening: a few new people a week, and no more."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.connections.models import Connection
from app.connections.people import visible_people
from app.connections.rules import Origin, State
from app.kit.db import db
from app.kit.progress import told
from app.matching.circles import Circle, circle, fellows_of
from app.matching.engine.suggest import Note
from app.matching.models.dismissals import Dismissal
from app.matching.models.lists import Listing, Pace
from app.matching.queries.aims import aims_of, bent, of_that_kind
from app.matching.queries.listed import (
    AT_ONCE,
    kept_for,
    likeliest,
    listing_called,
    picked_now,
    still_allowed,
)
from app.matching.queries.lists import by_chance, with_evenings
from app.matching.queries.matches import MatchList, Pick, matches_for
from app.matching.queries.picking import scattered
from app.matching.rules.listing import COMMUNITY, WEEKLY, next_week, seed_of, week_of
from app.profiles.models import Profile
from app.profiles.visibility import Closeness


@dataclass(frozen=True)
class Week:
    """A member's week: how many new people they asked for, whether that is enough for now.

    `found` is None while they rest, or do not wish to be suggested themselves.
    """

    weekly: int
    rests: bool
    renews_at: datetime
    is_matched: bool
    found: MatchList | None
    is_used_up: bool = False


def pace_of(member: User) -> Pace:
    """How many new people a week; the usual where nothing has been said."""
    return db.session.get(Pace, member.id) or Pace(member_id=member.id, weekly=WEEKLY)


def week_for(viewer: User, *, at: datetime) -> Week:
    """Whom `viewer` might meet in the community this week."""
    pace = pace_of(viewer)
    renews = next_week(at, viewer.timezone)
    is_matched = db.session.scalar(
        sa.select(Profile.is_matched).where(Profile.member_id == viewer.id)
    )
    is_willing = is_matched is not False and viewer.is_verified
    if pace.rests(at) or not is_willing:
        return Week(pace.weekly, pace.rests(at), renews, is_willing, None)
    kept, done = kept_for(viewer, COMMUNITY), _done_with(viewer, at)
    picks, among, note = _picked(viewer, pace.weekly, kept, done, at)
    left = [pick for pick in picks if pick.person_id not in done]
    matches = matches_for(viewer, left, among, Closeness.MEMBER)
    few = note or by_chance(matches)
    found = MatchList(with_evenings(matches, viewer, None), few, percent=_under_way(kept))
    return Week(pace.weekly, False, renews, True, found, is_used_up=bool(picks) and not left)


def people_to_meet(viewer: User, *, at: datetime) -> "sa.Select[User]":
    """Everyone `viewer` may look at, and those suggested to them in the community this week."""
    week = week_for(viewer, at=at)
    named = [match.person.id for match in week.found.matches] if week.found else []
    meant = sa.or_(
        User.id.in_(visible_people(viewer).with_only_columns(User.id)), User.id.in_(named)
    )
    return sa.select(User).where(meant)


def _picked(
    viewer: User, weekly: int, kept: list[Pick] | None, done: set[int], at: datetime
) -> tuple[list[Pick], Circle, Note | None]:
    """The week's people, those the viewer is `done` with among them: nobody comes in their place.

    From the list `kept` for them where there is one.
    """
    seed, aims = seed_of(week_of(at, viewer.timezone)), aims_of(viewer)
    meant = of_that_kind(aims, fellows_of(viewer))
    if kept is not None:
        ids = {viewer.id, *(pick.person_id for pick in kept)} & _still_in(viewer, kept)
        among = circle(None, {*ids, *meant, viewer.id}, at=at, viewer=viewer, spared=done)
        left = still_allowed(scattered(kept, viewer.id, seed), viewer, among)
        if len(left) >= weekly:
            return bent(left, viewer, among, aims, seed)[:weekly], among, _thin(viewer, among)
    ids = likeliest(viewer, fellows_of(viewer), seed) | meant | {viewer.id}
    among = circle(None, ids, at=at, viewer=viewer, spared=done)
    picks, note = picked_now(viewer, among, seed)
    placed = bent(scattered(picks, viewer.id, seed), viewer, among, aims, seed)
    return placed[:weekly], among, note


def _still_in(viewer: User, picks: list[Pick]) -> set[int]:
    ids = [viewer.id, *(pick.person_id for pick in picks)]
    return set(db.session.scalars(fellows_of(viewer).where(User.id.in_(ids)))) | {viewer.id}


def _thin(viewer: User, among: Circle) -> Note | None:
    me = among.pool.people[among.pool.place[viewer.id]]
    return Note.THIN_PROFILE if me.is_thin else None


def _done_with(viewer: User, at: datetime) -> set[int]:
    """Whom the viewer has dismissed, or found by mutual interest, since the week began."""
    since = week_of(at, viewer.timezone)
    dismissed = sa.select(Dismissal.dismissed_id).where(
        Dismissal.member_id == viewer.id, Dismissal.at >= since
    )
    found = (Connection.state == State.ACTIVE) & (Connection.origin == Origin.MUTUAL)
    new = found & (Connection.connected_at >= since)
    low, high = Connection.low_id, Connection.high_id
    met = (
        sa.select(high).where(low == viewer.id, new),
        sa.select(low).where(high == viewer.id, new),
    )
    return set(db.session.scalars(sa.union_all(dismissed, *met)))


def _under_way(kept: list[Pick] | None) -> int | None:
    """How far the lists of the whole community have come, while this one waits for its own."""
    if kept is not None:
        return None
    listing: Listing | None = listing_called(COMMUNITY)
    if listing is None or listing.wanted_at is None or listing.people <= AT_ONCE:
        return None
    progress = told(COMMUNITY)
    return progress.percent if progress else 0
