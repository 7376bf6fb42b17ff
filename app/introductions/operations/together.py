"""Learning side by side, and small tasks: asked, agreed to, told of, done."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import User
from app.connections.models import Connection
from app.introductions import mails
from app.introductions.models import CheckIn, GrowthGoal, GrowthPair, JointTask
from app.introductions.queries.together import (
    both_have_told,
    pair_of,
    running_pairs_of,
    tasks_due,
    tasks_of,
    to_remind,
)
from app.introductions.rules.together import (
    MOST_PAIRS,
    MOST_TASKS,
    PairState,
    Rhythm,
    next_meeting,
)
from app.keeping.operations import gave, touched
from app.keeping.rules import Favour, Touch
from app.kit.db import db, lock
from app.kit.errors import Refused


class LearningAlready(Refused):
    message = _l("The two of you are learning together already, or one has asked the other.")


class EnoughToLearn(Refused):
    message = _l("You learn with three people already. Please finish one of these first.")


class NothingToAnswer(Refused):
    message = _l("There is nothing here to answer any more.")


class EnoughTasks(Refused):
    message = _l("The two of you have five open tasks. Please finish one of them first.")


def ask_to_learn(
    tie: Connection, words: str, rhythm: Rhythm, *, by: User, at: datetime
) -> GrowthPair:
    """Ask the other to learn side by side, with a goal of one's own.

    Raises LearningAlready, EnoughToLearn.
    """
    lock(tie)
    if pair_of(tie, by, at) is not None:
        raise LearningAlready
    _require_room(by)
    pair = GrowthPair(
        connection=tie,
        asked_by_id=by.id,
        state=PairState.ASKED,
        rhythm=int(rhythm),
        asked_at=at,
        goals=[GrowthGoal(member_id=by.id, words=words)],
    )
    db.session.add(pair)
    db.session.flush()
    mails.asked_to_learn(pair, _other(tie, by), at=at)
    return pair


def agree_to_learn(pair: GrowthPair, words: str, *, by: User, at: datetime) -> None:
    """Say yes, with a goal of one's own; the first day is one round from now.

    Raises NothingToAnswer, EnoughToLearn.
    """
    lock(pair)
    if not pair.awaits(by, at):
        raise NothingToAnswer
    _require_room(by)
    pair.goals.append(GrowthGoal(member_id=by.id, words=words))
    pair.state, pair.began_at = PairState.ACTIVE, at
    today = day_of(at, by)
    pair.next_on = next_meeting(today, pair.often, today)
    touched(by, _other(pair.connection, by), Touch.TALKED, at=at)


def leave_pair(pair: GrowthPair, *, by: User, at: datetime) -> None:
    """Say no, take the question back, or stop. A no looks to the other as if none had come."""
    lock(pair)
    if pair.state == PairState.ACTIVE or pair.asked_by_id == by.id:
        pair.state = PairState.ENDED
    elif pair.state == PairState.ASKED:
        pair.state = PairState.DECLINED
    pair.ended_at = pair.ended_at or at


def check_in(pair: GrowthPair, words: str, *, by: User, at: datetime) -> None:
    """Tell the other how it goes; once both have, the next day is set. Raises NothingToAnswer."""
    lock(pair)
    if pair.state != PairState.ACTIVE or pair.next_on is None:
        raise NothingToAnswer
    row = insert(CheckIn).values(
        pair_id=pair.id, member_id=by.id, round_on=pair.next_on, words=words, at=at
    )
    said = {"words": words, "at": at}
    db.session.execute(
        row.on_conflict_do_update(index_elements=["pair_id", "member_id", "round_on"], set_=said)
    )
    if both_have_told(pair):
        pair.next_on = next_meeting(pair.next_on, pair.often, day_of(at, by))
        touched(by, _other(pair.connection, by), Touch.TALKED, at=at)


def add_task(
    tie: Connection, words: str, owner: User, due_on: date, *, by: User, at: datetime
) -> JointTask:
    """Write down something to do together. One's own is taken on; the other is asked.

    Raises EnoughTasks.
    """
    lock(tie)
    if sum(task.is_open for task in tasks_of(tie)) >= MOST_TASKS:
        raise EnoughTasks
    task = JointTask(
        connection=tie,
        made_by_id=by.id,
        owner=owner,
        words=words,
        due_on=due_on,
        made_at=at,
        taken_at=at if owner.id == by.id else None,
    )
    db.session.add(task)
    db.session.flush()
    if task.taken_at is None:
        mails.asked_to_do(task, at=at)
    return task


def take_on(task: JointTask, *, by: User, at: datetime) -> None:
    """Say yes to a task one was asked to do. Raises NothingToAnswer."""
    lock(task)
    if not task.awaits(by):
        raise NothingToAnswer
    task.taken_at = at


def finish_task(task: JointTask, *, by: User, at: datetime) -> None:
    """Its owner has done it: that is something given to the other. Raises NothingToAnswer."""
    lock(task)
    if not task.is_open or task.taken_at is None or task.owner_id != by.id:
        raise NothingToAnswer
    task.done_at = at
    gave(by, _other(task.connection, by), Favour.TASK, at=at, words=task.words)


def drop_task(task: JointTask, *, at: datetime) -> None:
    """Let it go; repeating it changes nothing."""
    lock(task)
    if task.is_open:
        task.dropped_at = at


def remind(at: datetime) -> int:
    """Promise what is due: a word on the day to tell each other, and on a task's last day."""
    promised = 0
    for pair in to_remind(at):
        mails.time_to_tell(pair, at=at)
        promised += 2
    for task in tasks_due(at):
        mails.due_today(task, at=at)
        promised += 1
    return promised


def day_of(at: datetime, member: User) -> date:
    """The day it is where `member` lives."""
    return at.astimezone(ZoneInfo(member.timezone)).date()


def _other(tie: Connection, member: User) -> User:
    return db.session.get_one(User, tie.high_id if member.id == tie.low_id else tie.low_id)


def _require_room(member: User) -> None:
    if running_pairs_of(member) >= MOST_PAIRS:
        raise EnoughToLearn
