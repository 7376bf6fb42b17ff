"""What the browser may send from the desk."""

from collections.abc import Mapping
from enum import Enum
from typing import TypeVar

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from app.events.models import Event, Slot
from app.insights.operations import LONGEST_NOTE, Verdict
from app.insights.queries.attendees import Only, Order, Wanted
from app.insights.rules import Act
from app.registrations.states import Removal, State
from app.registrations.wording import REMOVALS
from app.web.choices import choices

Code = TypeVar("Code", bound=Enum)

LONGEST_SEARCH, LONGEST_REASON = 100, 200


def wanted_from(args: Mapping[str, str]) -> Wanted:
    """What somebody wants to see of the list; what makes no sense is left out."""
    slot = args.get("slot", "")
    state = code_in(State, args.get("state", ""))
    usual = Order.LINE if state == State.WAITLISTED else Order.READING
    return Wanted(
        text=args.get("q", "").strip()[:LONGEST_SEARCH],
        state=state,
        slot_id=int(slot) if slot.isascii() and slot.isdigit() and len(slot) < 10 else None,  # noqa: PLR2004
        only=code_in(Only, args.get("only", "")),
        order=code_in(Order, args.get("order", "")) or usual,
    )


def code_in(codes: type[Code], text: str) -> Code | None:
    """The code spelled `text`, if there is one."""
    return next((code for code in codes if code.value == text), None)


class NoteForm(FlaskForm):  # type: ignore[misc]
    """What organizers want to remember about somebody."""

    note = TextAreaField(_l("Note for the organizers"), [Length(max=LONGEST_NOTE)])

    @property
    def text(self) -> str:
        return (self.note.data or "").strip()


class ExcuseForm(FlaskForm):  # type: ignore[misc]
    """Why staying away was all right."""

    reason = StringField(
        _l("Why is it all right?"),
        [DataRequired(_l("Please say why.")), Length(max=LONGEST_REASON)],
        filters=[lambda text: " ".join((text or "").split())],
    )


class VerdictForm(FlaskForm):  # type: ignore[misc]
    """Whatever an action still needs to know: why, or where to."""

    act = HiddenField()
    reason = SelectField(
        _l("Why? Only organizers read this."),
        choices=[*choices([("", _l("Please choose"))]), *choices(REMOVALS.items())],
        validators=[InputRequired(_l("Please say why."))],
    )
    slot = RadioField(
        _l("Which slot?"),
        [InputRequired(_l("Please choose one."))],
        coerce=int,
        validate_choice=True,
    )

    def __init__(self, event: Event, act: Act, **given: object) -> None:
        super().__init__(**(given | {"data": {"act": act.value}}))
        self._act, self._event = act, event
        if act != Act.REMOVE:
            del self.reason
        if act != Act.MOVE:
            del self.slot
        else:
            self.slot.choices = choices((slot.id, slot.name) for slot in event.slots)

    @property
    def verdict(self) -> Verdict:
        reason = Removal(self.reason.data) if "reason" in self else Removal.OTHER
        return Verdict(self._act, reason, self._slot)

    @property
    def _slot(self) -> Slot | None:
        if "slot" not in self:
            return None
        return next(slot for slot in self._event.slots if slot.id == self.slot.data)
