"""What the browser may ask the list of events for."""

from datetime import date
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, SelectField, StringField
from wtforms.validators import Optional, ValidationError

from app.events.areas import areas
from app.events.finding import ONLINE, Filters, When, days_of
from app.events.forms.times import YEARS
from app.events.wording import LANGUAGES
from app.groups.rules import Kind
from app.groups.wording import KINDS
from app.web.choices import choices
from app.web.times import language

LONGEST = 100
NOT_A_DAY = _l("Please give a day, such as 2027-01-29.")
WHENS = {
    When.TODAY: _l("Today only"),
    When.WEEK: _l("This week"),
    When.WEEKEND: _l("This weekend"),
    When.MONTH: _l("This month"),
}
SPELLINGS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d"]


class DayField(DateField):
    """A day, however it is spelled, that says kindly when it is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([value.strip() for value in valuelist if value.strip()])
        except ValueError:
            raise ValueError(str(NOT_A_DAY)) from None


class FinderForm(FlaskForm):  # type: ignore[misc]
    """Filters of a list of events. Everything may stay empty."""

    class Meta:
        csrf = False

    q = StringField(_l("Topic, place or group"), filters=[lambda text: (text or "").strip()])
    when = SelectField(_l("When"), [Optional()])
    first = DayField(_l("From this day"), [Optional()], format=SPELLINGS)
    last = DayField(_l("Until this day"), [Optional()], format=SPELLINGS)
    area = SelectField(_l("Where"), [Optional()])
    kind = SelectField(_l("Kind"), [Optional()])
    lang_spoken = SelectField(_l("Language"), [Optional()], name="spoken")
    free = BooleanField(_l("Free of charge"))
    seats = BooleanField(_l("Seats left"))

    def __init__(self, today: date, used: dict[str, int]) -> None:
        super().__init__(formdata=MultiDict(request.args))
        self.today = today
        self.when.choices = [("", _("Any day")), *choices(WHENS.items())]
        self.kind.choices = [("", _("Any kind")), *choices(KINDS.items())]
        self.lang_spoken.choices = [("", _("Any language")), *choices(LANGUAGES.items())]
        self.area.choices = [("", _("Anywhere")), *_places(used, self.area.data)]

    def validate_first(self, field: DayField) -> None:
        if field.data and field.data.year not in YEARS:
            raise ValidationError(_("Is the year right?"))

    def validate_last(self, field: DayField) -> None:
        self.validate_first(field)
        if self.first.data and field.data and field.data < self.first.data:
            raise ValidationError(_("The last day comes before the first."))

    @property
    def filters(self) -> Filters:
        """What is looked for; a field that is wrong does not count."""
        self.validate()
        right = {name: None if field.errors else field.data for name, field in self._fields.items()}
        first, last = self._days(right)
        return Filters(
            text=(right["q"] or "")[:LONGEST],
            first=first,
            last=last,
            area=right["area"] or "",
            kind=Kind(right["kind"]) if right["kind"] else None,
            language=right["lang_spoken"] or "",
            is_free=bool(right["free"]),
            has_seats=bool(right["seats"]),
        )

    @property
    def has_filters(self) -> bool:
        """Whether anything but words is asked for."""
        return bool(self.errors) or any(
            field.data for name, field in self._fields.items() if name != "q"
        )

    def _days(self, right: dict[str, Any]) -> tuple[date | None, date | None]:
        if right["first"] or right["last"]:
            return right["first"], right["last"]
        return days_of(When(right["when"]), self.today) if right["when"] else (None, None)


def _places(used: dict[str, int], asked: str | None) -> list[tuple[str, str]]:
    """Online, then every prefecture with something on, and the one that is asked for."""
    known = areas()
    named = [(ONLINE, _("Online"))] if used.get(ONLINE) or asked == ONLINE else []
    return named + [
        (code, area.name_in(language()))
        for code, area in known.items()
        if code in used or code == asked
    ]
