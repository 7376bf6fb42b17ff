"""Making the community, once, in a house where nobody lives yet."""

from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.demo.operations.ahead import look_ahead
from app.demo.operations.asking import introduce
from app.demo.operations.beside import gather_beside
from app.demo.operations.boards import pin_up
from app.demo.operations.circles import found_groups
from app.demo.operations.doors import lay_tables, let_helpers_in, look_back
from app.demo.operations.evenings import fill, hold
from app.demo.operations.letters import write_about, write_some
from app.demo.operations.mornings import round_off, suggest
from app.demo.operations.people import settle
from app.demo.operations.ties import connect_everybody, keep_apart, wish_to_meet
from app.demo.operations.touching import keep_in_touch
from app.demo.rules import Calendar
from app.introductions import jobs as introductions
from app.keeping import jobs as keeping
from app.kit.db import begin_errand, db

__all__ = ["seed_if_empty"]


def seed_if_empty(*, at: datetime) -> None:
    """Let the community move in, its tonight beginning soon after `at`, unless anybody is here.

    The same every time: nothing is drawn by chance. Past evenings write to nobody.
    """
    if db.session.scalar(sa.select(sa.exists().where(User.id.is_not(None)))):
        return
    begin_errand("demonstration")
    days = Calendar(at)
    people = settle(days)
    groups = found_groups(people, days)
    evenings = hold(groups, people, days)
    places = fill(evenings, people, days)
    look_ahead(evenings, groups, people, days)
    suggest(evenings)
    look_back(evenings, places, people)
    round_off(evenings, people)
    let_helpers_in(evenings, places, days)
    connect_everybody(evenings, people)
    keep_in_touch(people, days)
    wish_to_meet(evenings, people)
    keep_apart(people, days)
    lay_tables(evenings, days)
    gather_beside(evenings, places, people, days)
    asked = introduce(people, days)
    pin_up(groups, people, days)
    write_some(evenings, places, people)
    for introduction in asked:
        write_about(introduction)
    _catch_up(at)


def _catch_up(at: datetime) -> None:
    """Do what a timetable would have done day by day."""
    db.session.flush()
    for catch_up in (
        keeping.note_evenings,
        keeping.put_away,
        introductions.weigh,
        introductions.prompt,
    ):
        catch_up(at)
    db.session.flush()
