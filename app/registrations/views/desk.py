"""The organizer's desk: how many, who, and the ways to the door, the import and the tables."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.kit.clock import now
from app.kit.paging import paginate
from app.registrations.queries import attendee_list, counts, seats, waiting
from app.registrations.states import State
from app.registrations.views.events import bp
from app.registrations.views.planning import own_event


@bp.get("/events/<slug>/organize")
def organize(slug: str) -> ResponseReturnValue:
    event = own_event(slug)
    wanted, state = request.args.get("q", "").strip()[:100], _state()
    page = request.args.get("page", 1, int)
    return render_template(
        "events/organize.html",
        event=event,
        at=now(),
        counts=counts(event),
        seats={slot.slot_id: slot for slot in seats(event)},
        people=paginate(attendee_list(event, wanted, state), page, per_page=50),
        line={row.id: place for place, row in enumerate(waiting(event), 1)},
        wanted=wanted,
        state=state,
    )


def _state() -> State | None:
    wanted = request.args.get("state", "")
    return State(wanted) if wanted in set(State) else None
