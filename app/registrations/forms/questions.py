"""What the browser may send about the questions organizers ask."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional, ValidationError

from app.accounts.names import one_line
from app.events.models import Question
from app.events.rules import Asks
from app.registrations.operations.questioning import QuestionPlan
from app.registrations.wording import ASKS
from app.web.choices import choices

MOST_QUESTIONS = 12
MOST_CHOICES = 20
FEWEST_CHOICES = 2
LONGEST_CHOICE = 100
TOO_LONG = _l("Please write at most %(max)d characters.")


class QuestionForm(Form):
    """One question. A row with nothing in it does not count."""

    question_id = HiddenField()
    text = StringField(_l("Question"), [Length(max=300, message=TOO_LONG)], filters=[one_line])
    asks = SelectField(_l("Kind of answer"), choices=choices(ASKS.items()), default=Asks.TEXT)
    choices = TextAreaField(_l("Choices, one on each line"), [Length(max=2_500, message=TOO_LONG)])
    is_required = BooleanField(_l("Everybody has to answer"))
    place = IntegerField(_l("Place on the page"), [Optional()])
    is_dropped = BooleanField(_l("Ask this no longer"))

    @property
    def offered(self) -> tuple[str, ...]:
        """The choices, each once, in order."""
        lines = (one_line(line) for line in (self.choices.data or "").splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))

    @property
    def counts(self) -> bool:
        """Whether this row asks anything."""
        is_blank = not (self.text.data or self.offered or self.question_id.data)
        return not (is_blank or self.is_dropped.data)

    def validate_text(self, field: StringField) -> None:
        if self.counts and not field.data:
            raise ValidationError(_("Please write the question."))

    def validate_choices(self, _field: TextAreaField) -> None:
        if not self.counts or self.asks.data != Asks.CHOICE:
            return
        if len(self.offered) < FEWEST_CHOICES:
            raise ValidationError(_("Please give at least two choices, one on each line."))
        if len(self.offered) > MOST_CHOICES:
            raise ValidationError(_("At most %(number)s choices, please.", number=MOST_CHOICES))
        if any(len(choice) > LONGEST_CHOICE for choice in self.offered):
            raise ValidationError(
                _("A choice has at most %(number)s characters.", number=LONGEST_CHOICE)
            )

    @property
    def plan(self) -> QuestionPlan:
        known, asks = str(self.question_id.data or ""), Asks(self.asks.data)
        return QuestionPlan(
            text=self.text.data or "",
            asks=asks,
            choices=self.offered if asks == Asks.CHOICE else (),
            is_required=self.is_required.data,
            question_id=int(known) if known.isdecimal() else None,
        )


class QuestionsForm(FlaskForm):  # type: ignore[misc]
    """Every question of an event, and an empty row for one more."""

    rows = FieldList(FormField(QuestionForm), max_entries=MOST_QUESTIONS)

    def __init__(self, **given: object) -> None:
        super().__init__(**given)
        is_full = len(self.rows) >= MOST_QUESTIONS
        if not is_full and not (self.rows and _is_blank(self.rows[-1].form)):
            self.rows.append_entry()

    @property
    def plans(self) -> list[QuestionPlan]:
        """The questions in the order of their places; without one, after those before."""
        rows = [row.form for row in self.rows if row.form.counts]
        last = len(rows) + 1
        return [row.plan for row in sorted(rows, key=lambda row: row.place.data or last)]


def questions_form(asked: Sequence[Question]) -> QuestionsForm:
    """The form, filled with what is asked now."""
    rows = [
        {
            "question_id": question.id,
            "text": question.text,
            "asks": question.asks,
            "choices": "\n".join(question.choices),
            "is_required": question.is_required,
            "place": number,
        }
        for number, question in enumerate(asked, 1)
    ]
    return QuestionsForm(data={"rows": rows})


def _is_blank(row: QuestionForm) -> bool:
    return not (row.text.data or row.offered or row.question_id.data)
