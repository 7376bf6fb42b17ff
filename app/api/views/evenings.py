"""The evening: the rounds."""

from flask_babel import lazy_gettext as _l

from app.accounts.models import Scope
from app.accounts.session import current_user
from app.api.calls import call
from app.api.finding import own_event
from app.api.shapes.evenings import (
    Rounds,
    RoundsDraft,
    rounds_shape,
)
from app.kit.clock import now
from app.matching import operations as matching
from app.matching.queries import rounds_of, seating_of, usual_wish
from app.policy import Can


@call("POST /events/<event_id>/rounds", _l("Plan the rounds that have not begun"), Scope.ORGANIZE)
def plan_rounds(event_id: str, body: RoundsDraft) -> Rounds:
    event = own_event(event_id, Can.PLAN_ROUNDS)
    wish = body.wish(usual_wish(event))
    matching.plan_rounds(event, wish, by=current_user(), at=now())
    return rounds_shape(rounds_of(event), seating_of(event))


@call("GET /events/<event_id>/rounds", _l("Read the rounds of an evening"), Scope.ORGANIZE)
def show_rounds(event_id: str) -> Rounds:
    event = own_event(event_id, Can.PLAN_ROUNDS)
    return rounds_shape(rounds_of(event), seating_of(event))
