"""What a reporter had before them, kept as it was: words, never ways to be reached."""

from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.connections.people import card_for
from app.connections.queries import between
from app.events.models import Event
from app.introductions.models import Approach, Introduction
from app.kit.db import db
from app.relay.models import RelayedMessage

Line = dict[str, str]

SHOWN = ("headline", "occupation", "company")
MOST_LINES = 20


def of_person(reporter: User, about: User, at: datetime) -> list[Line]:
    """Their profile as the reporter sees it now, their requests and messages to the reporter."""
    card = card_for(reporter, about)
    lines = [_line("profile", at, card.words[name]) for name in SHOWN if card.words.get(name)]
    lines += [
        _line(field, at, "、".join(tag.label_ja for tag in card.tags[field]))
        for field in ("offers", "needs")
        if card.tags.get(field)
    ]
    lines += _requests(reporter, about) + _greeting(reporter, about)
    query = (
        sa.select(RelayedMessage)
        .where(RelayedMessage.writer_id == about.id, RelayedMessage.reader_id == reporter.id)
        .order_by(RelayedMessage.id.desc())
        .limit(MOST_LINES)
    )
    for message in db.session.scalars(query):
        lines += of_message(message)
    return lines


def of_event(event: Event) -> list[Line]:
    """The event's own words."""
    at = event.starts_at
    return [_line("event", at, event.title), _line("event", at, event.description)]


def of_message(message: RelayedMessage) -> list[Line]:
    """One message; its words are only there for a fortnight."""
    words = "\n".join(part for part in (message.subject, message.body) if part)
    return [_line("message", message.received_at, words)] if words else []


def _requests(reporter: User, about: User) -> list[Line]:
    query = (
        sa.select(Introduction)
        .join(Approach, Approach.introduction_id == Introduction.id)
        .where(Introduction.asker_id == about.id, Approach.member_id == reporter.id)
        .order_by(Introduction.id.desc())
        .limit(MOST_LINES)
    )
    return [
        _line("request", row.asked_at, "\n".join(filter(None, (row.purpose, row.why, row.offer))))
        for row in db.session.scalars(query)
    ]


def _greeting(reporter: User, about: User) -> list[Line]:
    """What they wrote when they asked the reporter to connect."""
    tie = between(reporter, about)
    if tie is None or tie.asked_by_id != about.id or not tie.greeting:
        return []
    return [_line("greeting", tie.asked_at, tie.greeting)]


def _line(kind: str, at: datetime, text: str) -> Line:
    return {"kind": kind, "at": at.isoformat(), "text": text}
