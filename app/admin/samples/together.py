"""Examples of the letters between two who do something together."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from app.admin.samples.introducing import tied
from app.admin.samples.world import World, made
from app.introductions.models import Consultation, GrowthGoal, GrowthPair, JointTask
from app.introductions.rules.consulting import Stage
from app.introductions.rules.together import PairState, Rhythm
from app.notifications.models import Mail
from app.profiles.traits import Way

GOALS = {
    "ja": (
        "簿記を学び、来春には自分で帳簿をつけられるようになりたいです。",
        "毎月1冊、経営の本を読みます。",
    ),
    "en": ("To learn bookkeeping, and keep my own books by spring.", "To read one book a month."),
}
ADVICE = {
    "ja": ("はじめての輸出", "送料を誰が払うと書けばよいのか、見積書を一緒に見ていただけますか。"),
    "en": (
        "First steps in exporting",
        "Who pays the freight? Could you look at one quotation with me?",
    ),
}
TASK = {"ja": "発表の構成の下書きを作る", "en": "Draft the outline of our talk"}


def _pair(world: World, state: PairState) -> GrowthPair:
    tie = tied(world, world.reader, world.people[1])
    pair = GrowthPair(
        connection_id=tie.id,
        asked_by_id=world.people[1].id,
        state=state,
        rhythm=int(Rhythm.MONTHLY),
        asked_at=world.at,
        next_on=world.at.date(),
    )
    made(pair)
    for member, words in zip((world.people[1], world.reader), GOALS[world.locale], strict=True):
        made(GrowthGoal(pair_id=pair.id, member_id=member.id, words=words))
    return pair


def _learn(world: World) -> Mail:
    return world.mail("together.learn", _pair(world, PairState.ASKED).id)


def _tell(world: World) -> Mail:
    pair = _pair(world, PairState.ACTIVE)
    mail = world.mail("together.tell", pair.id)
    mail.dedupe_key = f"sample:{pair.next_on}"
    return mail


def _task(kind: str, world: World) -> Mail:
    tie = tied(world, world.reader, world.people[1])
    task = JointTask(
        connection_id=tie.id,
        made_by_id=world.people[1].id,
        owner_id=world.reader.id,
        words=TASK[world.locale],
        due_on=(world.at + timedelta(days=9)).date(),
        made_at=world.at,
        taken_at=world.at if kind == "together.due" else None,
    )
    return world.mail(kind, made(task).id)


def _advice(kind: str, world: World) -> Mail:
    tie, other = tied(world, world.reader, world.people[1]), world.people[1]
    asks = kind == "advice.asked"
    row = Consultation(
        connection_id=tie.id,
        asker_id=other.id if asks else world.reader.id,
        asked_id=world.reader.id if asks else other.id,
        stage=Stage.ASKED if asks else Stage.AGREED,
        topic=ADVICE[world.locale][0],
        way=Way.CALL,
        minutes=15,
        words=ADVICE[world.locale][1],
        asked_at=world.at,
        agreed_at=None if asks else world.at,
    )
    return world.mail(kind, made(row).id)


SAMPLES: dict[str, Callable[[World], Mail]] = {
    "together.learn": _learn,
    "together.tell": _tell,
    "together.task": partial(_task, "together.task"),
    "together.due": partial(_task, "together.due"),
    "advice.asked": partial(_advice, "advice.asked"),
    "advice.agreed": partial(_advice, "advice.agreed"),
}
