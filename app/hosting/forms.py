"""What the browser may send about a first event."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.accounts.models import User
from app.events.forms.event import NOT_A_DATE
from app.events.forms.slots import MOST_SEATS, TOO_LONG, tidy, whole_number
from app.events.forms.times import meant, require_real
from app.events.rules import Plan, SlotPlan
from app.groups.models import Group
from app.groups.operations import Charter
from app.hosting.rules import STARTS, Sort, usual_times
from app.hosting.wording import SORTS, TEXTS, TITLES
from app.web.choices import choices
from app.web.fields import LocalTime
from app.web.times import language

NEW = "new"


class SortForm(FlaskForm):  # type: ignore[misc]
    """What sort of event, and in which group. It is got, not posted: nothing is kept yet."""

    class Meta:
        csrf = False

    sort = RadioField(
        _l("What would you like to host?"), choices=choices(SORTS.items()), default=Sort.MIXER
    )
    group = RadioField(_l("In which group?"))

    def __init__(self, groups: list[Group]) -> None:
        super().__init__(formdata=None)
        known = [(group.slug, group.name) for group in groups]
        self.group.choices = choices([*known, (NEW, _("In a new group of my own"))])
        self.group.data = known[0][0] if known else NEW


class FirstEventForm(FlaskForm):  # type: ignore[misc]
    """As little as a draft takes, filled in with what is usual. Times are local to `zone`."""

    sort = HiddenField()
    group = HiddenField()
    group_name = StringField(
        _l("A name for the group"),
        [DataRequired(_l("Please give the group a name.")), Length(max=80, message=TOO_LONG)],
        filters=[tidy],
    )
    run_by = StringField(_l("Run by"), [Length(max=200, message=TOO_LONG)], filters=[tidy])
    title = StringField(
        _l("Title"),
        [DataRequired(_l("Please give the event a title.")), Length(max=120, message=TOO_LONG)],
        filters=[tidy],
    )
    starts = LocalTime(_l("Begins"), [InputRequired(NOT_A_DATE)])
    ends = LocalTime(_l("Ends"), [InputRequired(NOT_A_DATE)])
    place_name = StringField(_l("Place"), [Length(max=120, message=TOO_LONG)], filters=[tidy])
    seats = whole_number(_l("Seats"), MOST_SEATS)
    description = TextAreaField(_l("What it is about"), [Length(max=5_000, message=TOO_LONG)])

    def __init__(self, sort: Sort, group: Group | None, by: User, at: datetime) -> None:
        start = STARTS[sort]
        starts, ends = usual_times(start, at.date())
        usual = {
            "sort": sort,
            "group": group.slug if group else NEW,
            "run_by": by.full_name,
            "title": str(TITLES[sort]),
            "starts": starts,
            "ends": ends,
            "seats": start.seats,
            "description": str(TEXTS[sort]),
        }
        super().__init__(data=usual)
        self.kind, self.host_group, self.zone, self.at = start.kind, group, by.timezone, at
        if group is not None:
            del self.group_name, self.run_by

    def validate_starts(self, starts: Field) -> None:
        require_real(starts.data, self.zone)

    def validate_ends(self, ends: Field) -> None:
        require_real(ends.data, self.zone)
        starts_at, ends_at = self._instant("starts"), self._instant("ends")
        if starts_at and ends_at and ends_at <= starts_at:
            raise ValidationError(_("The end must come after the beginning."))
        if ends_at and ends_at <= self.at:
            raise ValidationError(_("That would be over already. Is the date right?"))

    @property
    def where(self) -> Group | Charter:
        """The group one runs, or what a new one says about itself."""
        if self.host_group is not None:
            return self.host_group
        return Charter(
            name=self.group_name.data or "", kind=self.kind, run_by=self.run_by.data or ""
        )

    @property
    def plan(self) -> Plan:
        starts_at, ends_at = self._instant("starts"), self._instant("ends")
        if starts_at is None or ends_at is None:
            raise ValueError("only a form that has been found whole makes a plan")
        return Plan(
            title=self.title.data or "",
            starts_at=starts_at,
            ends_at=ends_at,
            timezone=self.zone,
            place_name=self.place_name.data or "",
            description=(self.description.data or "").strip(),
            languages=(language(),),
            slots=(SlotPlan(capacity=self.seats.data),),
        )

    def _instant(self, name: str) -> datetime | None:
        return meant(self[name].data, self.zone, None)
