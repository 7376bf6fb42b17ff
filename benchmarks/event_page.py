"""The page of an event with 24 seats and 18 attendees: how fast, and what it costs."""

from dataclasses import dataclass

from app.accounts.models import User
from app.cli.figures import Figure
from app.kit.clock import now
from app.kit.db import db
from app.registrations.operations import Wish, register
from app.registrations.states import ListVisibility
from benchmarks.rig import people
from benchmarks.rig.house import House, seconds_of_cpu, serving
from benchmarks.rig.visitors import Outcome, get, keep_asking

SEATS, ATTENDEES = 24, 18
SECONDS = 6
WARM_UP = 1


@dataclass(frozen=True)
class Run:
    """What visitors got, and the processor milliseconds each answer took."""

    outcome: Outcome
    cpu: float


def measure() -> list[Figure]:
    """The page as a stranger and as an attendee see it, beside the smallest page there is."""
    with serving() as house:
        members = people.some_members(ATTENDEES + 1)
        attendees = people.browsers(members[1:9])
        path = _an_event(members)
        people.tables_known_to_the_planner()
        smallest = _run(house, get("/healthz"))
        stranger = _run(house, get(path))
        mine = _run(house, [get(path, attendee.cookie) for attendee in attendees])
    return [
        *_figures("event page, stranger", stranger, smallest),
        *_figures("event page, eight attendees", mine, smallest),
        *_figures("/healthz", smallest, None),
    ]


def _an_event(members: list[User]) -> str:
    """The address of its page."""
    host, *guests = members
    event = people.an_evening(people.a_group(host), host, SEATS)
    shown = (ListVisibility.PUBLIC, ListVisibility.PARTICIPANTS, ListVisibility.ORGANIZERS)
    for number, guest in enumerate(guests):
        wish = Wish(purpose=people.purpose(number), list_visibility=shown[number % len(shown)])
        register(event, guest, wish, at=now())
    path = f"/events/{event.slug}"
    db.session.commit()
    return path


def _run(house: House, request: str | list[str]) -> Run:
    keep_asking(house.port, request, WARM_UP)
    before = seconds_of_cpu(house.web)
    outcome = keep_asking(house.port, request, SECONDS)
    cpu = seconds_of_cpu(house.web) - before
    if set(outcome.statuses) != {200}:
        raise RuntimeError(f"not every page was a page: {outcome.statuses}")
    return Run(outcome, cpu * 1000 / outcome.answers)


def _figures(name: str, run: Run, smallest: Run | None) -> list[Figure]:
    rate = run.outcome.per_second
    against = "/healthz" if smallest else ""
    return [
        Figure(
            name, rate, "pages/s", rate / smallest.outcome.per_second if smallest else None, against
        ),
        Figure(
            f"{name}: Python CPU",
            run.cpu,
            "ms/page",
            run.cpu / smallest.cpu if smallest else None,
            against,
        ),
        Figure(f"{name}: 95 in 100 within", run.outcome.wait(0.95), "ms"),
    ]
