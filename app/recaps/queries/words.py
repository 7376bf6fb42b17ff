"""What the organizers add to a recap, and what those who came answer."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from random import Random

import sqlalchemy as sa

from app.accounts.models import User
from app.events.models import Event
from app.kit.db import db
from app.recaps.models import Feedback, HostsWords
from app.recaps.rules import Face, told


@dataclass(frozen=True)
class Voices:
    """What people said of an evening, without names: nothing at all where fewer than five did.

    `faces` are None where fewer than five chose one; `words` come in no order that tells anything.
    """

    number: int | None
    faces: dict[Face, int | None] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)


def words_for(event: Event) -> HostsWords | None:
    """What the organizers have added; None where they have not."""
    return db.session.get(HostsWords, event.id)


def answer_of(event: Event, member: User) -> Feedback | None:
    """What `member` has answered."""
    return db.session.get(Feedback, (event.id, member.id))


def answers_of(event: Event, member_ids: Collection[int]) -> dict[int, Feedback]:
    """What each of several members has answered."""
    query = sa.select(Feedback).where(
        Feedback.event_id == event.id, Feedback.member_id.in_(member_ids)
    )
    return {answer.member_id: answer for answer in db.session.scalars(query)}


def feedback_on(event: Event) -> Voices:
    """The answers as the organizers may read them."""
    rows = db.session.scalars(sa.select(Feedback).where(Feedback.event_id == event.id)).all()
    if told(len(rows)) is None:
        return Voices(None)
    chosen = Counter(row.face for row in rows)
    words = sorted(row.words for row in rows if row.words)
    Random(event.public_id).shuffle(words)
    return Voices(len(rows), {face: told(chosen[face]) for face in Face}, words)
