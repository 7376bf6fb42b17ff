"""How people of the community keep in touch: what each has written down for themselves."""

from datetime import datetime, timedelta

from app.accounts.models import SecondAddress
from app.connections.models import Connection
from app.connections.operations import side_kept
from app.connections.queries import between
from app.demo.operations.doing import do_together
from app.demo.operations.names import public_name
from app.demo.operations.people import People
from app.demo.rules import Calendar
from app.demo.story import Page, pages
from app.keeping.models import FavourEntry, Goal, Pledge, Target, TouchEntry, WeeklyAim
from app.keeping.rules import Direction, Favour, Horizon, Touch
from app.kit.db import db

IN_THE_AFTERNOON = "15:20"
SOME_TIME_AGO = -70


def keep_in_touch(people: People, days: Calendar) -> None:
    """Write down cadences and ideas, contacts, give and take, goals and pace."""
    for page in pages("afterwards", "sides"):
        _remember(page, people, days)
    for page in pages("afterwards", "touches"):
        tie = _tie(page, people)
        touch = TouchEntry(
            connection_id=tie.id,
            owner_id=people[page["by"]].id,
            kind=Touch(page["kind"]),
            words=page["words"],
            at=_day(page["day"], days),
        )
        db.session.add(touch)
    for page in pages("afterwards", "favours"):
        favour = FavourEntry(
            connection_id=_tie(page, people).id,
            owner_id=people[page["by"]].id,
            direction=Direction(page["way"]),
            kind=Favour.MANUAL,
            words=page["words"],
            at=_day(page["day"], days),
        )
        db.session.add(favour)
    for page in pages("afterwards", "seconds"):
        second = SecondAddress(
            member_id=people[page["of"]].id,
            address=f"{page['of']}@{page['at']}",
            confirmed_at=_day(page["day"], days),
        )
        db.session.add(second)
    for page in pages("afterwards", "promises"):
        _promise(page, people, days)
    _look_ahead(people, days)
    do_together(people, days)
    db.session.flush()


def _remember(page: Page, people: People, days: Calendar) -> None:
    tie = _tie(page, people)
    side = side_kept(tie, people[page["by"]], at=days.at)
    side.cadence_days = page.get("cadence")
    side.idea, side.how_met, side.marks = page["idea"], page["how_met"], page["marks"]


def _promise(page: Page, people: People, days: Calendar) -> None:
    said = Pledge(
        public_id=public_name("promise", page["by"], page["words"]),
        owner_id=people[page["by"]].id,
        connection_id=_tie(page, people).id if "about" in page else None,
        words=page["words"],
        whom=page.get("whom", ""),
        due_on=days.today + timedelta(days=page["due"]) if "due" in page else None,
        made_at=_day(page["day"], days),
        done_at=_day(page["done"], days) if "done" in page else None,
    )
    db.session.add(said)


def _look_ahead(people: People, days: Calendar) -> None:
    for page in pages("afterwards", "goals"):
        owner = people[page["by"]]
        for horizon in Horizon:
            at = _day(SOME_TIME_AGO, days)
            goal = Goal(
                member_id=owner.id, horizon=horizon, words=page[horizon.value], changed_at=at
            )
            db.session.add(goal)
    for page in pages("afterwards", "targets"):
        target = Target(
            member_id=people[page["by"]].id,
            words=page["words"],
            industry=page["industry"],
            made_at=_day(page["day"], days),
            filled_at=_day(page["met"], days) if "met" in page else None,
        )
        db.session.add(target)
    for page in pages("afterwards", "aims"):
        aim = WeeklyAim(member_id=people[page["by"]].id, people=page["people"], is_told=True)
        db.session.add(aim)


def _tie(page: Page, people: People) -> Connection:
    tie = between(people[page["by"]], people[page["about"]])
    if tie is None:
        raise LookupError(f"{page['by']} does not know {page['about']}")
    return tie


def _day(day: int, days: Calendar) -> datetime:
    return days.on(day, IN_THE_AFTERNOON)
