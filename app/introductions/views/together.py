"""What two people who know each other do together."""

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import User
from app.accounts.session import current_user
from app.connections.models import Connection
from app.connections.people import visible_people
from app.connections.queries import ties_between
from app.connections.rules import State
from app.introductions.forms.together import GoalForm, LearnForm, TaskForm, TellForm
from app.introductions.models import GrowthPair, JointTask
from app.introductions.operations import together as operations
from app.introductions.queries import together as queries
from app.introductions.queries.consulting import questions_to
from app.introductions.wording import RHYTHMS
from app.kit.clock import now
from app.kit.errors import Refused
from app.web.errors import refused
from app.web.find import find

bp = Blueprint("together", __name__)


@bp.get("/together")
def index() -> ResponseReturnValue:
    me, at = current_user(), now()
    pairs = queries.pairs_with(me, at)
    busy_with = {pair.connection.other(me).id for pair in pairs}
    return render_template(
        "together/index.html",
        pairs=pairs,
        tasks=queries.open_tasks_of(me),
        questions=questions_to(me, at),
        might=[each for each in queries.might_learn_with(me) if each[0].id not in busy_with],
        today=operations.day_of(at, me),
        at=at,
        rhythms=RHYTHMS,
    )


@bp.get("/people/<person_id>/together")
def person(person_id: str) -> ResponseReturnValue:
    return _page(tie_with(person_id))


@bp.post("/people/<person_id>/together/pair")
def ask_to_learn(person_id: str) -> ResponseReturnValue:
    tie, form = tie_with(person_id), LearnForm()
    if not form.validate_on_submit():
        return _page(tie, learning=form)
    try:
        operations.ask_to_learn(tie, form.told, form.often, by=current_user(), at=now())
    except Refused as no:
        return refused(no, lambda: _page(tie, learning=form))
    flash(_("Asked. If they would rather not, nothing happens, and nobody is told."))
    return _back_to(person_id)


@bp.post("/people/<person_id>/together/pair/agreement")
def agree_to_learn(person_id: str) -> ResponseReturnValue:
    pair, form = _pair(person_id), GoalForm()
    if not form.validate_on_submit():
        return _page(tie_with(person_id), agreeing=form)
    operations.agree_to_learn(pair, form.told, by=current_user(), at=now())
    flash(_("You are learning together now."))
    return _back_to(person_id)


@bp.post("/people/<person_id>/together/pair/end")
def leave_pair(person_id: str) -> ResponseReturnValue:
    operations.leave_pair(_pair(person_id), by=current_user(), at=now())
    flash(_("All right. Nobody is told."))
    return _back_to(person_id)


@bp.post("/people/<person_id>/together/pair/words")
def check_in(person_id: str) -> ResponseReturnValue:
    pair, form = _pair(person_id), TellForm()
    if not form.validate_on_submit():
        return _page(tie_with(person_id), telling=form)
    operations.check_in(pair, form.told, by=current_user(), at=now())
    flash(_("Told. They read it on this page."))
    return _back_to(person_id)


@bp.post("/people/<person_id>/together/tasks")
def add_task(person_id: str) -> ResponseReturnValue:
    tie, me = tie_with(person_id), current_user()
    form = TaskForm(me, tie.other(me))
    if not form.validate_on_submit():
        return _page(tie, adding=form)
    task = form.task.data or ""
    try:
        operations.add_task(tie, task, form.by, form.day, by=me, at=now())
    except Refused as no:
        return refused(no, lambda: _page(tie, adding=form))
    flash(_("Written down. Both of you see it."))
    return _back_to(person_id)


@bp.post("/people/<person_id>/together/tasks/<int:task_id>/yes")
def take_on(person_id: str, task_id: int) -> ResponseReturnValue:
    operations.take_on(_task(person_id, task_id), by=current_user(), at=now())
    flash(_("Thank you. We remind you on the day."))
    return _back_to(person_id)


@bp.post("/people/<person_id>/together/tasks/<int:task_id>/done")
def finish_task(person_id: str, task_id: int) -> ResponseReturnValue:
    operations.finish_task(_task(person_id, task_id), by=current_user(), at=now())
    flash(_("Done. Well done."))
    return _back_to(person_id)


@bp.post("/people/<person_id>/together/tasks/<int:task_id>/removal")
def drop_task(person_id: str, task_id: int) -> ResponseReturnValue:
    operations.drop_task(_task(person_id, task_id), at=now())
    flash(_("All right, it is off the list."))
    return _back_to(person_id)


def _page(
    tie: Connection,
    *,
    learning: LearnForm | None = None,
    agreeing: GoalForm | None = None,
    telling: TellForm | None = None,
    adding: TaskForm | None = None,
) -> str:
    me, at = current_user(), now()
    other, pair = tie.other(me), queries.pair_of(tie, me, at)
    return render_template(
        "together/person.html",
        person=other,
        pair=pair,
        told=queries.told_in(pair) if pair else [],
        tasks=queries.tasks_of(tie),
        today=operations.day_of(at, me),
        at=at,
        rhythms=RHYTHMS,
        learning=learning or LearnForm(),
        agreeing=agreeing or GoalForm(),
        telling=telling or TellForm(),
        adding=adding or TaskForm(me, other),
    )


def tie_with(person_id: str) -> Connection:
    """What ties one to somebody one is connected with."""
    me = current_user()
    other = find(visible_people(me).where(User.public_id == person_id))
    return find(ties_between(me, other).where(Connection.state == State.ACTIVE))


def _pair(person_id: str) -> GrowthPair:
    pair = queries.pair_of(tie_with(person_id), current_user(), now())
    return find(sa.select(GrowthPair).where(GrowthPair.id == (pair.id if pair else 0)))


def _task(person_id: str, task_id: int) -> JointTask:
    tie = tie_with(person_id)
    return find(
        sa.select(JointTask).where(JointTask.id == task_id, JointTask.connection_id == tie.id)
    )


def _back_to(person_id: str) -> ResponseReturnValue:
    return redirect(url_for("together.person", person_id=person_id), 303)
