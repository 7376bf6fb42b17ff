"""The letters of doing something together: would you, it is the day, this is yours to do."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.connections.models import Connection
from app.connections.queries import are_connected
from app.introductions.mails.promising import has_block
from app.introductions.models import GrowthPair, JointTask
from app.introductions.rules.together import PairState
from app.kit.db import db
from app.kit.letters import Letter, write
from app.notifications.composers import composes
from app.notifications.links import off_url
from app.notifications.models import Mail
from app.notifications.operations import Promise, post
from app.notifications.rules import Topic

LEARN = "together.learn"
TELL = "together.tell"
TASK = "together.task"
DUE = "together.due"
MORNING = time(8, 30)


def asked_to_learn(pair: GrowthPair, other: User, *, at: datetime) -> None:
    post(other, Promise(LEARN, f"{LEARN}:{pair.id}", about_id=pair.id), at=at)


def time_to_tell(pair: GrowthPair, *, at: datetime) -> None:
    """On the morning of the day, where each of the two lives."""
    for member in (pair.connection.low, pair.connection.high):
        key = f"{TELL}:{pair.id}:{member.id}:{pair.next_on}"
        morning = _morning(at, member)
        post(member, Promise(TELL, key, about_id=pair.id, not_before=morning), at=at)


def asked_to_do(task: JointTask, *, at: datetime) -> None:
    post(task.owner, Promise(TASK, f"{TASK}:{task.id}", about_id=task.id), at=at)


def due_today(task: JointTask, *, at: datetime) -> None:
    key, morning = f"{DUE}:{task.id}", _morning(at, task.owner)
    post(task.owner, Promise(DUE, key, about_id=task.id, not_before=morning), at=at)


@composes(LEARN, topic=Topic.KEEPING)
def _learn(mail: Mail) -> Letter | None:
    pair = _pair(mail)
    if pair is None or pair.state != PairState.ASKED:
        return None
    return _between(mail, pair, "introductions/mail/learn")


@composes(TELL, topic=Topic.KEEPING)
def _tell(mail: Mail) -> Letter | None:
    pair = _pair(mail)
    if pair is None or pair.state != PairState.ACTIVE:
        return None
    if pair.next_on is None or not mail.dedupe_key.endswith(f":{pair.next_on}"):
        return None  # both have told already
    return _between(mail, pair, "introductions/mail/tell")


@composes(TASK, topic=Topic.KEEPING)
def _task(mail: Mail) -> Letter | None:
    task = _task_of(mail)
    if task is None or not task.awaits(mail.member):
        return None
    return _between(mail, task, "introductions/mail/task")


@composes(DUE, topic=Topic.KEEPING)
def _due(mail: Mail) -> Letter | None:
    task = _task_of(mail)
    if task is None or not task.is_open or task.taken_at is None:
        return None
    return _between(mail, task, "introductions/mail/due")


def _between(mail: Mail, about: GrowthPair | JointTask, template: str) -> Letter | None:
    """A letter that names the other of two who know each other, as long as they do."""
    other = about.connection.other(mail.member)
    if has_block(mail, other) or not other.is_verified or not are_connected(mail.member, other):
        return None
    return write(
        template,
        to=mail.member,
        unsubscribe_url=off_url(mail.member, Topic.KEEPING),
        other=other,
        pair=about if isinstance(about, GrowthPair) else None,
        task=about if isinstance(about, JointTask) else None,
    )


def _pair(mail: Mail) -> GrowthPair | None:
    return db.session.scalars(
        sa.select(GrowthPair).options(_ends(GrowthPair)).where(GrowthPair.id == mail.about_id)
    ).one_or_none()


def _task_of(mail: Mail) -> JointTask | None:
    return db.session.scalars(
        sa.select(JointTask).options(_ends(JointTask)).where(JointTask.id == mail.about_id)
    ).one_or_none()


def _ends(model: type[GrowthPair] | type[JointTask]) -> "sa.orm.interfaces.LoaderOption":
    tie = joinedload(model.connection)
    return tie.options(joinedload(Connection.low), joinedload(Connection.high))


def _morning(at: datetime, member: User) -> datetime:
    zone = ZoneInfo(member.timezone)
    return datetime.combine(at.astimezone(zone).date(), MORNING, zone).astimezone(at.tzinfo)
