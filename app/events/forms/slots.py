"""One way to come, on a form."""

from datetime import datetime
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, HiddenField, SelectField, StringField
from wtforms.validators import Length, NumberRange, Optional

from app.events.forms.times import meant, what_is_unreal
from app.events.rules import Mode, SlotPlan, SlotUse
from app.events.wording import MODES
from app.web.choices import choices
from app.web.fields import LocalTime, WholeNumber

MOST_SEATS = 100_000
HIGHEST_FEE = 1_000_000
TOO_LONG = _l("Please write at most %(max)d characters.")
RANGE = _l("Between %(min)s and %(max)s, please.")
UNTOUCHED = SlotUse()


def tidy(text: str | None) -> str:
    """One line without white space around it."""
    return " ".join((text or "").split())


def whole_number(label: str, most: int) -> WholeNumber:
    """A number from nought to `most`, or nothing."""
    return WholeNumber(label, [Optional(), NumberRange(Decimal(0), Decimal(most), RANGE)])


class SlotForm(Form):
    """One way to come. A row with nothing in it does not count."""

    slot_id = HiddenField()
    name = StringField(_l("Name of the slot"), [Length(max=60, message=TOO_LONG)], filters=[tidy])
    capacity = whole_number(_l("Seats"), MOST_SEATS)
    door_fee = whole_number(_l("Fee at the door"), HIGHEST_FEE)
    mode = SelectField(_l("How seats are given"), choices=choices(MODES.items()), default=Mode.FCFS)
    has_waitlist = BooleanField(_l("Keep a waitlist once it is full"), default=True)
    lottery_at = LocalTime(_l("The lots are drawn on"))
    nominee_max = whole_number(_l("People you may name beforehand"), MOST_SEATS)
    weighs_losses = BooleanField(_l("Whoever lost earlier draws of this group has better odds"))
    public_value = StringField(
        _l("A public value nobody can know yet"),
        [Length(max=200, message=TOO_LONG)],
        filters=[tidy],
    )

    use: SlotUse = UNTOUCHED
    was: SlotPlan | None = None

    @property
    def is_blank(self) -> bool:
        """Whether somebody has added the row and written nothing in it."""
        filled = (self.slot_id.data, self.name.data, self.capacity.data, self.door_fee.data)
        is_plain = self.mode.data == Mode.FCFS and all(value in (None, "") for value in filled)
        return is_plain and not (self.capacity.errors or self.door_fee.errors)

    @property
    def is_drawn(self) -> bool:
        return bool(self.mode.data == Mode.LOTTERY)

    def plan(self, zone: str) -> SlotPlan:
        """The slot that was planned. What only a draw knows is kept for draws alone."""
        known = str(self.slot_id.data or "")
        plain = SlotPlan(
            name=self.name.data or "",
            capacity=self.capacity.data,
            door_fee=self.door_fee.data or 0,
            slot_id=int(known) if known.isdecimal() else None,
            mode=Mode(self.mode.data),
            has_waitlist=bool(self.has_waitlist.data),
        )
        if not self.is_drawn:
            return plain
        return SlotPlan(
            **vars(plain)
            | {
                "lottery_at": self.drawn_at(zone),
                "nominee_max": self.nominee_max.data or 0,
                "weighs_losses": bool(self.weighs_losses.data),
                "public_value": self.public_value.data or "",
            }
        )

    def drawn_at(self, zone: str) -> datetime | None:
        return meant(self.lottery_at.data, zone, self.was.lottery_at if self.was else None)

    def close(self) -> None:
        """Let nobody else in this way; whoever has a seat keeps it."""
        self.capacity.raw_data, self.capacity.data = None, 0
        self.has_waitlist.data = False

    def check_draw(self, zone: str, starts_at: datetime | None, at: datetime) -> None:
        """Say beside its field what keeps the lots from being drawn like that."""
        if not self.is_drawn:
            return
        if not self.lottery_at.errors:
            fault = self._fault_of_day(zone, starts_at, at)
            self.lottery_at.errors = [fault] if fault else []
        if self.capacity.data is None and not self.capacity.errors:
            self.capacity.errors = [_("A draw needs a number of seats.")]
        elif (self.nominee_max.data or 0) > (self.capacity.data or 0):
            text = _("No more people than there are seats can be named beforehand.")
            self.nominee_max.errors = [text]

    def check_promise(self, zone: str) -> None:
        """Say that a draw people have entered goes by the terms they entered on."""
        if self.was is None or self.mode.errors or self.use.allows(self.was, self.plan(zone)):
            return
        text = _("Somebody has entered already, so the terms of the draw stay as announced.")
        self.mode.errors = [text]

    def _fault_of_day(self, zone: str, starts_at: datetime | None, at: datetime) -> str:
        if self.lottery_at.data is None:
            return str(_("Please say when the lots are drawn."))
        drawn_at = self.drawn_at(zone)
        if drawn_at is None:
            return what_is_unreal(self.lottery_at.data, zone)
        if starts_at is not None and drawn_at >= starts_at:
            return str(_("The draw must come before the event begins."))
        is_new = self.was is None or self.was.lottery_at != drawn_at
        if drawn_at <= at and is_new:
            return str(_("This moment has passed already. Please choose a later one."))
        return ""
