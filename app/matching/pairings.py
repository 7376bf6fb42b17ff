"""Whom organizers keep apart, whom they put together, and who may meet whom by their slots."""

from collections.abc import Collection
from itertools import combinations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.events.models import Event
from app.kit.db import db
from app.matching.models import Pairing
from app.matching.reading import among
from app.matching.rules.seating import Crossing, PairRule
from app.registrations.models import Registration
from app.registrations.states import State

Pair = tuple[int, int]


def pairings_for(event: Event) -> "sa.Select[Pairing]":
    """The rules about two people that hold on this evening, people loaded, the latest first."""
    return (
        sa.select(Pairing)
        .options(joinedload(Pairing.low), joinedload(Pairing.high))
        .where(Pairing.group_id == event.group_id)
        .where(sa.or_(Pairing.event_id.is_(None), Pairing.event_id == event.id))
        .order_by(Pairing.at.desc(), Pairing.id.desc())
    )


def pairs_ruled(event: Event, member_ids: Collection[int], rule: PairRule) -> set[Pair]:
    """The pairs among these people that organizers keep apart, or want together."""
    query = sa.select(Pairing.low_id, Pairing.high_id).where(
        Pairing.group_id == event.group_id,
        sa.or_(Pairing.event_id.is_(None), Pairing.event_id == event.id),
        Pairing.rule == rule,
        among(Pairing.low_id, member_ids),
        among(Pairing.high_id, member_ids),
    )
    return {(low, high) for low, high in db.session.execute(query)}


def pairs_not_crossing(event: Event, member_ids: Collection[int], crossing: Crossing) -> set[Pair]:
    """The pairs that may not meet because of the slots they came by."""
    if crossing == Crossing.ANYBODY:
        return set()
    query = sa.select(Registration.attendee_id, Registration.slot_id).where(
        Registration.event_id == event.id,
        Registration.state == State.CONFIRMED,
        among(Registration.attendee_id, member_ids),
    )
    places = sorted((member, slot) for member, slot in db.session.execute(query))
    wants_same = crossing == Crossing.OWN_SLOT
    return {
        (a, b) for (a, one), (b, other) in combinations(places, 2) if wants_same != (one == other)
    }
