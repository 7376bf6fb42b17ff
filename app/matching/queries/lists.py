"""Whom to meet at an evening, and why."""

from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.attendance.queries import came_ids, present_ids
from app.connections.people import SHOWN_TO_PARTICIPANTS
from app.events.models import Event
from app.kit.db import db
from app.matching.circles import Circle, circle
from app.matching.marks import mark_of_presence
from app.matching.queries.listed import (
    AT_ONCE,
    kept_for,
    likeliest,
    listing_called,
    one_of,
    picked_now,
    still_allowed,
)
from app.matching.queries.matches import Match, MatchList, Pick, matches_for
from app.matching.queries.rounds import table_mates
from app.matching.rules.listing import SHORT, occasion_of
from app.moderation.queries import kept_apart
from app.registrations.models import Registration
from app.registrations.states import State


def who_shows_themselves(event: Event) -> set[int]:
    """Ids of the confirmed who let fellow participants see them, and so may be suggested."""
    query = (
        sa.select(Registration.attendee_id)
        .join(User, User.id == Registration.attendee_id)
        .where(Registration.event_id == event.id, Registration.state == State.CONFIRMED)
        .where(Registration.list_visibility.in_(SHOWN_TO_PARTICIPANTS))
        .where(User.email_verified_at.is_not(None), User.disabled_at.is_(None))
    )
    return set(db.session.scalars(query))


def suggestions(
    event: Event, viewer: User, *, at: datetime, limit: int = SHORT
) -> MatchList | None:
    """Whom `viewer` should meet at `event`; None for somebody who is not on show there.

    While the doors are open and the viewer is in, only people who have arrived are named.
    """
    shown = who_shows_themselves(event)
    if viewer.id not in shown:
        return None
    here = present_ids(event) if event.is_live(at) else set()
    is_here = viewer.id in here
    ids = shown & here if is_here else shown
    picks = _kept(event, viewer, ids, is_here=is_here) if len(ids) > AT_ONCE else None
    if picks is not None:
        among = circle(event, {viewer.id, *(one.person_id for one in picks)}, at=at, viewer=viewer)
        left = still_allowed(picks, viewer, among)
        if len(left) >= limit:
            return MatchList(matches_for(viewer, left[:limit], among), None, is_here)
    return _now(event, viewer, ids, at=at, limit=limit, is_here=is_here)


def missed(event: Event, member: User, *, at: datetime, limit: int = SHORT) -> list[Match]:
    """People who came, whom `member` did not sit with or connect with, and should have met."""
    pool = who_shows_themselves(event) & came_ids(event)
    if member.id not in pool:
        return []
    sat_with = {person.id for person in table_mates(event, member)}
    apart = set(db.session.scalars(kept_apart(member)))
    among = _narrowed(event, member, pool - sat_with - apart, at)
    # Some of the best have nothing that may be named: look a little further than asked.
    picks, _ = picked_now(member, among, event.id, 3 * limit)
    found = matches_for(member, picks, among)
    return [match for match in found if match.lines and match.is_grounded][:limit]


def _kept(event: Event, viewer: User, ids: set[int], *, is_here: bool) -> list[Pick] | None:
    """The list worked out ahead, as far as it still holds; None where it has to be done anew."""
    occasion = occasion_of(event.id, is_here=is_here)
    if is_here:
        listing = listing_called(occasion)
        if listing is None or listing.mark != mark_of_presence(ids):
            return None
    picks = kept_for(viewer, occasion)
    return [pick for pick in picks if pick.person_id in ids] if picks is not None else None


def _now(
    event: Event, viewer: User, ids: set[int], *, at: datetime, limit: int, is_here: bool
) -> MatchList:
    among = _narrowed(event, viewer, ids, at)
    picks, note = picked_now(viewer, among, event.id, limit)
    return MatchList(matches_for(viewer, picks, among), note, is_here)


def _narrowed(event: Event, viewer: User, ids: set[int], at: datetime) -> Circle:
    """Everybody where they are few; of many those who come into question for one viewer."""
    few = ids if len(ids) <= AT_ONCE else likeliest(viewer, one_of(ids), event.id) & ids
    return circle(event, few | {viewer.id}, at=at, viewer=viewer, is_whole=few == ids)
