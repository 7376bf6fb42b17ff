"""What one party's page of a request holds: their own view of the row, and nothing beyond it."""

from dataclasses import dataclass
from datetime import datetime

from app.accounts.models import User
from app.connections.people import Card
from app.introductions.cards import card_of, party_of
from app.introductions.models import Introduction, Prompt, Terms, Thanks, Wanted
from app.introductions.queries import terms_of, visible_introductions
from app.introductions.queries.giving import prompt_for, thanks_to
from app.introductions.rules import (
    Party,
    Seen,
    State,
    seen_by_asked,
    seen_by_asker,
    seen_by_connector,
)
from app.kit.db import db

Person = User | Wanted


@dataclass(frozen=True)
class Request:
    """A request as one party may see it. `row` is given so that words can be quoted."""

    row: Introduction
    party: Party
    seen: Seen
    card: Card | None
    reader_id: int

    @property
    def is_my_turn(self) -> bool:
        return self.seen == Seen.YOUR_TURN

    @property
    def is_introduced(self) -> bool:
        return self.seen == Seen.INTRODUCED

    @property
    def other(self) -> Person | None:
        """Whom the page is about. An asker who has named nobody knows nobody before the end."""
        row = self.row
        if self.party == Party.ASKER:
            return row.target if self.is_introduced else row.person_wanted
        return self._target if row.asker_id == self.reader_id else row.asker

    @property
    def connector(self) -> Person | None:
        """Through whom, as far as this party knows."""
        if self.party == Party.ASKER and not self.is_introduced:
            return self.row.person_through
        return self.row.connector

    @property
    def asker(self) -> Person | None:
        """Who would like to meet somebody; to each of two whom a connector asks, the other."""
        return self.other if self._is_one_of_two else self.row.asker

    @property
    def target(self) -> Person | None:
        """Who is asked, as far as this party knows."""
        if self._is_one_of_two:
            return self.row.asker if self.row.asker_id == self.reader_id else self.row.target
        return self.other if self.party == Party.ASKER else self._target

    @property
    def _is_one_of_two(self) -> bool:
        return self.row.is_proposed and self.party == Party.TARGET

    @property
    def _target(self) -> Person | None:
        """Of two whom a connector asks, one who has left is still named until all is over."""
        named = self.row.person_wanted if self.row.is_proposed else None
        return self.row.target or named

    @property
    def may_be_taken_back(self) -> bool:
        """Whether a word given can still be taken back."""
        return self.party != Party.ASKER and self.seen == Seen.CHECKING


@dataclass(frozen=True)
class Inbox:
    """A member's introductions: what awaits them, what they sent, what is done."""

    to_answer: list[Request]
    drafts: list[Request]
    sent: list[Request]
    done: list[Request]
    terms: Terms
    prompt: Prompt | None
    thanks: list[Thanks]

    @property
    def to_pass_on(self) -> list[Request]:
        return [request for request in self.to_answer if request.party == Party.CONNECTOR]


def inbox_of(member: User, at: datetime) -> Inbox:
    """Everything `member` may see, newest first."""
    query = visible_introductions(member).order_by(Introduction.asked_at.desc()).limit(200)
    shown = [seen_as(row, member, at, with_card=False) for row in db.session.scalars(query)]
    return Inbox(
        to_answer=[r for r in shown if r.is_my_turn],
        drafts=[r for r in shown if r.seen == Seen.DRAFT],
        sent=[r for r in shown if r.seen == Seen.CHECKING],
        done=[r for r in shown if r.seen not in (Seen.YOUR_TURN, Seen.CHECKING, Seen.DRAFT)],
        terms=terms_of(member),
        prompt=prompt_for(member, at),
        thanks=thanks_to(member),
    )


def seen_as(row: Introduction, member: User, at: datetime, *, with_card: bool = True) -> Request:
    """The request from where `member` stands."""
    party = party_of(row, member)
    seen = _seen(row, party, member, at) or Seen.NOT_THIS_TIME
    card = card_of(row, member) if with_card else None
    return Request(row, party, seen, card, member.id)


def answer_by(request: Request, reader: User) -> datetime | None:
    """Until when `reader` may answer, where it is theirs to."""
    approach = request.row.approach_to(reader, request.party) if request.is_my_turn else None
    return approach.due_at if approach else None


def _seen(row: Introduction, party: Party, member: User, at: datetime) -> Seen | None:
    if party == Party.ASKER:
        return seen_by_asker(row.state, row.closes_at, at, reason=row.end_reason)
    if party == Party.TARGET:
        approach = row.approach_to(member, Party.TARGET)
        answer = approach.answer if approach else None
        return seen_by_asked(answer, row.state, row.closes_at, at)
    forwarded = row.has_been_forwarded and row.state != State.DRAFT
    return seen_by_connector(row.state, has_forwarded=forwarded, closes=row.closes_at, at=at)
