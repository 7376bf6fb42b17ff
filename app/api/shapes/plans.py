"""Evenings as organizers plan them through the API."""

from dataclasses import replace
from typing import Annotated, Any, Literal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from pydantic import AfterValidator, Field

from app.api.faults import wrong
from app.api.shapes.base import Body, Change, Instant, Line, Name, Text, WebAddress, Wrong
from app.api.shapes.groups import DisclosureDraft
from app.api.shapes.me import Zone
from app.api.shapes.registrations import SlotName
from app.events.forms.event import MOST_SLOTS
from app.events.forms.slots import HIGHEST_FEE, MOST_SEATS
from app.events.models import Event
from app.events.rules import Mode, Openness, Plan, SlotPlan
from app.groups.models import Group
from app.groups.rules import Kind
from app.profiles.traits import Stance

MOST_SPEAKERS = 20
THE_GROUPS = _l("The group decides this: please change it there.")

# What the API calls otherwise than the plan does.
RENAMED = {
    "visibility": "openness",
    "registration_opens_at": "opens_at",
    "registration_closes_at": "closes_at",
}
# What an event shows and its group decides: sent back as it was read, it changes nothing.
OF_GROUP = ("kind", "disclosure", "composition")


def _each_once(slots: "list[SlotDraft]") -> "list[SlotDraft]":
    named = [slot.id for slot in slots if slot.id is not None]
    if len(named) != len(set(named)):
        raise Wrong(_l("Each slot once, please."))
    return slots


class PlaceDraft(Change):
    """Where an evening is."""

    name: Annotated[Line, Field(max_length=120)] = ""
    address: Annotated[Line, Field(max_length=200)] = ""
    access: Annotated[Line, Field(max_length=200)] = ""


class SlotDraft(Body):
    """One way to come. With an id it is one that is there already; without one it is new."""

    id: SlotName | None = None
    name: Annotated[Line, Field(max_length=60)] = ""
    capacity: Annotated[int, Field(ge=0, le=MOST_SEATS)] | None = None
    mode: Mode = Mode.FCFS
    lottery_at: Instant | None = None
    nominees: Annotated[int, Field(ge=0, le=MOST_SEATS)] = 0
    weighs_losses: bool = False
    public_value: Annotated[Line, Field(max_length=200)] = ""
    fee: Annotated[int, Field(ge=0, le=HIGHEST_FEE)] = 0
    waitlist: bool = True

    @property
    def plan(self) -> SlotPlan:
        """The slot as the operations take it; what only a draw knows is left out elsewhere."""
        slot = SlotPlan(
            name=self.name,
            capacity=self.capacity,
            door_fee=self.fee,
            slot_id=int(self.id) if self.id else None,
            mode=self.mode,
            has_waitlist=self.waitlist,
        )
        if self.mode != Mode.LOTTERY:
            return slot
        return replace(
            slot,
            lottery_at=self.lottery_at,
            nominee_max=self.nominees,
            weighs_losses=self.weighs_losses,
            public_value=self.public_value,
        )


Slots = Annotated[
    list[SlotDraft], Field(min_length=1, max_length=MOST_SLOTS), AfterValidator(_each_once)
]


class EventChange(Change):
    """What is to change; what is left out stays. Slots come all together."""

    title: Annotated[Line, Field(min_length=1, max_length=120)] = ""
    summary: Annotated[Line, Field(max_length=200)] = ""
    description: Annotated[Text, Field(max_length=50_000)] = ""
    languages: Annotated[list[Literal["ja", "en"]], Field(max_length=2)] = []
    speakers: Annotated[
        list[Annotated[Line, Field(min_length=1, max_length=80)]], Field(max_length=MOST_SPEAKERS)
    ] = []
    starts_at: Instant | None = None
    ends_at: Instant | None = None
    timezone: Zone = "Asia/Tokyo"
    place: PlaceDraft = PlaceDraft()
    online_url: WebAddress = ""
    elsewhere_url: WebAddress = ""
    visibility: Openness = Openness.PUBLIC
    stance: Stance | None = None
    registration_opens_at: Instant | None = None
    registration_closes_at: Instant | None = None
    slots: Slots = [SlotDraft()]
    kind: Kind | None = None
    disclosure: DisclosureDraft | None = None
    composition: None = None

    def hold_against(self, group: Group) -> None:
        """Refuse what only the group could change. Raises BadInput."""
        if self.kind not in (None, group.kind):
            raise wrong("kind", THE_GROUPS)
        told = self.disclosure.sent if self.disclosure else {}
        for name, value in told.items():
            if value != getattr(group, name):
                raise wrong(f"disclosure.{name}", THE_GROUPS)

    def changed(self, event: Event) -> Plan:
        """The plan of `event` with what was sent. Raises BadInput."""
        self.hold_against(event.group)
        plan = _with(event.plan, self.sent)
        _check(plan, {slot.id for slot in event.slots})
        return plan


class EventDraft(EventChange):
    """A new event. Nobody but the organizers sees it before it is published."""

    group: Name
    title: Annotated[Line, Field(min_length=1, max_length=120)]
    starts_at: Instant
    ends_at: Instant

    @property
    def plan(self) -> Plan:
        """The evening that was planned. Raises BadInput."""
        first = Plan(self.title, self.starts_at, self.ends_at, slots=(SlotPlan(capacity=None),))
        plan = _with(first, self.sent)
        _check(plan, set())
        return plan


def _with(plan: Plan, sent: dict[str, Any]) -> Plan:
    """`plan` with what was sent, under the names the plan knows."""
    elsewhere = ("group", *OF_GROUP)
    own = {name: value for name, value in sent.items() if name not in elsewhere}
    values = {RENAMED.get(name, name): value for name, value in own.items()}
    place = values.pop("place", None)
    if place is not None:
        names = {"name": "place_name", "address": "address", "access": "access"}
        values |= {names[name]: value for name, value in place.sent.items()}
    if "slots" in values:
        values["slots"] = tuple(slot.plan for slot in values["slots"])
    values |= {name: tuple(values[name]) for name in ("languages", "speakers") if name in values}
    for name in ("starts_at", "ends_at"):
        if values.get(name, "") is None:
            raise wrong(name, _("This is needed."))
    return replace(plan, **values)


def _check(plan: Plan, known: set[int]) -> None:
    """What only shows when the parts are put together. Raises BadInput."""
    if plan.ends_at <= plan.starts_at:
        raise wrong("ends_at", _("The end must come after the beginning."))
    if plan.opens_at and plan.closes_at and plan.closes_at <= plan.opens_at:
        raise wrong("registration_closes_at", _("The end must come after the beginning."))
    for number, slot in enumerate(plan.slots):
        if slot.slot_id is not None and slot.slot_id not in known:
            raise wrong(f"slots.{number}.id", _("There is no such slot at this event."))
        _check_draw(slot, number, plan)


def _check_draw(slot: SlotPlan, number: int, plan: Plan) -> None:
    if slot.mode != Mode.LOTTERY:
        return
    if slot.lottery_at is None:
        raise wrong(f"slots.{number}.lottery_at", _("This is needed."))
    if slot.lottery_at >= plan.starts_at:
        raise wrong(f"slots.{number}.lottery_at", _("The draw comes before the event begins."))
