"""What the browser may send about a tie."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, TextAreaField, widgets
from wtforms.validators import Length

from app.connections.wording import FIELD_NAMES
from app.web.choices import choices


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


class NoteForm(FlaskForm):  # type: ignore[misc]
    """What I want to remember about somebody. Only I see it."""

    note = TextAreaField(_l("Your private note"), [Length(max=2000)])
