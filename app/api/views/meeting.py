"""Whom to meet, and who one would rather not."""

from flask import abort
from flask_babel import lazy_gettext as _l

from app.accounts.models import Scope, User
from app.accounts.session import current_user
from app.api.calls import call
from app.api.finding import event_called, person_called
from app.api.shapes.meeting import Interest, SuggestionQuery, Suggestions, suggestion_shapes
from app.api.shapes.people import PersonCard, card_shape
from app.api.shapes.ties import PersonName
from app.connections.people import visible_people
from app.kit.clock import now
from app.kit.db import db
from app.matching import operations as matching
from app.matching.hints import said_of_list, said_of_week
from app.matching.queries import people_to_meet, suggestions, week_for
from app.matching.queries.aims import aims_for
from app.matching.queries.interests import fellows_at, people_dismissed, people_liked
from app.moderation import operations as moderation
from app.moderation.queries import blocked_by
from app.safety.queries import person_to_report
from app.web.find import find

MOST = 8


@call("GET /people/<person_id>", _l("Read what somebody shows you"))
def show_person(person_id: str) -> PersonCard:
    return card_shape(current_user(), person_called(person_id))


@call("GET /events/<event_id>/suggestions", _l("Whom to meet at an event"))
def list_suggestions(event_id: str, query: SuggestionQuery) -> Suggestions:
    event, only = event_called(event_id), aims_for(query.industry, query.work)
    found = suggestions(event, current_user(), at=now(), limit=MOST, only=only)
    said = said_of_list(found)
    if found is None:
        return Suggestions(items=[], next=None, note="not_shown", message=said)
    items = suggestion_shapes(found.matches, event)
    return Suggestions(items=items, next=None, note=found.note, message=said)


@call("GET /suggestions", _l("Whom to meet in the community this week"))
def list_all_suggestions() -> Suggestions:
    week = week_for(current_user(), at=now())
    _heading, said = said_of_week(week) or ("", "")
    if week.found is None:
        why = "resting" if week.rests and week.is_matched else "not_shown"
        return Suggestions(items=[], next=None, note=why, message=said)
    note = "used_up" if week.is_used_up else week.found.note
    items, said = suggestion_shapes(week.found.matches, None), said or said_of_list(week.found)
    return Suggestions(items=items, next=None, note=note, message=said)


@call("POST /events/<event_id>/likes/<person_id>",
      _l("Mark somebody you would like to meet; they learn of it only if they mark you"),
      Scope.CONNECT)  # fmt: skip
def like(event_id: str, person_id: str) -> Interest:
    me, event = current_user(), event_called(event_id)
    other = find(fellows_at(event, me).where(User.public_id == person_id))
    return _interest(matching.like(me, other, event=event, at=now()))


@call("DELETE /events/<event_id>/likes/<person_id>", _l("Take a mark back"), Scope.CONNECT)
def unlike(event_id: str, person_id: str) -> None:
    event_called(event_id)
    matching.unlike(current_user(), _marked_or_seen(person_id))


@call("POST /likes/<person_id>", _l("Mark somebody suggested to you in the community"),
      Scope.CONNECT)  # fmt: skip
def like_anywhere(person_id: str) -> Interest:
    return _interest(matching.like(current_user(), _to_meet(person_id), at=now()))


@call("DELETE /likes/<person_id>", _l("Take a mark back, wherever you made it"), Scope.CONNECT)
def unlike_anywhere(person_id: str) -> None:
    matching.unlike(current_user(), _marked_or_seen(person_id))


@call("POST /dismissals", _l("Not for me: be suggested to each other no more"), Scope.CONNECT)
def dismiss(body: PersonName) -> None:
    matching.dismiss(current_user(), _to_meet(body.person), at=now())


@call("DELETE /dismissals/<person_id>", _l("Take a “not for me” back"), Scope.CONNECT)
def undismiss(person_id: str) -> None:
    me = current_user()
    mine = {person.public_id: person for person in people_dismissed(me)}
    matching.take_dismissal_back(me, mine.get(person_id) or person_called(person_id))


def _interest(liked: matching.Liked) -> Interest:
    return Interest(state="mutual" if liked.is_mutual else "open")


def _to_meet(person_id: str) -> User:
    """Somebody one may look at, or is suggested in the community this week."""
    me = current_user()
    one = User.public_id == person_id, User.id != me.id
    near = db.session.scalars(visible_people(me).where(*one)).one_or_none()
    return near or find(people_to_meet(me, at=now()).where(*one))


def _marked_or_seen(person_id: str) -> User:
    marks = {like.liked.public_id: like.liked for like in people_liked(current_user())}
    return marks.get(person_id) or person_called(person_id)


@call("POST /blocks", _l("Keep somebody away from you"), Scope.CONNECT)
def block(body: PersonName) -> None:
    me, at = current_user(), now()
    person = person_to_report(me, body.person, at) or abort(404)
    moderation.block(me, person, at=at)


@call("DELETE /blocks/<person_id>", _l("Take a block back"), Scope.CONNECT)
def unblock(person_id: str) -> None:
    me = current_user()
    moderation.unblock(me, find(blocked_by(me).where(User.public_id == person_id)))
