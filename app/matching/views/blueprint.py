"""Where the pages of matching hang, and the event or person that a page is about."""

from collections.abc import Collection
from datetime import datetime

from flask import Blueprint

from app.accounts.access import require
from app.accounts.models import User
from app.accounts.session import current_user
from app.connections.people import visible_people
from app.events.models import Event
from app.events.queries import visible_events
from app.kit.db import db
from app.matching.queries import people_to_meet
from app.policy import Can
from app.web.find import find

bp = Blueprint("matching", __name__)


def event_called(slug: str) -> Event:
    return find(visible_events(current_user()).where(Event.slug == slug))


def own_event(slug: str) -> Event:
    """An event whose rounds the reader may plan."""
    event = event_called(slug)
    require(Can.PLAN_ROUNDS, event)
    return event


def person_to_meet(me: User, person_id: str, at: datetime) -> User:
    """Somebody `me` may look at, or is suggested in the community this week."""
    return person_in_sight(me, person_id, at)[0]


def person_in_sight(me: User, person_id: str, at: datetime) -> tuple[User, bool]:
    """The same, and whether `me` may open their page."""
    one = User.public_id == person_id, User.id != me.id
    near = db.session.scalars(visible_people(me).where(*one)).one_or_none()
    if near is not None:
        return near, True
    return find(people_to_meet(me, at=at).where(*one)), False


def sight_of(me: User, people: Collection[User]) -> set[int]:
    """Ids of those among `people` whose page `me` may open."""
    query = visible_people(me).where(User.id.in_([person.id for person in people]))
    return {person.id for person in db.session.scalars(query)} if people else set()
