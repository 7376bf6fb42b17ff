"""200 members press the button for 50 seats at once: how fast, and nobody one too many."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa

from app.accounts.models import User
from app.cli.figures import Figure
from app.cli.home import say
from app.events.models import Event
from app.groups.models import Group
from app.kit.db import db
from app.registrations.models import Registration
from app.registrations.states import LatestNotice, ListVisibility, State
from benchmarks.rig import people
from benchmarks.rig.house import House, free_port, running, serving, wait_for, web_process
from benchmarks.rig.visitors import Outcome, Visitor, all_at_once, get, keep_asking, post

MEMBERS, SEATS = 200, 50
TRIALS, UNLOCKED_TRIALS = 3, 1
SECONDS = 3
A_WHILE = 10


@dataclass(frozen=True)
class Trial:
    """One rush, and where everybody stands after it."""

    outcome: Outcome
    states: Counter[State]

    @property
    def confirmed(self) -> int:
        return self.states[State.CONFIRMED]

    @property
    def oversold(self) -> int:
        return max(0, self.confirmed - SEATS)


def measure(trials: int = TRIALS) -> list[Figure]:
    """The rush with the event's lock, and with the lock switched off to show what it is for."""
    with serving() as house:
        host, *members = people.some_members(MEMBERS + 1)
        group = people.a_group(host)
        visitors = people.browsers(members)
        people.tables_known_to_the_planner()
        locked = [_trial(house, group, host, visitors, number) for number in range(1, trials + 1)]
        smallest = keep_asking(house.port, get("/healthz"), SECONDS)
        with unlocked_web(house) as port:
            evenings = [people.an_evening(group, host, SEATS) for _ in range(UNLOCKED_TRIALS)]
            unlocked = [rush(port, event, visitors) for event in evenings]
    return _figures(locked, unlocked, smallest)


def _trial(
    house: House, group: Group, host: User, visitors: Sequence[Visitor], number: int
) -> Trial:
    """One rush to an evening of its own."""
    trial = rush(house.port, people.an_evening(group, host, SEATS), visitors)
    if number % A_WHILE == 0:
        say(f"{number}: {trial.confirmed} confirmed, {trial.oversold} oversold")
    return trial


@contextmanager
def unlocked_web(house: House) -> Iterator[int]:
    """One more web server over the same data, with the event's lock switched off; its port."""
    port = free_port()
    with running(*web_process(house, "benchmarks.rig.unlocked", port), house.var):
        wait_for(port, house.var)
        yield port


def rush(port: int, event: Event, visitors: Sequence[Visitor]) -> Trial:
    """Everybody presses the button at once."""
    path = f"/events/{event.slug}/registration"
    db.session.rollback()
    outcome = all_at_once(
        port,
        [
            post(
                path,
                visitor,
                purpose=people.purpose(number),
                latest_notice=LatestNotice.DAY,
                list_visibility=ListVisibility.ORGANIZERS,
            )
            for number, visitor in enumerate(visitors)
        ],
    )
    return Trial(outcome, _states(event))


def _states(event: Event) -> Counter[State]:
    query = sa.select(Registration.state, sa.func.count()).where(Registration.event_id == event.id)
    states = dict(db.session.execute(query.group_by(Registration.state)).all())
    db.session.rollback()
    return Counter(states)


def _figures(locked: list[Trial], unlocked: list[Trial], smallest: Outcome) -> list[Figure]:
    per_second = _rate(locked)
    refused = sum(
        count for it in locked for status, count in it.outcome.statuses.items() if status != 303
    )
    return [
        Figure(
            f"registrations, {len(locked):,} × {MEMBERS} for {SEATS} seats",
            per_second,
            "per s",
            per_second / smallest.per_second,
            "/healthz",
        ),
        Figure("95 in 100 answered within", max(it.outcome.wait(0.95) for it in locked), "ms"),
        Figure("oversold", max(it.oversold for it in locked), "seats", must_be=0),
        Figure("confirmed, fewest", min(it.confirmed for it in locked), "people", must_be=SEATS),
        Figure(
            "waiting, fewest",
            min(it.states[State.WAITLISTED] for it in locked),
            "people",
            must_be=MEMBERS - SEATS,
        ),
        Figure("turned away or failed", refused, "requests", must_be=0),
        Figure("oversold with the lock switched off", max(it.oversold for it in unlocked), "seats"),
    ]


def _rate(trials: list[Trial]) -> float:
    return sum(it.outcome.answers for it in trials) / sum(it.outcome.seconds for it in trials)
