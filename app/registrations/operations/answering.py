"""What the organizers ask whoever registers: the answers are checked, then kept."""

import sqlalchemy as sa

from app.events.models import Event, Question
from app.events.rules import Asks
from app.kit.db import db
from app.registrations import queries
from app.registrations.models import Answer, Registration
from app.registrations.operations.refusals import AnswersMissing
from app.registrations.rules import LONGEST_ANSWER, NO, YES


def checked(event: Event, answers: dict[int, str]) -> dict[int, str]:
    """The answers to the questions of the event, as they are kept. Raises AnswersMissing."""
    kept: dict[int, str] = {}
    for question in queries.questions(event.id):
        text = answers.get(question.id, "").strip()[:LONGEST_ANSWER]
        if not _is_answer(question, text):
            raise AnswersMissing
        if text:
            kept[question.id] = text
    return kept


def keep(registration: Registration, answers: dict[int, str]) -> None:
    """Take these answers over from whatever was answered before."""
    mine = sa.delete(Answer).where(
        Answer.registration_id == registration.id,
        Answer.question_id.in_([q.id for q in queries.questions(registration.event_id)]),
    )
    db.session.execute(mine)
    db.session.add_all(
        Answer(registration_id=registration.id, question_id=question_id, text=text)
        for question_id, text in answers.items()
    )
    db.session.flush()


def _is_answer(question: Question, text: str) -> bool:
    if not text:
        return not question.is_required
    if question.asks == Asks.CHOICE:
        return text in question.choices
    return question.asks != Asks.YES_NO or text in (YES, NO)
