"""Asking somebody one knows for advice: as often as they allow, and a no stays silent."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.connections.models import Connection
from app.introductions import mails
from app.introductions.models import Consultation
from app.introductions.queries.consulting import open_questions_of, reached_lately, waiting
from app.introductions.rules.consulting import MOST_OPEN, Seen, Stage
from app.keeping.operations import gave
from app.keeping.rules import Favour
from app.kit.db import db, lock
from app.kit.errors import Refused
from app.moderation.queries import are_kept_apart
from app.profiles.models import AdviceTopic, Profile
from app.profiles.traits import Way

AT_ONCE = 100


class AskedForAdvice(Refused):
    message = _l("You have asked them already. Please wait for the answer.")


class EnoughQuestions(Refused):
    message = _l("Three questions of yours are open. Please wait for an answer first.")


class NothingToAdvise(Refused):
    message = _l("There is nothing here to answer any more.")


@dataclass(frozen=True)
class Question:
    """What one asks: about a topic of theirs, in one of its ways."""

    topic: AdviceTopic
    way: Way
    words: str


def ask_for_advice(tie: Connection, question: Question, *, by: User, at: datetime) -> Consultation:
    """Ask the other of the two. It is only written down; `pass_on` brings it to them.

    So it looks the same, and takes as long, whether or not there is room in their month.
    Raises AskedForAdvice, EnoughQuestions.
    """
    lock(by)
    asked_id = tie.high_id if by.id == tie.low_id else tie.low_id
    still_open = open_questions_of(by, at)
    if any(row.asked_id == asked_id for row in still_open):
        raise AskedForAdvice
    if len(still_open) >= MOST_OPEN:
        raise EnoughQuestions
    row = Consultation(
        connection_id=tie.id,
        asker_id=by.id,
        asked_id=asked_id,
        stage=Stage.WAITING,
        topic=question.topic.words,
        way=question.way,
        minutes=question.topic.minutes,
        words=question.words,
        asked_at=at,
    )
    db.session.add(row)
    db.session.flush()
    return row


def pass_on(at: datetime) -> int:
    """Bring questions to those who have room for them this month; returns how many."""
    ids = db.session.scalars(waiting(at).limit(AT_ONCE)).all()
    return sum(_reaches(db.session.get_one(Consultation, each), at) for each in ids)


def agree(row: Consultation, *, by: User, at: datetime) -> None:
    """Say yes: the asker hears it, and something was given. Raises NothingToAdvise."""
    lock(row)
    if by.id != row.asked_id or row.seen_by(by, at) != Seen.OPEN:
        raise NothingToAdvise
    asker = db.session.get_one(User, row.asker_id)
    if are_kept_apart(by, asker):
        raise NothingToAdvise
    row.stage, row.agreed_at = Stage.AGREED, at
    gave(by, asker, Favour.ASK, at=at, words=row.topic)
    mails.advice_agreed(row, asker, at=at)


def decline(row: Consultation, *, by: User) -> None:
    """Say no, or take the question back; nobody is told. Repeating it changes nothing."""
    lock(row)
    if row.stage not in (Stage.WAITING, Stage.ASKED, Stage.DECLINED):
        return
    row.stage = Stage.WITHDRAWN if by.id == row.asker_id else Stage.DECLINED


def _reaches(row: Consultation, at: datetime) -> bool:
    """Whether it gets there. Locks the one who is asked, so that their month is counted once."""
    held = sa.select(Profile.advice_cap).where(Profile.member_id == row.asked_id)
    cap = db.session.scalar(held.with_for_update()) or 0
    lock(row)
    asker, asked = (db.session.get_one(User, id_) for id_ in (row.asker_id, row.asked_id))
    is_full = reached_lately(asked.id, at) >= cap
    if row.stage != Stage.WAITING or is_full or are_kept_apart(asker, asked):
        return False
    row.stage, row.reached_at = Stage.ASKED, at
    mails.asked_for_advice(row, asked, at=at)
    db.session.flush()
    return True
