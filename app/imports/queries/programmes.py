"""Programmes that have come in, and what bringing one in would do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import defer

from app.accounts.models import User
from app.events.models import Event
from app.events.rules import Status
from app.groups.models import Group
from app.imports.models import ProgrammeEntry, ProgrammeImport
from app.imports.rules.programmes import Entry, Programme
from app.imports.rules.programmes.comparing import FIELDS, Doing, kept, news, said_of
from app.kit.db import db

USUAL_ZONE = "Asia/Tokyo"


@dataclass(frozen=True)
class Step:
    """One entry, the event it is here, and what becomes of that."""

    entry: Entry
    event: Event | None
    doing: Doing
    changes: dict[str, tuple[Any, Any]]


@dataclass(frozen=True)
class Outlook:
    """What bringing a programme in does, entry by entry."""

    programme: Programme
    steps: list[Step]


def programmes_of(group: Group) -> sa.Select[ProgrammeImport]:
    """Every programme of this group, the latest first; without the file itself."""
    return (
        sa.select(ProgrammeImport)
        .options(defer(ProgrammeImport.content), defer(ProgrammeImport.before))
        .where(ProgrammeImport.group_id == group.id)
        .order_by(ProgrammeImport.uploaded_at.desc(), ProgrammeImport.id.desc())
    )


def usual_zone(group: Group, by: User | None) -> str:
    """The zone for times that name none: where the group last met, else the organizer's own."""
    query = (
        sa.select(Event.timezone)
        .where(Event.group_id == group.id)
        .order_by(Event.starts_at.desc())
        .limit(1)
    )
    return db.session.scalar(query) or (by.timezone if by else USUAL_ZONE)


def outlook(group: Group, programme: Programme) -> Outlook:
    """What bringing this programme in would do to the group's events as they are now."""
    known = _known(group, [entry.uid for entry in programme.entries])
    said = _said([event.id for event in known.values()])
    return Outlook(
        programme, [_step(entry, known.get(entry.uid), said) for entry in programme.entries]
    )


def events_here(event_ids: Sequence[int]) -> dict[int, Event]:
    """Events by their ids, as far as they are still there."""
    query = sa.select(Event).where(Event.id == _any(event_ids, sa.Integer))
    return {event.id: event for event in db.session.scalars(query)}


def publishable(group: Group, import_: ProgrammeImport, at: datetime) -> list[Event]:
    """The drafts that a programme has made and that are still to come, the first one first."""
    made = import_.before.get("made", [])
    query = (
        sa.select(Event)
        .where(Event.group_id == group.id, Event.id == _any(made, sa.Integer))
        .where(Event.status == Status.DRAFT, Event.ends_at > at)
        .order_by(Event.starts_at, Event.id)
    )
    return list(db.session.scalars(query))


def here_of(event: Event) -> dict[str, Any]:
    """What an event says now, in the words of programmes."""
    return {name: kept(name, getattr(event, name)) for name in FIELDS}


def _known(group: Group, uids: list[str]) -> dict[str, Event]:
    query = sa.select(Event).where(
        Event.group_id == group.id, Event.source_uid == _any(uids, sa.Text)
    )
    return {event.source_uid: event for event in db.session.scalars(query)}


def _said(event_ids: list[int]) -> dict[int, dict[str, Any]]:
    """What the last programme said of each event."""
    query = sa.select(ProgrammeEntry).where(ProgrammeEntry.event_id == _any(event_ids, sa.Integer))
    return {row.event_id: row.said for row in db.session.scalars(query)}


def _step(entry: Entry, event: Event | None, said: dict[int, dict[str, Any]]) -> Step:
    if event is None:
        return Step(entry, None, Doing.NEW, {})
    if event.status == Status.CANCELLED:
        return Step(entry, event, Doing.CALLED_OFF_HERE, {})
    changes = news(said_of(entry), said.get(event.id, {}), here_of(event))
    return Step(entry, event, Doing.CHANGED if changes else Doing.SAME, changes)


def _any(values: Sequence[object], kind: type[sa.Integer] | type[sa.Text]) -> Any:
    # One array instead of thousands of parameters.
    return sa.any_(sa.cast(list(values), ARRAY(kind)))
