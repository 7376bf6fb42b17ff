"""What the organizers ask: put together, changed, dropped. Answers given are kept."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.events.models import Event, Question
from app.events.rules import Asks
from app.groups.journal import Deed, note
from app.kit.db import db, lock
from app.kit.errors import Refused
from app.registrations import queries


class AnsweredAlready(Refused):
    message = _l(
        "People have answered this question. To ask for another kind of answer, drop it and ask a"
        " new one."
    )


@dataclass(frozen=True)
class QuestionPlan:
    """One question as the organizers want it. Without an id it is new."""

    text: str
    asks: Asks = Asks.TEXT
    choices: tuple[str, ...] = ()
    is_required: bool = False
    question_id: int | None = None


def ask(event: Event, plans: list[QuestionPlan], *, by: User, at: datetime) -> None:
    """Ask exactly these questions from now on, in this order.

    One that is left out is dropped; what people have answered stays readable. Whoever has
    registered before keeps their place without answering. Locks the event. Raises AnsweredAlready.
    """
    lock(event)
    asked = {question.id: question for question in queries.questions(event.id)}
    answers = queries.answered(event)
    for position, plan in enumerate(plans):
        question = asked.pop(plan.question_id or 0, None)
        if question is None:
            question = Question(event_id=event.id)
            db.session.add(question)
        elif question.asks != plan.asks and answers.get(question.id):
            raise AnsweredAlready
        question.position, question.text, question.asks = position, plan.text, plan.asks
        question.choices, question.is_required = list(plan.choices), plan.is_required
    for left_out in asked.values():
        _drop(left_out, bool(answers.get(left_out.id)), at)
    note(event.group, Deed.QUESTIONS_CHANGED, by=by, at=at, event=event)
    db.session.flush()


def _drop(question: Question, has_answers: bool, at: datetime) -> None:
    if has_answers:
        question.dropped_at = at
    else:
        db.session.delete(question)
