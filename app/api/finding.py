"""What a call is about: found among what its caller may see, or not there."""

from flask import abort

from app.accounts.access import require
from app.accounts.models import User
from app.accounts.session import current_user, viewer
from app.alongside.queries import comes
from app.connections.models import Connection
from app.connections.people import visible_people
from app.connections.queries import ties_between
from app.events.models import Event, Slot
from app.events.queries import visible_events
from app.groups.models import Group
from app.groups.queries import visible_groups
from app.introductions.models import Introduction
from app.introductions.queries import visible_introductions
from app.policy import Can
from app.registrations import queries
from app.registrations.models import Registration
from app.web.find import find


def group_called(group_id: str) -> Group:
    return find(visible_groups(viewer()).where(Group.public_id == group_id))


def event_called(event_id: str) -> Event:
    return find(visible_events(viewer()).where(Event.public_id == event_id))


def evening_called(event_id: str) -> Event:
    """An event the caller comes to, or runs; to everybody else nothing stands beside it."""
    event, me = event_called(event_id), current_user()
    return event if event.group.is_run_by(me) or comes(event, me) else abort(404)


def own_event(event_id: str, can: Can = Can.EDIT_EVENT) -> Event:
    """The event, for those who may do that to it."""
    event = event_called(event_id)
    require(can, event)
    return event


def slot_called(event: Event, slot_id: str) -> Slot:
    found = (slot for slot in event.slots if str(slot.id) == slot_id)
    return next(found, None) or abort(404)


def my_place(event_id: str) -> Registration:
    """The caller's active place at the event."""
    place = queries.registration_of(event_called(event_id), current_user())
    return place or abort(404)


def place_called(event: Event, registration_id: str) -> Registration:
    """Somebody's place at the event, for those who run it."""
    return find(
        queries.whole().where(
            Registration.event_id == event.id, Registration.public_id == registration_id
        )
    )


def person_called(person_id: str) -> User:
    """Somebody else whom the caller may look at."""
    me = current_user()
    return find(visible_people(me).where(User.public_id == person_id, User.id != me.id))


def tie_with(person: User) -> Connection:
    """What there is between the caller and `person`."""
    return find(ties_between(current_user(), person))


def introduction_called(introduction_id: str) -> Introduction:
    mine = visible_introductions(current_user())
    return find(mine.where(Introduction.public_id == introduction_id))
