"""A thousand times a last yes and a no in the same moment: whatever was committed first counts."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from time import monotonic, sleep

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from app.accounts.models import User
from app.cli.figures import Figure
from app.connections.operations import connect
from app.connections.people import granted_contacts
from app.connections.queries import are_connected
from app.connections.rules import Origin
from app.introductions.models import Introduction
from app.introductions.operations import NotYourTurn, consent, withdraw
from app.introductions.operations.steps import agree, put_to
from app.introductions.rules import Mode, Party, Scope, State, closes_at
from app.kit.clock import now
from app.kit.db import db, is_passing
from app.moderation.operations import block
from app.notifications.composers import compose
from app.notifications.models import Mail
from app.profiles.models import Profile
from app.safety.operations import close_account
from app.web.app import App
from benchmarks.rig.house import unserved

RACES = 1_000
HEAD_STARTS = (0.0, 0.001, 0.003, 0.006)
Ids = tuple[int, int, int, int]


def _withdraw(ids: Ids) -> None:
    withdraw(db.session.get_one(Introduction, ids[3]), by=_user(ids[0]), at=now())


def _block(ids: Ids) -> None:
    block(_user(ids[0]), _user(ids[2]), at=now())


def _erase(ids: Ids) -> None:
    close_account(_user(ids[0]), at=now())


NOES: dict[str, Callable[[Ids], None]] = {
    "withdrawal": _withdraw,
    "block": _block,
    "erasure": _erase,
}


def measure(trials: int = RACES) -> list[Figure]:
    """How many letters and fields got out after a committed no, and how often each side won."""
    told = {"letters": 0, "fields": 0, "yes": 0}
    dice = random.Random(5)
    with unserved() as app, ThreadPoolExecutor(2) as pool:
        for number in range(trials):
            name = [*NOES][number % len(NOES)]
            ids = _three(number)
            said_yes, no_first = _race(app, pool, ids, NOES[name], dice.choice(HEAD_STARTS))
            told["yes"] += said_yes
            if no_first or name == "block":
                told["letters"] += _letters(ids)
                told["fields"] += _fields(ids)
    return [
        Figure("races of a yes against withdrawal, block and erasure", trials, ""),
        Figure("of them won by the yes", told["yes"], ""),
        Figure("letters of success after a committed no", told["letters"], "", must_be=0),
        Figure("fields seen after a committed no", told["fields"], "", must_be=0),
    ]


def _race(
    app: App, pool: ThreadPoolExecutor, ids: Ids, no: Callable[[Ids], None], head_start: float
) -> tuple[bool, bool]:
    """Whether the yes held, and whether the no was there first."""
    start = Barrier(2)

    def answer(deed: Callable[[], None], wait: float) -> float:
        with app.app_context():
            start.wait()
            sleep(wait)
            return _committed(deed)

    def yes() -> None:
        row = db.session.get(Introduction, ids[3])
        target = db.session.get(User, ids[2])
        if row is None or target is None:
            raise NotYourTurn
        consent(row, ("phone",), by=target, at=now())

    said_yes = pool.submit(answer, yes, 0.0)
    said_no = pool.submit(answer, lambda: no(ids), head_start)
    at_yes, at_no = said_yes.result(), said_no.result()
    db.session.expire_all()
    row = db.session.get(Introduction, ids[3])
    has_met = row is not None and row.state == State.INTRODUCED
    return has_met, at_no < at_yes


def _committed(deed: Callable[[], None]) -> float:
    """When it was done; never, where it came too late. A deadlock is tried again, as on pages."""
    for _ in range(5):
        try:
            deed()
            db.session.commit()
        except NotYourTurn:
            db.session.rollback()
            return float("inf")
        except DBAPIError as fault:
            db.session.rollback()
            if not is_passing(fault):
                raise
        else:
            return monotonic()
    return float("inf")


def _three(number: int) -> Ids:
    """A request that waits for the last yes."""
    at = now()
    asker, connector, target = (
        User(
            email=f"{part}{number}@example.org", given_name=part, email_verified_at=at,
            joined_at=at - timedelta(days=90), locale="en",
        )
        for part in ("Aoi", "Ren", "Mio")
    )  # fmt: skip
    db.session.add_all((asker, connector, target))
    db.session.flush()
    db.session.add_all(Profile(member_id=one.id, phone="03-1") for one in (asker, target))
    for other in (asker, target):
        connect(connector, other, Origin.MET, at=at)
    row = Introduction(
        mode=Mode.PERSON, asker=asker, connector=connector, target=target,
        state=State.WITH_TARGET, purpose="To talk.", offer="Tea.", shares=["phone"], note="Kind.",
        scope=Scope.CLOSE, asked_at=at, closes_at=closes_at(at, 0.5), step_due_at=at,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    agree(row, Party.ASKER, asker, ("phone",), at)
    agree(row, Party.CONNECTOR, connector, (), at)
    put_to(row, target, Party.TARGET, at=at)
    db.session.commit()
    return asker.id, connector.id, target.id, row.id


def _letters(ids: Ids) -> int:
    query = sa.select(Mail).where(Mail.about_id == ids[3], Mail.kind == "introduction.introduced")
    return sum(compose(mail) is not None for mail in db.session.scalars(query))


def _fields(ids: Ids) -> int:
    """What either sees of the other, and whether they are tied although the no was first."""
    two = [db.session.get(User, id_) for id_ in (ids[0], ids[2])]
    one, other = two
    if one is None or other is None:
        return 0
    seen = len(granted_contacts(one, other)) + len(granted_contacts(other, one))
    return seen + (seen > 0 and are_connected(one, other))


def _user(id_: int) -> User:
    return db.session.get_one(User, id_)
