"""The form of an event, filled: with what is planned, what was last time, what is usual."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from app.events.forms.around import Around
from app.events.forms.event import EventForm
from app.events.forms.times import on_clock
from app.events.models import Event
from app.events.recurring import next_of_its_kind, numbered_on, on_day
from app.events.rules import USUAL, Plan, usual_times

# What is usually the same the next time.
USUALLY_KEPT = ("timezone", "place_name", "address", "access", "languages", "slots")
# An evening that is planned today is hardly ever sooner.
SOONEST = timedelta(days=3)


def form_of(event: Event, around: Around) -> EventForm:
    """The form, filled with the event as it is planned now."""
    known = [str(slot.id) for slot in event.slots]
    return EventForm(around, data=_shown(event.plan, known) | {"notice": event.notice})


def form_like(event: Event, around: Around) -> EventForm:
    """The form of a new event that is all like `event`, on its next day of that kind."""
    plan = _next_time(event, around)
    return EventForm(around, data=_shown(replace(plan, title=numbered_on(plan.title))))


def form_for(last: Event | None, around: Around) -> EventForm:
    """A form for the group's next event: as last time, else as is usual for its kind."""
    if last is None:
        return EventForm(around, data=_usual(around))
    shown = _shown(_next_time(last, around))
    kept = {name: shown[name] for name in (*USUALLY_KEPT, "starts", "ends")}
    return EventForm(around, data=kept)


def _usual(around: Around) -> dict[str, object]:
    usual = USUAL[around.group.kind]
    starts, ends = usual_times(usual, around.at.date())
    return {
        "starts": starts,
        "ends": ends,
        "timezone": "Asia/Tokyo",
        "slots": [{"capacity": usual.seats, "door_fee": usual.door_fee}],
        "languages": ["ja"],
    }


def _next_time(event: Event, around: Around) -> Plan:
    zone = ZoneInfo(event.timezone)
    day = event.starts_at.astimezone(zone).date()
    soonest = (around.at + SOONEST).astimezone(zone).date()
    return on_day(event.plan, next_of_its_kind(day, soonest))


def _shown(plan: Plan, slot_ids: list[str] | None = None) -> dict[str, object]:
    zone = plan.timezone
    return {
        **{name: getattr(plan, name) for name in PLAIN},
        "starts": on_clock(plan.starts_at, zone),
        "ends": on_clock(plan.ends_at, zone),
        "opens": on_clock(plan.opens_at, zone),
        "closes": on_clock(plan.closes_at, zone),
        "stance": plan.stance or "",
        "requires": plan.requires_event_id or 0,
        "slots": [
            vars(slot)
            | {
                "slot_id": slot_ids[place] if slot_ids else "",
                "lottery_at": on_clock(slot.lottery_at, zone),
            }
            for place, slot in enumerate(plan.slots)
        ],
    }


PLAIN = (
    *("title", "summary", "description", "place_name", "address", "access", "online_url"),
    *("elsewhere_url", "timezone", "openness", "languages", "speakers"),
)
