"""Introductions in every state: under way, waiting for an answer, come true, come to nothing."""

from datetime import datetime

from app.accounts.models import User
from app.connections.people import contacts_filled_in
from app.demo.operations.names import public_name
from app.demo.operations.people import People
from app.demo.operations.ties import Half, Tie, tie_up
from app.demo.rules import Calendar, lot
from app.demo.story import Page, pages
from app.introductions.models import Introduction, Wanted
from app.introductions.operations.steps import agree, begin, put_to, settle
from app.introductions.rules import (
    SCREENED_WITHIN,
    Answer,
    EndReason,
    Mode,
    Party,
    Scope,
    State,
    Topic,
    closes_at,
    step_due_at,
)
from app.kit.db import db

# When people write, pass on, and answer.
EVENING, MORNING, NOON = "20:15", "09:40", "12:20"
WAITING = {
    "connector": State.WITH_CONNECTOR,
    "target": State.WITH_TARGET,
    "both": State.WITH_BOTH,
    "moderator": State.SCREENING,
}
SILENT = (EndReason.EXPIRED_CONNECTOR, EndReason.EXPIRED_TARGET)


def introduce(people: People, days: Calendar) -> list[Introduction]:
    """Write down every request with the consents given so far; returns those still open."""
    rows = [_as_told(page, people, days) for page in pages("introductions")]
    tie_up([_tie(row) for row in rows if row.state == State.INTRODUCED])
    return [row for row in rows if row.is_open]


def _as_told(page: Page, people: People, days: Calendar) -> Introduction:
    at = days.on(page["asked"], EVENING)
    row = _asked(page, people, at)
    begin(row, by=row.connector if row.is_proposed and row.connector else row.asker, at=at)
    if row.is_proposed:
        return _put_to_both(row, page, at)
    agree(row, Party.ASKER, row.asker, tuple(page["share"]), at)
    if row.connector is not None:
        put_to(row, row.connector, Party.CONNECTOR, at=at)
    if row.flags:
        row.step_due_at = days.at + SCREENED_WITHIN
    if "forwarded" in page:
        _forwarded(row, page, days.on(page["forwarded"], MORNING))
    return _ended(row, page, days) if "outcome" in page else row


def _asked(page: Page, people: People, at: datetime) -> Introduction:
    mode = Mode(page.get("mode", Mode.PERSON))
    target = people[page["target"]] if "target" in page else None
    connector = people[page["connector"]] if "connector" in page else None
    named = (page["asker"], page["target"] if target else page["connector"])
    closes = closes_at(at, lot("neutral hour", *named, of=1000) / 1000)
    return Introduction(
        public_id=public_name("introduction", *named),
        mode=mode,
        asker=people[page["asker"]],
        connector=connector,
        target=target,
        is_routed=mode == Mode.PERSON,
        wanted=Wanted.of(target) if target and mode == Mode.PERSON else {},
        through=Wanted.of(connector) if connector and mode == Mode.NEED else {},
        state=WAITING.get(page.get("waits_for", ""), State.CLOSED),
        topic=Topic(page.get("topic", Topic.ADVICE)),
        purpose=page.get("purpose", ""),
        why=page.get("why", ""),
        offer=page.get("offer", ""),
        is_selling=page.get("selling", False),
        flags=page.get("flags", []),
        shows=sorted(page.get("shows", ["headline", "occupation", "offers"])),
        shares=sorted(page["share"]),
        note="",
        asked_at=at,
        closes_at=closes,
        step_due_at=step_due_at(at, closes),
    )


def _forwarded(row: Introduction, page: Page, at: datetime) -> None:
    row.note, row.scope = page["note"], Scope(page["scope"])
    db.session.flush()
    if row.connector is not None and row.target is not None:
        settle(row, row.connector, Party.CONNECTOR, Answer.YES, at=at)
        agree(row, Party.CONNECTOR, row.connector, (), at)
        put_to(row, row.target, Party.TARGET, at=at)


def _ended(row: Introduction, page: Page, days: Calendar) -> Introduction:
    row.ended_at = days.on(page["ended"], NOON)
    is_success = page["outcome"] == State.INTRODUCED
    if is_success and row.target is not None:
        row.state = State.INTRODUCED
        settle(row, row.target, Party.TARGET, Answer.YES, at=row.ended_at)
        agree(row, Party.TARGET, row.target, tuple(page["target_shares"]), row.ended_at)
        return row
    row.end_reason = EndReason(page["outcome"])
    answer = Answer.SILENT if row.end_reason in SILENT else Answer.NO
    for approach in row.approaches:
        if approach.answer is None:
            approach.answer, approach.answered_at = answer, row.ended_at
    return row


def _put_to_both(row: Introduction, page: Page, at: datetime) -> Introduction:
    """What a connector has begun: each of the two is asked, and one may have said yes."""
    row.note, row.scope = page["note"], Scope(page["scope"])
    db.session.flush()
    two = {Party.ASKER: row.asker, Party.TARGET: row.target}
    if row.connector is not None:
        agree(row, Party.CONNECTOR, row.connector, (), at)
    for person in two.values():
        if person is not None:
            put_to(row, person, Party.TARGET, at=at)
    party = Party(page["agreed"])
    agreed = two[party]
    if agreed is not None:
        settle(row, agreed, Party.TARGET, Answer.YES, at=at)
        agree(row, party, agreed, _known(agreed, page["share"]), at)
    return row


def _known(person: User, shares: list[str]) -> tuple[str, ...]:
    return tuple(name for name in shares if name in contacts_filled_in(person))


def _tie(row: Introduction) -> Tie:
    shares = {yes.party: yes.shares for yes in row.consents}
    given = {Party.ASKER: row.asker, Party.TARGET: row.target}
    one, other = (Half(person, shares[party]) for party, person in given.items() if person)
    return Tie((one, other), row.ended_at or row.asked_at)
