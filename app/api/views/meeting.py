"""Whom to meet, and who one would rather not."""

from flask_babel import lazy_gettext as _l

from app.accounts.models import Scope, User
from app.accounts.session import current_user
from app.api.calls import call
from app.api.finding import event_called, person_called
from app.api.shapes.meeting import Suggestion, Suggestions, suggestion_shapes
from app.api.shapes.people import PersonCard, card_shape
from app.api.shapes.ties import PersonName
from app.kit.clock import now
from app.matching import operations as matching
from app.matching.queries import suggestions
from app.moderation import operations as moderation
from app.moderation.queries import blocked_by, may_block
from app.registrations.queries import coming_to
from app.web.find import find

MOST = 8


@call("GET /people/<person_id>", _l("Read what somebody shows you"))
def show_person(person_id: str) -> PersonCard:
    return card_shape(current_user(), person_called(person_id))


@call("GET /events/<event_id>/suggestions", _l("Whom to meet at an event"))
def list_suggestions(event_id: str) -> Suggestions:
    event = event_called(event_id)
    found = suggestions(event, current_user(), at=now(), limit=MOST)
    if found is None:
        return Suggestions(items=[], next=None, note="not_shown")
    return Suggestions(items=suggestion_shapes(found.matches, event), next=None, note=found.note)


@call("GET /suggestions", _l("Whom to meet at the events you come to"))
def list_all_suggestions() -> Suggestions:
    me, at, items = current_user(), now(), list[Suggestion]()
    for row in coming_to(me, at):
        found = suggestions(row.event, me, at=at)
        items += suggestion_shapes(found.matches, row.event) if found else []
    return Suggestions(items=items, next=None, note=None)


@call("POST /dismissals", _l("Not for me: be suggested to each other no more"), Scope.CONNECT)
def dismiss(body: PersonName) -> None:
    matching.dismiss(current_user(), person_called(body.person), at=now())


@call("POST /blocks", _l("Keep somebody away from you"), Scope.CONNECT)
def block(body: PersonName) -> None:
    me = current_user()
    person = find(may_block(me).where(User.public_id == body.person, User.id != me.id))
    moderation.block(me, person, at=now())


@call("DELETE /blocks/<person_id>", _l("Take a block back"), Scope.CONNECT)
def unblock(person_id: str) -> None:
    me = current_user()
    moderation.unblock(me, find(blocked_by(me).where(User.public_id == person_id)))
