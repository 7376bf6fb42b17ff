"""Examples of letters about keeping in touch, and about what was not right."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from app.accounts.models import User
from app.admin.samples.introducing import tied
from app.admin.samples.world import World, made
from app.attendance.models import Entry
from app.attendance.rules import Kind as Line
from app.attendance.rules import Method
from app.connections.models import Connection, Side
from app.connections.rules import Origin
from app.connections.rules import State as Tie
from app.moderation.models import Measure, Report
from app.moderation.rules import Deed, Kind, State, Subject
from app.notifications.models import Mail
from app.registrations.states import State as Place

REQUEST = {
    "ja": "名刺交換のあと、投資のお誘いを続けて送ることはお控えください。",
    "en": "Please do not go on sending offers of investments after cards have been exchanged.",
}
IDEA = {"ja": "商店街の地図を一緒に作る", "en": "Draw a map of the shopping street together"}
TWO_WEEKS, TWO_MONTHS = 14, timedelta(days=60)


def _remembered(world: World, person: User) -> Connection:
    """Somebody the reader wants to be in touch with every two weeks, and has not been."""
    tie = tied(world, world.reader, person)
    tie.event_id = world.last_evening.id
    tie.connected_at = tie.asked_at = world.at - TWO_MONTHS
    for owner in (world.reader, person):
        made(
            Side(
                connection_id=tie.id,
                owner_id=owner.id,
                idea=IDEA[world.locale],
                cadence_days=TWO_WEEKS,
                changed_at=world.at - TWO_MONTHS,
            )
        )
    return tie


def _digest(world: World) -> Mail:
    _remembered(world, world.people[2])
    low, high = sorted((world.reader, world.people[3]), key=lambda person: person.id)
    made(
        Connection(
            low_id=low.id,
            high_id=high.id,
            state=Tie.REQUESTED,
            origin=Origin.MET,
            asked_by_id=world.people[3].id,
            event_id=world.last_evening.id,
            asked_at=world.at,
        )
    )
    return world.mail("keeping.digest")


def _nudge(world: World) -> Mail:
    return world.mail("keeping.nudge", _remembered(world, world.people[2]).id)


def _says_they_came(world: World) -> Mail:
    evening = world.last_evening
    place = world.place(Place.CONFIRMED, event=evening)
    made(
        Entry(
            id=uuid4(),
            event_id=evening.id,
            registration_id=place.id,
            kind=Line.CLAIM,
            method=Method.SELF,
            actor_id=world.reader.id,
            occurred_at=world.at,
            received_at=world.at,
        )
    )
    return world.mail("recap.says_they_came", place.id, to=world.host)


def _report(world: World, state: State) -> Report:
    return made(
        Report(
            by_id=world.reader.id,
            about_id=world.people[3].id,
            kind=Kind.SALES,
            subject=Subject.PERSON,
            words=REQUEST[world.locale],
            group_id=world.group.id,
            at=world.at,
            state=state,
            settled_at=world.at if state == State.SETTLED else None,
        )
    )


def _reported(world: World) -> Mail:
    _report(world, State.OPEN)
    return world.mail("safety.reported", to=world.host)


def _warned(world: World) -> Mail:
    words = REQUEST[world.locale]
    row = Measure(about_id=world.reader.id, deed=Deed.WARNED, words=words, at=world.at)
    return world.mail("safety.warned", made(row).id)


SAMPLES: dict[str, Callable[[World], Mail]] = {
    "keeping.digest": _digest,
    "keeping.nudge": _nudge,
    "recap.says_they_came": _says_they_came,
    "safety.reported": _reported,
    "safety.settled": lambda world: world.mail("safety.settled", _report(world, State.SETTLED).id),
    "safety.warned": _warned,
}
