"""What an attendee reads: whom they met, whom they missed, and what comes next.

Mail and page are drawn from the same values.
"""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.events.models import Event
from app.events.queries import listed_events, upcoming
from app.groups.queries import is_in
from app.introductions.models import Prompt
from app.introductions.queries.giving import prompt_for
from app.kit.db import db
from app.matching.queries import Match
from app.recaps.contents.gathering import Acquaintance, Gathered, gathered
from app.recaps.models import Feedback, HostsWords
from app.recaps.rules import CAME, Variant
from app.registrations.queries import losses


@dataclass(frozen=True)
class Recap:
    """What an attendee reads. `came` is None where too few came to be counted.

    `has_better_odds`: the reader was waiting, and the next draw makes up for it.
    """

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
    has_better_odds: bool = False

    @property
    def has_people(self) -> bool:
        return bool(self.connected or self.mates or self.missed)


def recap_for(event: Event, reader: User, variant: Variant, *, at: datetime) -> Recap:
    """The recap of `event` for `reader`.

    One for somebody who was not there names no people, one for a guest of the door nobody they
    did not connect with.
    """
    found = gathered(event, reader, at=at)
    is_member = variant == Variant.ATTENDED
    return Recap(
        event=event,
        came=found.came,
        has_door=bool(event.attendance_taken),
        connected=found.connected.get(reader.id, []) if variant in CAME else [],
        mates=found.mates.get(reader.id, []) if is_member else [],
        missed=found.missed.get(reader.id, []) if is_member else [],
        prompt=prompt_for(reader, at) if is_member and reader.id in found.prompted else None,
        next_event=_next_event(event, reader, at) if reader.id in found.want_promotion else None,
        words=_words(found, variant),
        answer=found.answers.get(reader.id),
        asks=variant in CAME,
        has_better_odds=variant == Variant.WAITING and _has_better_odds(event, reader),
    )


def _words(found: Gathered, variant: Variant) -> HostsWords | None:
    words = found.words
    return words if words is None or variant in CAME or words.shares_with_missing else None


def _has_better_odds(event: Event, reader: User) -> bool:
    """Whether the reader lost a draw, and draws like this one make up for it."""
    makes_up = any(slot.weighs_losses for slot in event.slots)
    return makes_up and losses(event.group, [reader])[reader.id] > 0


def _next_event(event: Event, reader: User, at: datetime) -> Event | None:
    """What the group does next, for its members."""
    if not is_in(event.group, reader):
        return None
    query = upcoming(listed_events(reader), at).where(
        Event.group_id == event.group_id, Event.id != event.id, Event.cancelled_at.is_(None)
    )
    return db.session.scalars(query.options(joinedload(Event.group)).limit(1)).first()
