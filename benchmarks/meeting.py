"""Whom to meet over HTTP, with reasons: in a community of 100,000 and at an evening of 5,000."""

import time
from datetime import timedelta

import sqlalchemy as sa

from app.accounts.models import User
from app.cli.figures import Figure
from app.events.models import Event
from app.kit.clock import now
from app.kit.db import db, take_time
from app.matching.jobs.lists import keep_lists, work_on_one
from app.matching.models.lists import Listing, Pace
from app.matching.queries import suggestions
from app.matching.rules.listing import MOST_WEEKLY, SETTLES
from app.profiles.models import Profile
from app.registrations.models import Registration
from app.registrations.states import ListVisibility
from benchmarks.rig import interests, people, rooms
from benchmarks.rig.house import serving
from benchmarks.rig.visitors import get, keep_asking

MEMBERS, GUESTS = 100_000, 5_000
SECONDS, WARM_UP = 5, 3
# So many lines that every web process has made the page once before it is measured.
READERS, MANY = 2, 8
SHARE = 0.99


def measure() -> list[Figure]:
    """What 99 of 100 answers stay below, two people asking at a time, each for their own list."""
    with serving() as house:
        host = people.some_members(1)[0]
        group = people.a_group(host)
        take_time()
        ids = rooms.a_crowd(MEMBERS, "crowd")
        rooms.they_join(group, ids)
        interests.they_say(ids)
        event = people.an_evening(group, host, GUESTS)
        rooms.they_register(event, ids[:GUESTS], seated=True)
        db.session.execute(
            sa.update(Registration).values(list_visibility=ListVisibility.PARTICIPANTS)
        )
        readers = _readers(ids[:READERS])
        people.tables_known_to_the_planner()
        seconds = _worked_out()
        house.settle()
        visitors = people.browsers(readers)
        found = [
            Figure(f"lists for {MEMBERS:,} and {GUESTS:,}, made behind the pages", seconds, "s")
        ]
        for name, path in {
            f"eight of {MEMBERS:,} with reasons": "/suggestions",
            f"eight of {GUESTS:,} at an evening": f"/events/{event.slug}/people",
            "why one of them": _a_reason(readers[0], event.slug),
        }.items():
            found.append(_asked(house.port, name, [get(path, it.cookie) for it in visitors]))
        _edit(readers)
        name = "the same after an edit of one's own"
        asked = [get("/suggestions", it.cookie) for it in visitors]
        return [*found, _asked(house.port, name, asked)]


def _asked(port: int, name: str, requests: list[str]) -> Figure:
    keep_asking(port, requests, WARM_UP, connections=MANY)
    outcome = keep_asking(port, requests, SECONDS, connections=READERS)
    if set(outcome.statuses) != {200}:
        raise AssertionError((name, outcome.statuses))
    return Figure(f"{name}, 99 in 100", outcome.wait(SHARE), "ms")


def _readers(ids: list[int]) -> list[User]:
    """People who want as many as one may."""
    db.session.add_all([Pace(member_id=id_, weekly=MOST_WEEKLY) for id_ in ids])
    db.session.commit()
    return list(db.session.scalars(sa.select(User).where(User.id.in_(ids)).order_by(User.id)))


def _worked_out() -> float:
    """Make every list there is, as a worker would; returns the seconds it took."""
    began, at = time.perf_counter(), now()
    keep_lists(at)
    db.session.commit()
    while _is_waiting():
        # The house's own worker may be at one of them.
        if not work_on_one(at + SETTLES):
            time.sleep(0.1)
        db.session.commit()
    return time.perf_counter() - began


def _is_waiting() -> bool:
    waiting = sa.select(Listing.id).where(Listing.wanted_at.is_not(None)).limit(1)
    return db.session.scalar(waiting) is not None


def _a_reason(reader: User, slug: str) -> str:
    event = db.session.scalars(sa.select(Event).where(Event.slug == slug)).one()
    found = suggestions(event, reader, at=now())
    if found is None:
        raise AssertionError("nobody to meet")
    return f"/people/{found.matches[0].person.public_id}/why?event={slug}"


def _edit(readers: list[User]) -> None:
    ids = [reader.id for reader in readers]
    changed = sa.update(Profile).where(Profile.member_id.in_(ids))
    db.session.execute(changed.values(changed_at=now() + timedelta(seconds=1)))
    db.session.commit()
