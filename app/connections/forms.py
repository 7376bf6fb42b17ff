"""What the browser may send about a tie."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, SelectMultipleField, StringField, TextAreaField, widgets
from wtforms.validators import Length, ValidationError
from wtforms.widgets import TextInput

from app.connections.models import Side
from app.connections.operations import MOST_MARKS, Memory
from app.connections.wording import FIELD_NAMES
from app.relay.forms import first_words
from app.web.choices import choices
from app.web.fields import Lines

LONGEST_MARK = 30


class CheckboxesField(SelectMultipleField):
    """Several choices, each with its own box."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()


class SharesForm(FlaskForm):  # type: ignore[misc]
    """Which of my ways to be reached one other person may see."""

    shares = CheckboxesField(_l("What they may see"))

    def __init__(self, contacts: dict[str, str], granted: list[str] | None = None) -> None:
        super().__init__(data={"shares": granted or []})
        self.shares.choices = choices(
            (name, f"{FIELD_NAMES[name]}: {value}") for name, value in contacts.items()
        )

    @property
    def granted(self) -> tuple[str, ...]:
        return tuple(self.shares.data or ())


class GreetingForm(FlaskForm):  # type: ignore[misc]
    """Ask to connect, with a few words if one likes."""

    greeting = first_words(_l("A few words to go with it, if you like"))

    @property
    def words(self) -> str:
        return (self.greeting.data or "").strip()


class Words(Lines):
    """The same on one line, between commas."""

    widget = TextInput()  # type: ignore[assignment]  # as in the class above

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else ", ".join(self.data or ())


def few_and_short(_form: object, field: Field) -> None:
    """A label is a word, not a note."""
    if len(field.data) > MOST_MARKS:
        raise ValidationError(_("Please keep to %(most)s labels.", most=MOST_MARKS))
    if any(len(mark) > LONGEST_MARK for mark in field.data):
        raise ValidationError(_("A label has at most %(most)s characters.", most=LONGEST_MARK))


class MemoryForm(FlaskForm):  # type: ignore[misc]
    """What I want to remember about somebody. Only I see it."""

    how_met = StringField(_l("How we met"), [Length(max=200)])
    idea = StringField(_l("What we could do together"), [Length(max=200)])
    note = TextAreaField(_l("Your private note"), [Length(max=2000)])
    marks = Words(_l("Your own labels"), [few_and_short])

    @classmethod
    def of(cls, side: Side | None) -> "MemoryForm":
        """Filled in with what is kept."""
        names = ("how_met", "idea", "note", "marks")
        return cls(data={name: getattr(side, name) for name in names} if side else {})

    @property
    def memory(self) -> Memory:
        return Memory(
            note=self.note.data or "",
            how_met=self.how_met.data or "",
            idea=self.idea.data or "",
            marks=tuple(self.marks.data or ()),
        )


class InvitationForm(FlaskForm):  # type: ignore[misc]
    """A link for one person."""

    words = StringField(_l("Whom is it for?"), [Length(max=80)])
