"""What the browser may send about an event."""

from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateTimeLocalField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)
from wtforms.widgets import CheckboxInput, ListWidget

from app.accounts.forms import zone_choices
from app.events.models import Event
from app.events.rules import (
    USUAL,
    NoSuchTime,
    Openness,
    Plan,
    SlotPlan,
    instant,
    usual_times,
)
from app.events.wording import LANGUAGES, OPENNESS
from app.groups.models import Group
from app.web.choices import choices

MOST_SLOTS = 5
MOST_SEATS = 100_000
HIGHEST_FEE = 1_000_000
YEARS = range(2000, 2101)
TOO_LONG = _l("Please write at most %(max)d characters.")
NOT_A_DATE = _l("Please give a date and a time, such as 2027-01-29 19:00.")


def tidy(text: str | None) -> str:
    """One line without white space around it."""
    return " ".join((text or "").split())


class SlotForm(Form):
    """One way to come. A row with nothing in it does not count."""

    slot_id = HiddenField()
    name = StringField(_l("Name of the slot"), [Length(max=60, message=TOO_LONG)], filters=[tidy])
    capacity = IntegerField(
        _l("Seats"),
        [Optional(), NumberRange(0, MOST_SEATS, _l("Between %(min)s and %(max)s, please."))],
    )
    door_fee = IntegerField(
        _l("Fee at the door"),
        [Optional(), NumberRange(0, HIGHEST_FEE, _l("Between %(min)s and %(max)s, please."))],
    )

    @property
    def is_blank(self) -> bool:
        filled = (self.slot_id.data, self.name.data, self.capacity.data, self.door_fee.data)
        return all(value in (None, "") for value in filled)

    @property
    def planned(self) -> SlotPlan:
        known = str(self.slot_id.data or "")
        return SlotPlan(
            name=self.name.data or "",
            capacity=self.capacity.data,
            door_fee=self.door_fee.data or 0,
            slot_id=int(known) if known.isdecimal() else None,
        )


class EventForm(FlaskForm):  # type: ignore[misc]
    """An evening, as the organizers plan it. Times are local to where it takes place."""

    title = StringField(
        _l("Title"),
        [DataRequired(_l("Please give the event a title.")), Length(max=120, message=TOO_LONG)],
        filters=[tidy],
    )
    summary = StringField(
        _l("In one sentence"), [Length(max=200, message=TOO_LONG)], filters=[tidy]
    )
    starts = DateTimeLocalField(_l("Begins"), [InputRequired(NOT_A_DATE)])
    ends = DateTimeLocalField(_l("Ends"), [InputRequired(NOT_A_DATE)])
    timezone = SelectField(_l("Time zone"))
    place_name = StringField(_l("Place"), [Length(max=120, message=TOO_LONG)], filters=[tidy])
    address = StringField(_l("Street address"), [Length(max=200, message=TOO_LONG)], filters=[tidy])
    access = StringField(
        _l("How to get there"), [Length(max=200, message=TOO_LONG)], filters=[tidy]
    )
    online_url = StringField(
        _l("Web address, if it is online"), [Length(max=500, message=TOO_LONG)]
    )
    languages = SelectMultipleField(
        _l("Languages spoken"),
        choices=choices(LANGUAGES.items()),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    slots = FieldList(FormField(SlotForm), min_entries=1, max_entries=MOST_SLOTS)
    description = TextAreaField(
        _l("Description"), [Length(max=50_000, message=TOO_LONG)], render_kw={"rows": 14}
    )
    openness = RadioField(
        _l("Who finds it"), choices=choices(OPENNESS.items()), default=Openness.PUBLIC
    )

    def __init__(self, **given: object) -> None:
        super().__init__(**given)
        self.timezone.choices = zone_choices()
        if len(self.slots) < MOST_SLOTS and not self.slots[-1].form.is_blank:
            self.slots.append_entry()

    def validate_starts(self, field: DateTimeLocalField) -> None:
        self._exists(field.data)

    def validate_ends(self, field: DateTimeLocalField) -> None:
        self._exists(field.data)
        if self.starts.data and field.data and field.data <= self.starts.data:
            raise ValidationError(_("The end must come after the beginning."))

    def validate_online_url(self, field: StringField) -> None:
        if not field.data:
            return
        parts = urlsplit(field.data.strip())
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise ValidationError(_("Please give a full web address, beginning with https://."))

    @property
    def plan(self) -> Plan:
        """The evening that was planned."""
        zone = self.timezone.data
        return Plan(
            title=self.title.data or "",
            starts_at=self._instant(self.starts.data),
            ends_at=self._instant(self.ends.data),
            timezone=zone,
            summary=self.summary.data or "",
            description=self.description.data or "",
            languages=tuple(self.languages.data or ()),
            openness=Openness(self.openness.data),
            place_name=self.place_name.data or "",
            address=self.address.data or "",
            access=self.access.data or "",
            online_url=(self.online_url.data or "").strip(),
            slots=self._slots(),
        )

    def _slots(self) -> tuple[SlotPlan, ...]:
        rows = [row.form for row in self.slots if not row.form.is_blank]
        return tuple(row.planned for row in rows) or (SlotPlan(),)

    def _instant(self, local: datetime | None) -> datetime:
        if local is None:
            raise ValueError("only a form that has been found whole makes a plan")
        return instant(local, self.timezone.data)

    def _exists(self, local: datetime | None) -> None:
        if local is None:  # not a date at all: the field has said so
            return
        if local.year not in YEARS:
            raise ValidationError(_("Is the year right?"))
        if self.timezone.data not in available_timezones():
            return
        try:
            instant(local, self.timezone.data)
        except NoSuchTime:
            raise ValidationError(
                _("That hour does not exist there: the clocks are put forward that night.")
            ) from None


def form_of(event: Event) -> EventForm:
    """The form, filled with the event as it is planned now."""
    zone = ZoneInfo(event.timezone)
    return EventForm(obj=event, data=_times(event, zone) | {"slots": _rows(event)})


def form_for(group: Group, last: Event | None, at: datetime) -> EventForm:
    """A form for the group's next event: as last time, else as is usual for its kind."""
    usual = USUAL[group.kind]
    starts, ends = usual_times(usual, at.date())
    first = {
        "starts": starts,
        "ends": ends,
        "timezone": "Asia/Tokyo",
        "slots": [{"capacity": usual.seats, "door_fee": usual.door_fee}],
        "languages": ["ja"],
    }
    if last is not None:
        zone = ZoneInfo(last.timezone)
        was = _times(last, zone)
        starts = datetime.combine(starts.date(), was["starts"].time())
        first = {
            "starts": starts,
            "ends": starts + (was["ends"] - was["starts"]),
            "slots": [row | {"slot_id": ""} for row in _rows(last)],
            **{
                name: getattr(last, name)
                for name in ("timezone", "place_name", "address", "access", "languages")
            },
        }
    return EventForm(data=first)


def _times(event: Event, zone: ZoneInfo) -> dict[str, datetime]:
    return {
        "starts": event.starts_at.astimezone(zone).replace(tzinfo=None),
        "ends": event.ends_at.astimezone(zone).replace(tzinfo=None),
    }


def _rows(event: Event) -> list[dict[str, object]]:
    return [
        {
            "slot_id": str(slot.id),
            "name": slot.name,
            "capacity": slot.capacity,
            "door_fee": slot.door_fee,
        }
        for slot in event.slots
    ]
