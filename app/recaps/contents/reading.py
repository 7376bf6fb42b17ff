"""What an attendee reads: whom they met, whom they missed, and what comes next.

Mail and page are drawn from the same values. Everything goes through `visible_people`, so a
block, a closed account or a withdrawn grant holds from the next letter on.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.attendance.queries import came_ids
from app.connections.people import Card, cards_for, visible_people
from app.connections.queries import made_at_event, muted_by, sides_of
from app.events.models import Event
from app.events.queries import listed_events, upcoming
from app.groups.queries import is_in
from app.introductions.models import Prompt
from app.introductions.queries.giving import prompt_for
from app.kit.batch import shared
from app.kit.db import db
from app.matching.queries import Match, missed, table_mates
from app.notifications.promotion import is_wanted_by
from app.recaps.models import Feedback, HostsWords
from app.recaps.queries import answer_of, words_for
from app.recaps.rules import CAME, Variant, told

MOST_MISSED = 3


@dataclass(frozen=True)
class Acquaintance:
    """Somebody the reader met, with what they have let the reader know.

    `note` and `cadence_days` are the reader's own.
    """

    person: User
    line: str
    contacts: dict[str, str]
    note: str = ""
    cadence_days: int | None = None


@dataclass(frozen=True)
class Recap:
    """What an attendee reads. `came` is None where too few came to be counted."""

    event: Event
    came: int | None
    has_door: bool
    connected: list[Acquaintance] = field(default_factory=list)
    mates: list[Acquaintance] = field(default_factory=list)
    missed: list[Match] = field(default_factory=list)
    prompt: Prompt | None = None
    next_event: Event | None = None
    words: HostsWords | None = None
    answer: Feedback | None = None
    asks: bool = False

    @property
    def has_people(self) -> bool:
        return bool(self.connected or self.mates or self.missed)


def recap_for(event: Event, reader: User, variant: Variant, *, at: datetime) -> Recap:
    """The recap of `event` for `reader`.

    One for somebody who was not there names no people, one for a guest of the door nobody they
    did not connect with.
    """
    apart = set(db.session.scalars(muted_by(reader))) if variant in CAME else set()
    connected = _connected(event, reader, apart) if variant in CAME else []
    known = {one.person.id for one in connected} | apart
    is_member = variant == Variant.ATTENDED
    return Recap(
        event=event,
        came=shared(("came", event.id), lambda: told(len(came_ids(event)))),
        has_door=bool(event.attendance_taken),
        connected=connected,
        mates=_mates(event, reader, known) if is_member else [],
        missed=_missed(event, reader, known, at) if is_member else [],
        prompt=prompt_for(reader, at) if is_member else None,
        next_event=_next_event(event, reader, at),
        words=_words(event, variant),
        answer=answer_of(event, reader),
        asks=variant in CAME,
    )


def _words(event: Event, variant: Variant) -> HostsWords | None:
    words = shared(("recap words", event.id), lambda: words_for(event))
    if words is None or variant in CAME or words.shares_with_missing:
        return words
    return None


def _connected(event: Event, reader: User, apart: Collection[int]) -> list[Acquaintance]:
    ties = {tie.other(reader).id: tie for tie in made_at_event(event.id, reader)}
    sides = sides_of(reader, ties.values())
    found = []
    for card in cards_for(reader, _still_visible(reader, set(ties) - set(apart))):
        mine = sides.get(ties[card.person.id].id)
        found.append(
            _acquainted(card, mine.note if mine else "", mine.cadence_days if mine else None)
        )
    return found


def _mates(event: Event, reader: User, known: set[int]) -> list[Acquaintance]:
    ids = {mate.id for mate in table_mates(event, reader)} - known
    return [_acquainted(card) for card in cards_for(reader, _still_visible(reader, ids))]


def _missed(event: Event, reader: User, known: set[int], at: datetime) -> list[Match]:
    found = missed(event, reader, at=at, limit=MOST_MISSED)
    matches = [match for match in found if match.person.id not in known]
    visible = {person.id for person in _still_visible(reader, {m.person.id for m in matches})}
    return [match for match in matches if match.person.id in visible]


def _still_visible(reader: User, ids: set[int]) -> list[User]:
    query = visible_people(reader).where(User.id.in_(ids)).order_by(User.reading, User.id)
    return list(db.session.scalars(query)) if ids else []


def _acquainted(card: Card, note: str = "", cadence_days: int | None = None) -> Acquaintance:
    line = card.words.get("headline") or card.words.get("occupation") or ""
    return Acquaintance(card.person, line, card.contacts, note, cadence_days)


def _next_event(event: Event, reader: User, at: datetime) -> Event | None:
    """What the group does next: for its members, who have said yes to promotion."""
    if not (is_in(event.group, reader) and is_wanted_by(reader)):
        return None
    query = upcoming(listed_events(reader), at).where(
        Event.group_id == event.group_id, Event.id != event.id, Event.cancelled_at.is_(None)
    )
    return db.session.scalars(query.options(joinedload(Event.group)).limit(1)).first()
