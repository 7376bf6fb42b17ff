"""Whom to meet at an evening, and why."""

from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.attendance.queries import present_ids
from app.connections.people import SHOWN_TO_PARTICIPANTS
from app.events.models import Event
from app.kit.db import db, ids_of
from app.matching.circles import Circle, circle
from app.matching.engine.suggest import Note
from app.matching.marks import mark_of_presence
from app.matching.queries.again import evenings_shared
from app.matching.queries.aims import ASKED_FOR, Aims, aims_of, bent, of_that_kind, only_of
from app.matching.queries.listed import (
    AT_ONCE,
    changed_since,
    kept_for,
    likeliest,
    listing_called,
    one_of,
    picked_now,
)
from app.matching.queries.matches import Match, MatchList, Pick, matches_for
from app.matching.queries.picking import mended
from app.matching.rules.listing import SHORT, Hint, occasion_of
from app.matching.themes import theme_of
from app.profiles.models import Profile
from app.registrations.models import Registration
from app.registrations.queries import lines_at
from app.registrations.states import State


def who_shows_themselves(event: Event) -> set[int]:
    """Ids of the confirmed who let fellow participants see them, and so may be suggested."""
    return ids_of(on_show(event))


def on_show(event: Event) -> "sa.Select[int]":
    """The same as a query."""
    return (
        sa.select(Registration.attendee_id)
        .join(User, User.id == Registration.attendee_id)
        .where(Registration.event_id == event.id, Registration.state == State.CONFIRMED)
        .where(Registration.list_visibility.in_(SHOWN_TO_PARTICIPANTS))
        .where(User.email_verified_at.is_not(None), User.disabled_at.is_(None))
    )


@dataclass(frozen=True)
class _Room:
    """Who may be named to one viewer at an evening, at this moment."""

    event: Event
    viewer: User
    ids: set[int]
    is_here: bool
    at: datetime

    @property
    def is_small(self) -> bool:
        return len(self.ids) <= AT_ONCE


def suggestions(
    event: Event, viewer: User, *, at: datetime, limit: int = SHORT, only: Aims | None = None
) -> MatchList | None:
    """Whom `viewer` should meet at `event`; None for somebody who is not on show there.

    While the doors are open and the viewer is in, only people who have arrived are named. `only`
    asks for people of one kind, by what they show.
    """
    shown = who_shows_themselves(event)
    if viewer.id not in shown:
        return None
    here = present_ids(event) if event.is_live(at) else set()
    is_here = viewer.id in here
    room = _Room(event, viewer, shown & here if is_here else shown, is_here, at)
    picks, among = _bent(room, limit) if not only else _asked_for(room, limit, only)
    matches = with_evenings(matches_for(viewer, picks, among), viewer, event)
    matches = _with_lines(matches, viewer, event)
    found = MatchList(matches, _note(viewer, among, picks) or by_chance(matches), is_here)
    theme = theme_of(event) if found.note == Hint.LANGUAGE else None
    return found if theme is None else replace(found, language=theme.language)


def with_evenings(matches: list[Match], viewer: User, event: Event | None) -> list[Match]:
    """The matches, each with how often the two have been at one evening before."""
    times = evenings_shared(viewer, [match.person.id for match in matches], event)
    return [replace(match, evenings=times.get(match.person.id, 0)) for match in matches]


def _with_lines(matches: list[Match], viewer: User, event: Event) -> list[Match]:
    """The matches, each with what they say they come for."""
    said = lines_at(event, viewer, [match.person.id for match in matches])
    return [replace(match, comes_for=said.get(match.person.id, "")) for match in matches]


def _bent(room: _Room, limit: int) -> tuple[list[Pick], Circle]:
    aims = aims_of(room.viewer)
    picks, among = _picked(room, limit, aims)
    return bent(picks, room.viewer, among, aims, room.event.id), among


def _asked_for(room: _Room, limit: int, only: Aims) -> tuple[list[Pick], Circle]:
    """Those of one kind; of many those are looked at who may be of it."""
    many = of_that_kind(only, one_of(room.ids), ASKED_FOR) if not room.is_small else room.ids
    among = circle(room.event, many | {room.viewer.id}, at=room.at, viewer=room.viewer)
    return only_of(room.viewer, among, only, room.event.id, limit), among


def _picked(room: _Room, limit: int, aims: Aims) -> tuple[list[Pick], Circle]:
    """Who stands on the list: as worked out ahead and mended, else worked out now."""
    if room.is_small:
        among = circle(room.event, room.ids, at=room.at, viewer=room.viewer, is_whole=True)
        return picked_now(room.viewer, among, room.event.id, limit)[0], among
    event, viewer, pool = room.event, room.viewer, one_of(room.ids)
    meant = of_that_kind(aims, pool)
    kept = _kept(room)
    if kept is not None:
        picks, made_at = kept
        changed = changed_since(viewer, pool, made_at)
        some = {viewer.id, *(one.person_id for one in picks), *changed, *meant}
        among = circle(event, some, at=room.at, viewer=viewer)
        left = mended(picks, changed, viewer, among.pool, event.id)
        if len(left) >= limit:
            return left[:limit], among
    some = {viewer.id, *meant, *likeliest(viewer, pool, event.id)}
    among = circle(event, some, at=room.at, viewer=viewer)
    return picked_now(viewer, among, event.id, limit)[0], among


def _kept(room: _Room) -> tuple[list[Pick], datetime] | None:
    """The list worked out ahead, as far as it still holds, and when it was made.

    None where it has to be done anew.
    """
    occasion = occasion_of(room.event.id, is_here=room.is_here)
    listing = listing_called(occasion)
    if listing is None or listing.made_at is None:
        return None
    if room.is_here and listing.mark != mark_of_presence(room.ids):
        return None
    picks = kept_for(room.viewer, occasion)
    if picks is None:
        return None
    return [pick for pick in picks if pick.person_id in room.ids], listing.made_at


def by_chance(matches: list[Match]) -> Hint | None:
    """What there is to say where nothing speaks for anybody on a list."""
    ties = (match.is_grounded or match.has_more for match in matches)
    return Hint.CHANCE if matches and not any(ties) else None


def _note(viewer: User, among: Circle, picks: list[Pick]) -> Note | Hint | None:
    """What there is to say about a list: why it is empty, or why it could be richer."""
    pool = among.pool
    me, language = pool.people[pool.place[viewer.id]], pool.world.context.language
    if language is not None and language not in me.languages:
        return Hint.LANGUAGE
    if len(pool.people) == 1:
        return Note.ALONE
    if me.opted_out and db.session.get(Profile, viewer.id) is not None:
        return Hint.UNWILLING
    if not (picks or me.is_thin):
        return Note.NOBODY_ALLOWED
    return Note.THIN_PROFILE if me.is_thin else None
