"""The organizers' questions as fields of whatever form asks them."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from wtforms import Field, Form, RadioField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from app.events.models import Question
from app.events.rules import Asks
from app.registrations.rules import LONGEST_ANSWER, NO, YES
from app.web.choices import choices

PREFIX = "question_"
PLEASE = _l("Please answer this question.")

Asking = TypeVar("Asking", bound=Form)


def asking(form: type[Asking], questions: Iterable[Question]) -> type[Asking]:
    """The form with a field for each of the questions, after its own."""
    fields = {field_name(question.id): _field(question) for question in questions}
    return type(form.__name__, (form,), fields)


def field_name(question_id: int) -> str:
    """What the field of a question is called."""
    return f"{PREFIX}{question_id}"


def question_fields(form: Form) -> Iterator[Field]:
    """The fields of the organizers' questions, in page order."""
    return (field for field in form if field.name.startswith(PREFIX))


def answers_in(form: Form) -> dict[int, str]:
    """What was answered, by question; what was left empty is left out."""
    given = ((field.name.removeprefix(PREFIX), field.data) for field in question_fields(form))
    return {int(question): text.strip() for question, text in given if text and text.strip()}


def answered(given: Iterable[tuple[Question, str]]) -> dict[str, str]:
    """Answers given before, to fill the fields with."""
    return {field_name(question.id): text for question, text in given}


def _field(question: Question) -> Any:
    needed = DataRequired(PLEASE) if question.is_required else Optional()
    if question.asks == Asks.TEXT:
        most = Length(max=LONGEST_ANSWER, message=_l("Please write at most %(max)d characters."))
        return TextAreaField(question.text, [needed, most])
    offered = [(choice, choice) for choice in question.choices]
    if question.asks == Asks.YES_NO:
        offered = [(YES, _l("Yes")), (NO, _l("No"))]
    if not question.is_required:
        offered.append(("", _l("No answer")))
    return RadioField(question.text, [needed], choices=choices(offered), default="")
