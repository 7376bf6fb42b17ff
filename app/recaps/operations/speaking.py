"""What the organizers add to the recap of an evening, and what those who came answer to it."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.events.models import Event
from app.groups.journal import Deed, note
from app.kit.db import db, lock
from app.kit.errors import Refused
from app.recaps import mails
from app.recaps.models import Feedback, HostsWords
from app.recaps.queries import answer_of, variant_for, words_for
from app.recaps.rules import CAME, Face, Variant


class CannotAnswer(Refused):
    message = _l("Only those who came can answer this question.")


@dataclass(frozen=True)
class Material:
    """Something to read afterwards."""

    title: str
    url: str


@dataclass(frozen=True)
class Wording:
    """What the organizers want to say, and to whom besides those who came."""

    message: str = ""
    materials: tuple[Material, ...] = ()
    shares_with_missing: bool = False
    writes_to_waiting: bool = False


def compose(event: Event, wording: Wording, *, by: User, at: datetime) -> None:
    """Keep what the organizers add; letters that have not left say it. Locks the event."""
    lock(event)
    kept = words_for(event)
    if kept is None:
        kept = HostsWords(event_id=event.id)
        db.session.add(kept)
    kept.message = wording.message.strip()
    kept.materials = [{"title": one.title, "url": one.url} for one in wording.materials]
    kept.shares_with_missing = wording.shares_with_missing
    kept.writes_to_waiting = wording.writes_to_waiting
    kept.by_id, kept.changed_at = by.id, at
    note(event.group, Deed.WROTE_RECAP, by=by, at=at, event=event)


def try_out(event: Event, variant: Variant, *, by: User, at: datetime) -> None:
    """Send one of the organizers the letter as somebody of that kind would get it."""
    mails.tried_out(event, by, variant, at=at)


def answer(event: Event, face: Face, words: str, *, by: User, at: datetime) -> None:
    """Say how it was; a later answer takes the place of an earlier one. Raises CannotAnswer."""
    if variant_for(event, by) not in CAME:
        raise CannotAnswer
    kept = answer_of(event, by)
    if kept is None:
        kept = Feedback(event_id=event.id, member_id=by.id)
        db.session.add(kept)
    kept.face, kept.words, kept.answered_at = face, words.strip(), at


def take_back_answer(event: Event, *, by: User) -> None:
    """Have said nothing."""
    kept = answer_of(event, by)
    if kept is not None:
        db.session.delete(kept)
