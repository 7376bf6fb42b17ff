"""What one party's page of a request holds: their own view of the row, and nothing beyond it."""

from dataclasses import dataclass
from datetime import datetime

from app.accounts.models import User
from app.connections.people import Card, card_for
from app.introductions.models import Introduction
from app.introductions.queries import visible_introductions
from app.introductions.rules import (
    Party,
    Seen,
    seen_by_asker,
    seen_by_connector,
    seen_by_target,
)
from app.kit.db import db


@dataclass(frozen=True)
class Request:
    """A request as one party may see it. `row` is given so that words can be quoted."""

    row: Introduction
    party: Party
    seen: Seen
    card: Card | None

    @property
    def is_my_turn(self) -> bool:
        return self.seen == Seen.YOUR_TURN

    @property
    def other(self) -> User | None:
        """Whom the page is about: the target for the asker, the asker for the others."""
        return self.row.target if self.party == Party.ASKER else self.row.asker


@dataclass(frozen=True)
class Inbox:
    """A member's introductions: what awaits them, what they sent, what is done."""

    to_answer: list[Request]
    sent: list[Request]
    done: list[Request]


def inbox_of(member: User, at: datetime) -> Inbox:
    """Everything `member` may see, newest first."""
    query = visible_introductions(member).order_by(Introduction.asked_at.desc()).limit(200)
    shown = [seen_as(row, member, at, with_card=False) for row in db.session.scalars(query)]
    return Inbox(
        to_answer=[r for r in shown if r.is_my_turn],
        sent=[r for r in shown if r.seen == Seen.CHECKING],
        done=[r for r in shown if r.seen not in (Seen.YOUR_TURN, Seen.CHECKING)],
    )


def seen_as(row: Introduction, member: User, at: datetime, *, with_card: bool = True) -> Request:
    """The request from where `member` stands."""
    party = _party(row, member)
    seen = _seen(row, party, at) or Seen.NOT_THIS_TIME
    request = Request(row, party, seen, card=None)
    if not with_card or request.other is None:
        return request
    return Request(row, party, seen, card_for(member, request.other))


def _party(row: Introduction, member: User) -> Party:
    if row.asker_id == member.id:
        return Party.ASKER
    return Party.CONNECTOR if row.connector_id == member.id else Party.TARGET


def _seen(row: Introduction, party: Party, at: datetime) -> Seen | None:
    if party == Party.ASKER:
        return seen_by_asker(row.state, row.closes_at, at)
    if party == Party.TARGET:
        return seen_by_target(row.state)
    forwarded = row.scope is not None
    return seen_by_connector(row.state, has_forwarded=forwarded, closes=row.closes_at, at=at)
