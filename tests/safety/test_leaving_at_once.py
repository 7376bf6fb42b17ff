"""Several people end things in the same moment: nobody waits in a circle."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event as Signal
from threading import current_thread

import pytest
import sqlalchemy as sa

from app.accounts.models import User
from app.connections.contacts import Contact
from app.connections.operations import lapse, part_from, remove, request
from app.connections.queries import between
from app.introductions.operations import weigh_contacts
from app.keeping.models import TouchEntry
from app.keeping.operations import put_away_idle
from app.keeping.rules import Touch
from app.kit.clock import now
from app.kit.db import db
from app.kit.errors import Refused
from app.moderation.operations import block
from app.safety.operations import close_account
from app.web.app import App
from tests.factories import a_member, blocked, connected

PATIENCE = 60
WAITING = sa.text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@contextmanager
def others(app: App) -> Iterator[Callable[[Callable[[], object]], Future[object]]]:
    """Do something in a transaction of its own, somewhere else."""

    def alone(deed: Callable[[], object]) -> object:
        with app.app_context():
            try:
                answer = deed()
                db.session.commit()
                return answer
            finally:
                db.session.remove()

    with ThreadPoolExecutor(2) as pool:
        yield lambda deed: pool.submit(alone, deed)


def somebody_waits_or(done: Future[object]) -> None:
    """Go on once the other has come to a lock that is held here, or is through."""
    with db.engine.connect() as looking:
        while not done.done():
            if looking.scalar(WAITING):
                return
            looking.rollback()
            Signal().wait(0.005)


@contextmanager
def stopping_before(statement: str, reached: Signal, go_on: Signal) -> Iterator[None]:
    """Let this thread rest before it first says `statement` to the database."""
    mine = current_thread()

    def listen(_conn, _cursor, words, *_rest) -> None:
        if current_thread() is mine and statement in words and not reached.is_set():
            reached.set()
            assert go_on.wait(PATIENCE)

    sa.event.listen(db.engine, "before_cursor_execute", listen)
    try:
        yield
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", listen)


def fall_out(one: User, other: User) -> None:
    block(one, other, at=now())


def ask_to_connect(one: User, other: User) -> None:
    request(one, other, event=None, at=now())


def two_friends_who_have_fallen_out() -> tuple[int, int]:
    aoi, ren = a_member("Aoi"), a_member("Ren")
    connected(aoi, ren)
    connected(aoi, a_member("Mio"))
    blocked(aoi, ren)
    blocked(ren, aoi)
    db.session.commit()
    return aoi.id, ren.id


@pytest.mark.parametrize(
    "statement", ["DELETE FROM connection_sides", "UPDATE connection_sides", "DELETE FROM users"]
)
def test_two_who_know_each_other_leave_in_the_same_moment(own_app, statement):
    first, second = two_friends_who_have_fallen_out()
    reached, go_on = Signal(), Signal()

    def leave_slowly() -> None:
        with stopping_before(statement, reached, go_on):
            close_account(db.session.get_one(User, first), at=now())

    with others(own_app) as elsewhere:
        slow = elsewhere(leave_slowly)
        assert reached.wait(PATIENCE)
        quick = elsewhere(lambda: close_account(db.session.get_one(User, second), at=now()))
        somebody_waits_or(quick)
        go_on.set()
        slow.result(PATIENCE)
        quick.result(PATIENCE)
    db.session.expire_all()
    assert db.session.get(User, first) is None
    assert db.session.get(User, second) is None
    assert not db.session.scalars(sa.select(Contact)).all()


@pytest.mark.parametrize("statement", ["DELETE FROM connection_sides", "UPDATE connections"])
def test_one_leaves_while_the_other_ends_their_tie(own_app, statement):
    first, second = two_friends_who_have_fallen_out()
    reached, go_on = Signal(), Signal()

    def leave_slowly() -> None:
        with stopping_before(statement, reached, go_on):
            part_from(db.session.get_one(User, first), at=now())

    def end_it() -> None:
        aoi, ren = db.session.get_one(User, first), db.session.get_one(User, second)
        tie = between(aoi, ren)
        assert tie is not None
        remove(tie, by=ren, at=now())

    with others(own_app) as elsewhere:
        slow = elsewhere(leave_slowly)
        assert reached.wait(PATIENCE)
        quick = elsewhere(end_it)
        somebody_waits_or(quick)
        go_on.set()
        slow.result(PATIENCE)
        quick.result(PATIENCE)


def test_what_is_looked_after_without_asking_never_waits_for_somebody_who_leaves(own_app):
    first, second = two_friends_who_have_fallen_out()
    aoi, ren = db.session.get_one(User, first), db.session.get_one(User, second)
    tie = between(aoi, ren)
    assert tie is not None
    db.session.add(TouchEntry(connection_id=tie.id, kind=Touch.EVENT, at=now()))
    db.session.commit()
    part_from(aoi, at=now())

    def at_night() -> list[int]:
        db.session.execute(sa.text("SET LOCAL lock_timeout = '1s'"))
        return [deed(now()) for deed in (weigh_contacts, put_away_idle, lapse)]

    with others(own_app) as elsewhere:
        assert elsewhere(at_night).result(PATIENCE) == [0, 0, 0]
    db.session.rollback()
    with others(own_app) as elsewhere:
        assert elsewhere(lambda: weigh_contacts(now())).result(PATIENCE) == 2


@pytest.mark.parametrize("deed", [fall_out, ask_to_connect])
def test_what_comes_too_late_for_somebody_who_has_left_is_a_plain_no(own_app, deed):
    ren, aoi = a_member("Ren"), a_member("Aoi")
    ids = (ren.id, aoi.id)
    db.session.commit()
    close_account(aoi, at=now())

    def try_it() -> None:
        one, other = (db.session.get_one(User, key) for key in ids)
        deed(one, other)

    with others(own_app) as elsewhere:
        late = elsewhere(try_it)
        somebody_waits_or(late)
        db.session.commit()
        assert isinstance(late.exception(PATIENCE), Refused)
