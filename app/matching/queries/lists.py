"""Whom to meet, and why."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.attendance.queries import came_ids, present_ids
from app.connections.people import SHOWN_TO_PARTICIPANTS
from app.events.models import Event
from app.kit.db import db
from app.matching.engine.score import Why
from app.matching.engine.suggest import Note, Suggestion, suggest
from app.matching.gatherings import Gathering, gather
from app.matching.openings import opening_for
from app.matching.queries.rounds import table_mates
from app.matching.wording import Line, line_for
from app.registrations.models import Registration
from app.registrations.states import State

REASONS = 3
# What people can talk about at once comes before where they work and why they came.
CONCRETE = (Why.THEY_OFFER, Why.YOU_OFFER, Why.SHARED_INTEREST, Why.SHARED_TRAIT)
PER_LIST = 4


@dataclass(frozen=True)
class Match:
    """Somebody worth meeting, with the reasons this viewer may read.

    `is_grounded`: there is more between the two than a language both speak. `opening`: what one
    could say first.
    """

    person: User
    headline: str
    lines: list[Line]
    is_by_chance: bool
    has_more: bool
    is_grounded: bool
    opening: str = ""


@dataclass(frozen=True)
class MatchList:
    """One person's list. `note` says why it is empty or thin; `is_arrived_only` who is in it."""

    matches: list[Match]
    note: Note | None
    is_arrived_only: bool = False


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
    event: Event, viewer: User, *, at: datetime, limit: int = PER_LIST
) -> MatchList | None:
    """Whom `viewer` should meet at `event`; None for somebody who is not on show there.

    While the doors are open and the viewer is in, only people who have arrived are named.
    """
    shown = who_shows_themselves(event)
    if viewer.id not in shown:
        return None
    here = present_ids(event) if event.is_live(at) else set()
    is_arrived_only = viewer.id in here
    gathering = gather(event, shown & here if is_arrived_only else shown)
    return _listed(event, viewer, gathering, limit, is_arrived_only=is_arrived_only)


def missed(event: Event, member: User, *, limit: int = PER_LIST) -> list[Match]:
    """People who came, whom `member` did not sit with or connect with, and should have met."""
    pool = who_shows_themselves(event) & came_ids(event)
    if member.id not in pool:
        return []
    sat_with = {person.id for person in table_mates(event, member)}
    gathering = gather(event, pool - sat_with)
    listed = _listed(event, member, gathering, limit)
    return [match for match in listed.matches if match.lines and match.is_grounded]


def _listed(
    event: Event,
    viewer: User,
    gathering: Gathering,
    limit: int,
    *,
    is_arrived_only: bool = False,
) -> MatchList:
    lists = suggest(gathering.pool, k=limit, seed=event.id)
    matches = [_match(one, gathering) for one in lists.of(viewer.id)]
    return MatchList(matches, lists.note(viewer.id), is_arrived_only)


def _match(suggestion: Suggestion, gathering: Gathering) -> Match:
    # That both speak a language goes without saying where anything else can be said.
    known = suggestion.strongest(2 * REASONS)
    telling = [reason for reason in known if reason.kind != Why.LANGUAGE] or [*known]
    telling.sort(key=lambda reason: reason.kind not in CONCRETE)
    lines = (line_for(reason, gathering.codes) for reason in telling[:REASONS])
    return Match(
        person=gathering.people[suggestion.person],
        headline=gathering.headlines.get(suggestion.person, ""),
        lines=[line for line in lines if line is not None],
        is_by_chance=suggestion.by_chance,
        has_more=suggestion.has_more,
        is_grounded=any(reason.kind != Why.LANGUAGE for reason in telling),
        opening=opening_for(telling, gathering.codes),
    )
