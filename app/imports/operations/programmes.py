"""A programme comes in: kept to be looked at, brought in as drafts, published, undone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.accounts.names import one_line
from app.events.models import Event
from app.events.operations import draft
from app.events.rules import Plan, SlotPlan
from app.groups.journal import Deed, note
from app.groups.models import Group
from app.imports.models import ProgrammeEntry, ProgrammeImport
from app.imports.operations.looking import LONGEST_FILENAME, Upload
from app.imports.programme_reports import programme_report
from app.imports.queries.programmes import (
    Outlook,
    Step,
    events_here,
    here_of,
    outlook,
    publishable,
    usual_zone,
)
from app.imports.rules.programmes import Entry, Programme, read_programme
from app.imports.rules.programmes.comparing import FIELDS, Doing, said_of, unkept
from app.kit.db import db, lock
from app.kit.errors import Refused
from app.registrations.models import Registration
from app.registrations.operations import publish, revise

Tick = Callable[[], None]


class ProgrammeIsIn(Refused):
    message = _l("This programme has been brought in already.")


class NothingToUndo(Refused):
    message = _l("There is nothing to undo here.")


def look_at_programme(
    group: Group, upload: Upload, *, by: User | None, at: datetime
) -> ProgrammeImport:
    """Keep a programme to be looked at; an earlier one that `by` only looked at is dropped."""
    stale = sa.delete(ProgrammeImport).where(
        ProgrammeImport.group_id == group.id,
        ProgrammeImport.by_id == (by.id if by else None),
        ProgrammeImport.begun_at.is_(None),
        ProgrammeImport.applied_at.is_(None),
    )
    db.session.execute(stale)
    kept = ProgrammeImport(
        group_id=group.id,
        by_id=by.id if by else None,
        filename=one_line(upload.filename)[:LONGEST_FILENAME],
        layout="",
        content=upload.content,
        before={},
        uploaded_at=at,
    )
    _look(kept, group, _reading(upload.content, usual_zone(group, by), at))
    db.session.add(kept)
    db.session.flush()
    return kept


def bring_in_programme(
    import_: ProgrammeImport, *, by: User | None, at: datetime, tick: Tick = lambda: None
) -> None:
    """Make a draft of every new entry and bring the others up to date; keep the report alone.

    The same programme again changes nothing. People who have registered hear of another time or
    place. Locks the programme and the events. Raises ProgrammeIsIn.
    """
    group = pending_programme(import_)
    zone = import_.report["zone"]
    found = _look(import_, group, _reading(import_.content or b"", zone, import_.uploaded_at))
    before: dict[str, Any] = {"made": [], "changed": {}, "said": {}}
    steps = []
    for step in found.steps:
        steps.append(_take(step, group, before, by=by, at=at))
        tick()
    _remember(found.steps, before)
    import_.report = programme_report(replace(found, steps=steps), zone)
    import_.before, import_.content, import_.applied_at = before, None, at
    touched = len(before["made"]) + len(before["changed"])
    note(group, Deed.PROGRAMME_IMPORTED, by=by, at=at, details={"count": touched})


def drop_programme(import_: ProgrammeImport) -> None:
    """Forget a programme nobody wants to bring in. Raises ProgrammeIsIn."""
    pending_programme(import_)
    db.session.delete(import_)


def publish_programme(import_: ProgrammeImport, *, by: User, at: datetime) -> tuple[int, int]:
    """Publish what the programme has made and is still to come; returns how many, and how many not.

    What cannot be published stays a draft. Locks the events.
    """
    group = db.session.get_one(Group, import_.group_id)
    published = left = 0
    for event in publishable(group, import_, at):
        try:
            publish(event, by=by, at=at)
            published += 1
        except Refused:
            left += 1  # its own page says what is missing
    return published, left


def undo_programme(import_: ProgrammeImport, *, by: User, at: datetime) -> tuple[int, int]:
    """Go back to what was before; returns how many events are gone, and how many had to stay.

    An event that anybody has registered for stays. What somebody has changed here since stays,
    too. Locks the programme. Raises NothingToUndo.
    """
    lock(import_)
    if import_.applied_at is None or import_.undone_at is not None:
        raise NothingToUndo
    group = db.session.get_one(Group, import_.group_id)
    before = import_.before
    here = events_here([*before["made"], *map(int, before["changed"])])
    kept = _with_registrations(before["made"])
    gone = [here[number] for number in before["made"] if number in here and number not in kept]
    for number, changes in before["changed"].items():
        if int(number) in here:
            _put_back(here[int(number)], changes, before["said"], by=by, at=at)
    for event in gone:
        db.session.delete(event)
    import_.undone_at = at
    note(group, Deed.PROGRAMME_UNDONE, by=by, at=at, details={"count": len(gone)})
    return len(gone), len(kept)


def _reading(content: bytes, zone: str, at: datetime) -> tuple[Programme, str]:
    found = read_programme(content, zone, at)
    if not isinstance(found, Programme):
        raise TypeError(f"the programme could be read before: {found.why}")
    return found, zone


def _look(import_: ProgrammeImport, group: Group, read: tuple[Programme, str]) -> Outlook:
    programme, zone = read
    found = outlook(group, programme)
    import_.layout = str(programme.form)
    import_.report = programme_report(found, zone)
    return found


def pending_programme(import_: ProgrammeImport) -> Group:
    """Hold a programme that still waits, and its group. Raises ProgrammeIsIn."""
    lock(import_)
    if import_.applied_at is not None:
        raise ProgrammeIsIn
    # Two programmes of one group at once would each make the events that both have.
    return lock(db.session.get_one(Group, import_.group_id))


def _take(
    step: Step, group: Group, before: dict[str, Any], *, by: User | None, at: datetime
) -> Step:
    """The step done; what was before is written down in `before`."""
    if step.doing == Doing.NEW:
        event = draft(group, _plan(step.entry), None, at=at)
        event.host_id = by.id if by else None
        event.source_uid = step.entry.uid
        db.session.flush()
        before["made"].append(event.id)
        db.session.add(ProgrammeEntry(event_id=event.id, said=said_of(step.entry)))
        return replace(step, event=event)
    if step.doing == Doing.CHANGED and step.event is not None:
        changes = {name: unkept(name, to) for name, (_from, to) in step.changes.items()}
        revise(step.event, _changed(step.event, changes), by=by, at=at)
        before["changed"][str(step.event.id)] = step.changes
    return step


def _plan(entry: Entry) -> Plan:
    told = {name: getattr(entry, name) for name in FIELDS}
    return Plan(slots=(SlotPlan(capacity=entry.capacity),), **told)


def _changed(event: Event, changes: dict[str, Any]) -> Plan:
    return replace(event.plan, **changes)


def _remember(steps: list[Step], before: dict[str, Any]) -> None:
    """Keep what this programme says of the events that were here, and what the last one said."""
    known = {step.event.id: step.entry for step in steps if step.event is not None}
    query = sa.select(ProgrammeEntry).where(ProgrammeEntry.event_id.in_(known))
    rows = {row.event_id: row for row in db.session.scalars(query)}
    for event_id, entry in known.items():
        row = rows.get(event_id) or ProgrammeEntry(event_id=event_id, said={})
        if str(event_id) in before["changed"]:
            before["said"][str(event_id)] = row.said
        row.said = said_of(entry)
        db.session.add(row)


def _with_registrations(event_ids: list[int]) -> set[int]:
    query = sa.select(Registration.event_id).where(Registration.event_id.in_(event_ids)).distinct()
    return set(db.session.scalars(query))


def _put_back(
    event: Event, changes: dict[str, Any], said: dict[str, Any], *, by: User, at: datetime
) -> None:
    here = here_of(event)
    back = {name: unkept(name, old) for name, (old, new) in changes.items() if here[name] == new}
    if back:
        revise(event, _changed(event, back), by=by, at=at)
    row = db.session.get(ProgrammeEntry, event.id)
    if row is not None:
        row.said = said.get(str(event.id), {})
