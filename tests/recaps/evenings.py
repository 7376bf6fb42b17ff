"""An evening that is over, for tests of what comes of it."""

from datetime import timedelta

from app.attendance.jobs import close_evenings
from app.events.models import Event
from app.groups.models import Group
from app.kit.clock import now
from app.kit.db import db
from app.matching.models import Round, Seat
from app.matching.rules.seating import RoundState
from app.profiles.traits import Facet
from app.recaps.jobs import write_recaps
from app.registrations.states import ListVisibility
from tests.factories import a_group, a_member, a_seat, an_arrival, an_event, saved, tagged


def an_evening(group: Group | None = None, **given: object) -> Event:
    """It ended three hours ago; nobody has come yet."""
    starts_at = given.pop("starts_at", now() - timedelta(hours=5))
    return an_event(group or a_group(), starts_at=starts_at, title="Weft night", **given)


def a_guest(event: Event, name: str, *, came: bool = True, **given: object):
    """Somebody with a place, who shows themselves to those who come too."""
    member = a_member(name, **given)
    seat = a_seat(event, member, list_visibility=ListVisibility.PARTICIPANTS)
    if came:
        an_arrival(seat)
    return member


def seated(event: Event, *tables: list) -> None:
    """One round that took place."""
    round_ = saved(
        Round(
            event_id=event.id,
            number=1,
            size=4,
            seed=1,
            state=RoundState.RUNNING,
            planned_at=now(),
            began_at=now(),
        )
    )
    for number, people in enumerate(tables, 1):
        for person in people:
            saved(Seat(round_id=round_.id, member_id=person.id, table_no=number))


def a_good_match(one, other) -> None:
    """Each has what the other needs, and says so."""
    for giver, taker, tag in ((one, other, "Rust"), (other, one, "Translation")):
        tagged(giver, Facet.OFFER, tag)
        tagged(taker, Facet.NEED, tag)


def closed() -> None:
    close_evenings(now())
    write_recaps(now())
    db.session.commit()
