"""The organizer's pages for 5,000 registrations and 20,000 members: what 95 in 100 stay below."""

import sqlalchemy as sa

from app.accounts.models import User
from app.cli.figures import Figure
from app.events.models import Event
from app.kit.db import db
from app.registrations.models import Registration
from benchmarks.rig import people, rooms
from benchmarks.rig.house import serving
from benchmarks.rig.visitors import get, keep_asking

REGISTRATIONS, MEMBERS, EVENINGS, LINES = 5_000, 20_000, 8, 5_000
SECONDS, WARM_UP = 3, 1
SHARE = 0.95
ORGANIZERS = 2


def measure() -> list[Figure]:
    """What nineteen of twenty answers stay below, with two organizers asking at a time."""
    with serving() as house:
        host = people.some_members(1)[0]
        pages = _pages(*_a_busy_place(host))
        visitor = people.browsers([host])[0]
        people.tables_known_to_the_planner()
        figures = []
        for name, path in pages.items():
            request = get(path, visitor.cookie)
            keep_asking(house.port, request, WARM_UP, connections=ORGANIZERS)
            outcome = keep_asking(house.port, request, SECONDS, connections=ORGANIZERS)
            if set(outcome.statuses) != {200}:
                raise AssertionError((path, outcome.statuses))
            figures.append(Figure(f"{name}, 95 in 100", outcome.wait(SHARE), "ms"))
    return figures


def _pages(event: Event, somebody: Registration) -> dict[str, str]:
    """Every page by what it is called here."""
    here, group = f"/events/{event.slug}/organize", f"/groups/{event.group.slug}/organize"
    return {
        "desk of the event": here,
        "list, first page": f"{here}/people",
        "list, last page": f"{here}/people?page={REGISTRATIONS // 50}",
        "list, a reading": f"{here}/people?q=takahashi",
        "list, a company": f"{here}/people?q=abc",
        "list, first-timers": f"{here}/people?only=first&state=confirmed",
        "list, who has not come": f"{here}/people?only=not_came&order=newest",
        "list, the line": f"{here}/people?state=waitlisted",
        "one person": f"{here}/people/{somebody.public_id}",
        "200 people to decide about": f"{here}/decision?act=remove&all=1",
        "log of the event": f"{here}/log",
        "desk of the group": group,
        "log of the group": f"{group}/log?kind=people",
        "everything I run": "/organize",
    }


def _a_busy_place(host: User) -> tuple[Event, Registration]:
    group = people.a_group(host)
    event = people.an_evening(group, host, REGISTRATIONS // 2)
    ids = rooms.a_crowd(MEMBERS, "crowd")
    rooms.they_join(group, ids)
    placed = rooms.they_register(event, ids[:REGISTRATIONS])
    rooms.they_come(event, placed[: REGISTRATIONS // 3])
    rooms.a_past(group, ids[: REGISTRATIONS // 4], EVENINGS)
    rooms.a_busy_log(group, LINES)
    db.session.commit()
    first = sa.select(Registration).where(Registration.id == placed[0])
    return event, db.session.scalars(first).one()
