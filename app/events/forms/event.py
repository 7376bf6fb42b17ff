"""An evening, on a form."""

from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    Field,
    FieldList,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.accounts.forms import zone_choices
from app.events.forms.around import Around
from app.events.forms.slots import TOO_LONG, SlotForm, tidy
from app.events.forms.times import meant, require_real
from app.events.rules import Openness, Plan, SlotPlan, SlotUse, Status, comes_twice
from app.events.wording import LANGUAGES, OPENNESS, SCOPES
from app.profiles.traits import Stance
from app.web.choices import choices
from app.web.fields import Lines, LocalTime

MOST_SLOTS = 10
MOST_SPEAKERS = 20
LONGEST_NAME = 80
NOT_A_DATE = _l("Please give a date and a time, such as 2027-01-29 19:00.")


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
    notice = TextAreaField(_l("What should people know?"), [Length(max=2_000, message=TOO_LONG)])
    starts = LocalTime(_l("Begins"), [InputRequired(NOT_A_DATE)])
    ends = LocalTime(_l("Ends"), [InputRequired(NOT_A_DATE)])
    timezone = SelectField(_l("Time zone"))
    place_name = StringField(_l("Place"), [Length(max=120, message=TOO_LONG)], filters=[tidy])
    address = StringField(_l("Street address"), [Length(max=200, message=TOO_LONG)], filters=[tidy])
    access = StringField(
        _l("How to get there"), [Length(max=200, message=TOO_LONG)], filters=[tidy]
    )
    online_url = StringField(
        _l("Web address, if it is online"), [Length(max=500, message=TOO_LONG)], filters=[tidy]
    )
    slots = FieldList(FormField(SlotForm), min_entries=1, max_entries=MOST_SLOTS)
    description = TextAreaField(
        _l("Description"), [Length(max=50_000, message=TOO_LONG)], render_kw={"rows": 14}
    )
    openness = RadioField(
        _l("Who finds it"), choices=choices(OPENNESS.items()), default=Openness.PUBLIC
    )
    opens = LocalTime(_l("Registration opens"))
    closes = LocalTime(_l("Registration closes"))
    requires = SelectField(_l("Only for those who come to"), coerce=int, default=0)
    elsewhere_url = StringField(
        _l("Registration on another platform"),
        [Length(max=500, message=TOO_LONG)],
        filters=[tidy],
    )
    languages = SelectMultipleField(
        _l("Languages spoken"),
        choices=choices(LANGUAGES.items()),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    speakers = Lines(_l("Speakers"))
    stance = SelectField(_l("Selling at this event"), default="")
    scope = RadioField(_l("What are you changing?"), choices=choices(SCOPES.items()), default="one")

    def __init__(self, around: Around, **given: object) -> None:
        super().__init__(**given)
        self.around = around
        self.fresh = -1  # which slot somebody has just added
        self.timezone.choices = zone_choices()
        self.stance.choices = around.stances
        self.requires.choices = around.required
        self._drop_what_does_not_apply()
        was = {slot.slot_id: slot for slot in around.plan.slots} if around.plan else {}
        for row in self.rows:
            known = str(row.slot_id.data or "")
            slot_id = int(known) if known.isdecimal() else 0
            row.use, row.was = around.uses.get(slot_id, SlotUse()), was.get(slot_id)

    @property
    def rows(self) -> list[SlotForm]:
        return [entry.form for entry in self.slots]

    @property
    def can_add(self) -> bool:
        return len(self.slots) < MOST_SLOTS

    def is_ready(self) -> bool:
        """Whether it was sent to be saved, and is whole."""
        return self.is_submitted() and not self._take_step() and bool(self.validate())

    def validate(self, extra_validators: object = None) -> bool:
        """Look at every field by itself, then at the slots together."""
        super().validate(extra_validators)
        starts_at = self._instant("starts")
        for row in self.rows:
            row.check_draw(self.timezone.data, starts_at, self.around.at)
            row.check_promise(self.timezone.data)
        self._check_names()
        return not any(self.faults)

    @property
    def faults(self) -> list[tuple[Field, str]]:
        """Everything that is wrong, each with its field."""
        fields: list[Field] = [one for one in self if one.name != "slots"]
        found = [*fields, *(one for row in self.rows for one in row)]
        return [(one, error) for one in found for error in one.errors]

    def has_faults(self, *names: str) -> bool:
        return any(self[name].errors for name in names if name in self)

    def has_words(self, *names: str) -> bool:
        """Whether anything has been written or chosen there."""
        return any(self[name].data for name in names if name in self)

    def validate_starts(self, starts: Field) -> None:
        require_real(starts.data, self.timezone.data)

    def validate_ends(self, ends: Field) -> None:
        require_real(ends.data, self.timezone.data)
        starts_at, ends_at = self._instant("starts"), self._instant("ends")
        if starts_at and ends_at and ends_at <= starts_at:
            raise ValidationError(_("The end must come after the beginning."))
        plan = self.around.plan
        is_new = plan is None or plan.ends_at != ends_at
        if ends_at and ends_at <= self.around.at and is_new:
            raise ValidationError(_("That would be over already. Is the date right?"))

    def validate_opens(self, opens: Field) -> None:
        require_real(opens.data, self.timezone.data)
        opens_at, ends_at = self._instant("opens"), self._instant("ends")
        if opens_at and ends_at and opens_at >= ends_at:
            raise ValidationError(_("Registration must open before the event is over."))

    def validate_closes(self, closes: Field) -> None:
        require_real(closes.data, self.timezone.data)
        opens_at, closes_at, ends_at = map(self._instant, ("opens", "closes", "ends"))
        if opens_at and closes_at and closes_at <= opens_at:
            raise ValidationError(_("Registration must close after it opens."))
        if closes_at and ends_at and closes_at > ends_at:
            raise ValidationError(_("Registration must close before the event is over."))

    def validate_online_url(self, url: Field) -> None:
        _require_address(url.data)

    def validate_elsewhere_url(self, url: Field) -> None:
        _require_address(url.data)

    def validate_speakers(self, speakers: Field) -> None:
        if len(speakers.data or ()) > MOST_SPEAKERS:
            raise ValidationError(_("At most %(max)d people, please.", max=MOST_SPEAKERS))
        if any(len(name) > LONGEST_NAME for name in speakers.data or ()):
            raise ValidationError(_("At most %(max)d characters a name.", max=LONGEST_NAME))

    @property
    def plan(self) -> Plan:
        """The evening that was planned; what the form does not show stays as it is."""
        starts_at, ends_at = self._instant("starts"), self._instant("ends")
        if starts_at is None or ends_at is None:
            raise ValueError("only a form that has been found whole makes a plan")
        fresh = Plan(title="", starts_at=starts_at, ends_at=ends_at)
        typed = {name: self[name].data or "" for name in TYPED}
        return replace(
            self.around.plan or fresh,
            **typed,
            starts_at=starts_at,
            ends_at=ends_at,
            timezone=self.timezone.data,
            opens_at=self._instant("opens"),
            closes_at=self._instant("closes"),
            languages=tuple(self.languages.data or ()),
            speakers=tuple(self.speakers.data or ()),
            openness=Openness(self.openness.data),
            stance=Stance(self.stance.data) if self.stance.data else None,
            requires_event_id=self.requires.data or None if "requires" in self else None,
            slots=self._slots(),
        )

    @property
    def changes_following(self) -> bool:
        return "scope" in self and self.scope.data == "following"

    @property
    def remark(self) -> str:
        """What is worth knowing about times that were saved."""
        zone = self.timezone.data
        if any(self[name].data and comes_twice(self[name].data, zone) for name in TIMES):
            return str(_("One of the hours comes twice that night. The first of the two is meant."))
        return ""

    def _slots(self) -> tuple[SlotPlan, ...]:
        rows = [row for row in self.rows if not row.is_blank]
        return tuple(row.plan(self.timezone.data) for row in rows) or (SlotPlan(),)

    def _instant(self, name: str) -> datetime | None:
        was = getattr(self.around.plan, f"{name}_at", None)
        return meant(self[name].data, self.timezone.data, was)

    def _take_step(self) -> bool:
        """Add, remove or close a slot where such a button was pressed, or only look."""
        step, _colon, number = request.form.get("step", "").partition(":")
        place = int(number) if number.isdecimal() else -1
        if step == "more" and self.can_add:
            self.slots.append_entry()
            self.fresh = len(self.slots) - 1
        elif step in ("drop", "close") and 0 <= place < len(self.slots):
            self._let_go(place, is_closing=step == "close")
        return bool(step)

    def _let_go(self, place: int, *, is_closing: bool) -> None:
        row = self.rows[place]
        if is_closing or not row.use.is_untouched:
            row.close()
        elif len(self.slots) > 1:
            self.slots.pop_entry(place)  # type: ignore[call-arg]  # newer than its stubs

    def _check_names(self) -> None:
        rows = [row for row in self.rows if not row.is_blank]
        seen: set[str] = set()
        for row in rows if len(rows) > 1 else []:
            name = (row.name.data or "").casefold()
            if not name:
                row.name.errors = [_("With several ways to come, each needs a name.")]
            elif name in seen:
                row.name.errors = [_("Two ways to come have this name.")]
            seen.add(name)

    def _drop_what_does_not_apply(self) -> None:
        event = self.around.event
        if event is None or event.status != Status.CANCELLED:
            del self.notice
        if event is None or event.series_id is None:
            del self.scope
        if len(self.around.required) == 1:
            del self.requires


TYPED = (
    *("title", "summary", "description", "place_name", "address", "access"),
    *("online_url", "elsewhere_url"),
)
TIMES = ("starts", "ends", "opens", "closes")


def _require_address(text: str | None) -> None:
    """Go on with nothing, or with an address on the web. Raises ValidationError."""
    parts = urlsplit(text or "https://example.org")
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValidationError(_("Please give a full web address, beginning with https://."))
