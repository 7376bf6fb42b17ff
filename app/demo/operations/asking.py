"""Introductions in every state: under way, waiting for an answer, come true, come to nothing."""

from datetime import datetime

from app.demo.operations.names import public_name
from app.demo.operations.people import People
from app.demo.operations.ties import Half, Tie, tie_up
from app.demo.rules import Calendar, lot
from app.demo.story import Page, pages
from app.introductions import rules
from app.introductions.models import Consent, Introduction
from app.introductions.rules import EndReason, Mode, Party, Scope, State
from app.kit.db import db

# When people write, pass on, and answer.
EVENING, MORNING, NOON = "20:15", "09:40", "12:20"
WAITING = {"connector": State.WITH_CONNECTOR, "target": State.WITH_TARGET}


def introduce(people: People, days: Calendar) -> list[Introduction]:
    """Write down every request with the consents given so far; returns those still open."""
    rows = [_as_told(page, people, days) for page in pages("introductions")]
    db.session.add_all(rows)
    tie_up([_tie(row) for row in rows if row.state == State.INTRODUCED])
    return [row for row in rows if row.is_open]


def _as_told(page: Page, people: People, days: Calendar) -> Introduction:
    row = _asked(page, people, days.on(page["asked"], EVENING))
    if "forwarded" in page:
        row.note, row.scope = page["note"], Scope(page["scope"])
        forwarded_at = days.on(page["forwarded"], MORNING)
        row.step_due_at = rules.step_due_at(forwarded_at, row.closes_at)
        _agree(row, Party.CONNECTOR, [], forwarded_at)
    if "outcome" not in page:
        row.state = WAITING[page["waits_for"]]
        return row
    row.ended_at = days.on(page["ended"], NOON)
    if page["outcome"] == State.INTRODUCED:
        row.state = State.INTRODUCED
        _agree(row, Party.TARGET, page["target_shares"], row.ended_at)
    else:
        row.state, row.end_reason = State.CLOSED, EndReason(page["outcome"])
    return row


def _asked(page: Page, people: People, at: datetime) -> Introduction:
    spread = lot("neutral hour", page["asker"], page["target"], of=1000) / 1000
    closes_at = rules.closes_at(at, spread)
    row = Introduction(
        public_id=public_name("introduction", page["asker"], page["target"]),
        mode=Mode.PERSON,
        asker=people[page["asker"]],
        connector=people[page["connector"]],
        target=people[page["target"]],
        purpose=page["purpose"],
        offer=page["offer"],
        is_selling=page["selling"],
        shares=page["share"],
        note="",
        asked_at=at,
        closes_at=closes_at,
        step_due_at=rules.step_due_at(at, closes_at),
    )
    _agree(row, Party.ASKER, page["share"], at)
    return row


def _agree(row: Introduction, party: Party, shares: list[str], at: datetime) -> None:
    """Record one yes, bound to the words as they stood when it was given."""
    member = getattr(row, party)
    # When somebody asks, nobody has been found yet who would pass it on.
    connector = row.connector.id if row.connector and party != Party.ASKER else 0
    three = (row.asker.id, connector, row.target.id if row.target else 0)
    row.consents.append(
        Consent(
            party=party,
            member_id=member.id,
            shares=shares,
            words_hash=rules.words_hash(row.purpose, row.offer, row.note, three),
            given_at=at,
        )
    )


def _tie(row: Introduction) -> Tie:
    shares = {yes.party: yes.shares for yes in row.consents}
    given = {Party.ASKER: row.asker, Party.TARGET: row.target}
    one, other = (Half(person, shares[party]) for party, person in given.items() if person)
    return Tie((one, other), row.ended_at or row.asked_at)
