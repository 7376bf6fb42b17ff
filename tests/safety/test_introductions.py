"""A no is silent, and it is final: whatever happens in the same moment."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Barrier
from time import monotonic, sleep

import pytest
import sqlalchemy as sa

from app.accounts.models import User
from app.connections.models import Connection
from app.connections.people import granted_contacts
from app.connections.queries import are_connected
from app.events.models import Event
from app.introductions.models import Introduction
from app.introductions.operations import (
    Ask,
    NotYourTurn,
    advance,
    consent,
    forward,
    refuse,
    withdraw,
)
from app.introductions.operations import ask as send
from app.introductions.queries import asked_recently, asks_this_month, open_asks
from app.introductions.rules import Scope, State
from app.kit import clock
from app.kit.clock import now
from app.kit.db import db
from app.moderation.operations import block
from app.notifications.composers import compose
from app.notifications.models import Mail
from app.profiles.models import Profile
from app.web.app import App
from tests.factories import a_member, a_seat, an_arrival, an_event, connected

WISH = Ask("I brew miso and would like to learn about sake.", "A tour of our brewery.", False, ())
SHARING = Ask(WISH.purpose, WISH.offer, False, ("email", "phone"))
NOTE = "Aoi brewed with me for three years, and listens well."
HANDSHAKES = 60


@dataclass(frozen=True)
class Three:
    asker: User
    connector: User
    target: User


def three_people(evening: Event) -> Three:
    """Aoi asks, Ren knows both and lets himself be asked, Mio may be reached."""
    three = Three(a_member("Aoi"), a_member("Ren"), a_member("Mio"))
    an_arrival(a_seat(evening, three.asker))
    connected(three.asker, three.connector)
    connected(three.connector, three.target)
    db.session.get_one(Profile, three.connector.id).is_connector = True
    db.session.get_one(Profile, three.target.id).is_reachable = True
    db.session.get_one(Profile, three.target.id).phone = "03-1234-5678"
    db.session.commit()
    return three


def ask(asker: User, target: User, wish: Ask, *, at: datetime) -> Introduction:
    """Ask, and let the house look for a way."""
    introduction = send(asker, target, wish, at=at)
    advance(at)
    return introduction


def passed_on(three: Three, row: Introduction) -> None:
    forward(row, NOTE, Scope.CLOSE, by=three.connector, at=now())


def _connector_declines(three: Three, row: Introduction) -> None:
    refuse(row, by=three.connector, at=now())


def _target_declines(three: Three, row: Introduction) -> None:
    passed_on(three, row)
    refuse(row, by=three.target, at=now())


def _target_blocks(three: Three, row: Introduction) -> None:
    passed_on(three, row)
    block(three.target, three.asker, at=now())


def _target_blocks_and_answers(three: Three, row: Introduction) -> None:
    passed_on(three, row)
    block(three.target, three.asker, at=now())
    consent(row, (), by=three.target, at=now())


def _connector_blocks(three: Three, row: Introduction) -> None:
    block(three.connector, three.asker, at=now())


def _account_closes(three: Three, row: Introduction) -> None:
    passed_on(three, row)
    three.target.disabled_at = now()


def _nothing(_three: Three, _row: Introduction) -> None:
    """Silence."""


ENDINGS: dict[str, tuple[Callable[[Three], None], Callable[[Three, Introduction], None]]] = {
    "silence of the connector": (lambda three: None, _nothing),
    "silence of the one asked": (lambda three: None, passed_on),
    "the connector declines": (lambda three: None, _connector_declines),
    "the one asked declines": (lambda three: None, _target_declines),
    "the one asked blocks": (lambda three: None, _target_blocks),
    "the one asked blocks, then says yes": (lambda three: None, _target_blocks_and_answers),
    "the connector blocks": (lambda three: None, _connector_blocks),
    "the one asked leaves": (lambda three: None, _account_closes),
    "blocked before": (lambda three: block(three.target, three.asker, at=now()), _nothing),
    "nobody knows both": (
        lambda three: setattr(
            db.session.get_one(Profile, three.connector.id), "is_connector", False
        ),
        _nothing,
    ),
    "not to be reached": (
        lambda three: setattr(db.session.get_one(Profile, three.target.id), "is_reachable", False),
        _nothing,
    ),
}
# The moments at which the asker looks, in days since asking.
AGES = (0.0, 8.0, 13.4, 16.0)


def seen_by_asker(app, three: Three, row: Introduction, began) -> list[object]:
    """Everything the asker can see and do, at each age."""
    found: list[object] = []
    for days in AGES:
        clock.move((began + timedelta(days=days) - clock.now()).total_seconds() + _shift())
        advance(now())
        db.session.commit()
        browser = app.test_client().sign_in(three.asker)
        for path in ("/introductions", f"/introductions/{row.public_id}", "/me"):
            answer = browser.get(path)
            found.append((days, path.partition(row.public_id)[0], answer.status_code))
            found.append(plain(answer.get_data(as_text=True)))
        at = now()
        found += [open_asks(three.asker, at), asks_this_month(three.asker, at)]
        found.append(asked_recently(three.asker, three.target, at))
        found.append(letters(three.asker, at, began))
    clock.move(0)
    return found


def _shift() -> float:
    return (clock.now() - _true_now()).total_seconds()


def _true_now() -> datetime:
    return datetime.now(UTC)


def letters(member: User, at, began) -> list[object]:
    """What has reached `member` by then, and when."""
    query = sa.select(Mail).where(Mail.member_id == member.id, Mail.next_try_at <= at)
    written = ((mail, compose(mail)) for mail in db.session.scalars(query.order_by(Mail.id)))
    return [
        (mail.kind, round((mail.dated_at - began).total_seconds()), letter.subject,
         plain(letter.text), plain(letter.html or ""))
        for mail, letter in written
        if letter is not None
    ]  # fmt: skip


def plain(page: str) -> str:
    """The page without what differs from one person to the next: names in addresses, crests."""
    page = re.sub(r"<svg.*?</svg>", "<svg/>", page, flags=re.DOTALL)
    page = re.sub(r'(name="csrf_token"[^>]* value)="[^"]*"', r"\1", page)
    page = re.sub(r'data-me="[^"]*"', "", page)
    return re.sub(r"/(people|introductions|t|events)/[\w-]+", r"/\1/…", page)


def test_every_no_looks_the_same_to_the_asker(app, transaction):
    """Decline, silence, block, leaving and "nobody knows you both": the same pages and letters."""
    began, evening, told = now(), an_event(), {}
    for name, (before, afterwards) in ENDINGS.items():
        three = three_people(evening)
        before(three)
        db.session.commit()
        row = ask(three.asker, three.target, WISH, at=began)
        # The neutral hour is drawn by lot; here every lot is the same.
        row.closes_at = began + timedelta(days=14, hours=6)
        if row.step_due_at > row.closes_at or row.state == State.PARKED:
            row.step_due_at = row.closes_at
        _same_hour(three.asker, row)
        db.session.commit()
        afterwards(three, row)
        db.session.commit()
        told[name] = seen_by_asker(app, three, row, began)
    usual = told.pop("silence of the connector")
    assert "Being looked at" in str(usual)
    assert "It did not come about this time" in str(usual)
    for name, seen in told.items():
        for mine, other in zip(usual, seen, strict=True):
            assert other == mine, name


def _same_hour(asker: User, row: Introduction) -> None:
    later = sa.update(Mail).where(Mail.member_id == asker.id, Mail.kind == "introduction.ended")
    db.session.execute(later.values(dated_at=row.closes_at, next_try_at=row.closes_at))


def test_a_no_and_a_yes_in_the_same_moment_never_both_hold(own_app):
    """Withdrawal and block race against consent; whatever was committed first counts."""
    ways = {
        "withdrawal": lambda three, row: withdraw(row, by=three.asker, at=now()),
        "block by the asker": lambda three, row: block(three.asker, three.target, at=now()),
        "block by the connector": lambda three, row: block(three.connector, three.target, at=now()),
        "erasure of the asker": lambda three, row: db.session.delete(three.asker),
    }
    evening = an_event()
    for number in range(HANDSHAKES):
        name = list(ways)[number % len(ways)]
        race = Race(own_app, somebody_is_asked(evening))
        assert_a_no_is_final(race.ids, name, *race.run(ways[name], number % 4 * 0.004))


@pytest.mark.parametrize("is_no_first", [True, False])
def test_whoever_was_first_is_told_so(own_app, is_no_first):
    """The race above can be won by either."""
    race = Race(own_app, somebody_is_asked(an_event()), Barrier(1))

    def say_no(three, row):
        withdraw(row, by=three.asker, at=now())

    if is_no_first:
        assert race.no(say_no, 0)
    assert race.yes() != is_no_first
    if not is_no_first:
        assert not race.no(say_no, 0)
    assert_a_no_is_final(race.ids, "withdrawal", not is_no_first, is_no_first, is_no_first)


def somebody_is_asked(evening: Event) -> tuple[int, ...]:
    """Asker, connector, target and the request that waits for the last yes."""
    db.session.rollback()
    three = three_people(evening)
    row = ask(three.asker, three.target, SHARING, at=now())
    passed_on(three, row)
    db.session.commit()
    return three.asker.id, three.connector.id, three.target.id, row.id


@dataclass
class Race:
    """A yes and a no to the same request, at the same moment, each from a browser of its own."""

    app: App
    ids: tuple[int, ...]
    start: Barrier = field(default_factory=lambda: Barrier(2))
    times: dict[str, float] = field(default_factory=dict)

    def yes(self) -> bool:
        with self.app.app_context():
            row = db.session.get_one(Introduction, self.ids[3])
            target = db.session.get_one(User, self.ids[2])
            self.start.wait()
            try:
                consent(row, ("email", "phone"), by=target, at=now())
            except NotYourTurn:
                return False
            sleep(0.004)  # the time in which a forgotten lock is found out
            self.times["yes"] = monotonic()
            has_met = row.state == State.INTRODUCED
            db.session.commit()
            return has_met

    def no(self, say_no, head_start: float) -> bool:
        with self.app.app_context():
            three = Three(*(db.session.get_one(User, id_) for id_ in self.ids[:3]))
            row = db.session.get_one(Introduction, self.ids[3])
            self.start.wait()
            sleep(head_start)
            try:
                say_no(three, row)
                db.session.flush()
            except NotYourTurn:
                return False
            db.session.commit()
            self.times["no"] = monotonic()
            return True

    def run(self, say_no, head_start: float) -> tuple[bool, bool, bool]:
        """Whether the yes held, whether the no did, and whether the no was there first."""
        with ThreadPoolExecutor(2) as pool:
            said_yes = pool.submit(self.yes)
            said_no = pool.submit(self.no, say_no, head_start)
            results = said_yes.result(), said_no.result()
        no_first = results[1] and self.times["no"] < self.times.get("yes", float("inf"))
        return *results, no_first


def assert_a_no_is_final(
    ids: tuple[int, ...], name: str, said_yes: bool, said_no: bool, no_first: bool
) -> None:
    db.session.expire_all()
    if name == "erasure of the asker":
        return assert_nothing_is_left(ids)
    asker, _connector, target = (db.session.get_one(User, id_) for id_ in ids[:3])
    row = db.session.get_one(Introduction, ids[3])
    assert said_yes == (row.state == State.INTRODUCED)
    assert said_yes == are_connected(asker, target)
    if no_first:
        assert not said_yes, name
    if name == "withdrawal":
        assert said_yes != said_no
    if not said_yes or name == "block by the asker":
        assert granted_contacts(asker, target) == granted_contacts(target, asker) == {}
        assert news_of_success(row) == []
    return None


def assert_nothing_is_left(ids: tuple[int, ...]) -> None:
    """Whoever has left is in no row and in no letter, whatever was said in the same moment."""
    assert db.session.get(Introduction, ids[3]) is None
    mails = sa.select(Mail).where(Mail.about_id == ids[3], Mail.kind.startswith("introduction."))
    assert [mail.kind for mail in db.session.scalars(mails) if compose(mail) is not None] == []
    ties = sa.select(Connection).where(
        sa.or_(Connection.low_id == ids[0], Connection.high_id == ids[0])
    )
    assert db.session.scalars(ties).all() == []


def news_of_success(row: Introduction) -> list[str]:
    """The letters that would leave now and say that two people have met."""
    kinds = ("introduction.introduced", "introduction.thanks")
    query = sa.select(Mail).where(Mail.about_id == row.id, Mail.kind.in_(kinds))
    return [
        mail.kind
        for mail in db.session.scalars(query)
        if mail.kind == "introduction.introduced" and compose(mail) is not None
    ]


@pytest.mark.parametrize("by", ["asker", "target"])
def test_a_block_after_the_introduction_takes_everything_back(app, transaction, by):
    three = three_people(an_event())
    row = ask(three.asker, three.target, SHARING, at=now())
    passed_on(three, row)
    consent(row, ("email", "phone"), by=three.target, at=now())
    db.session.commit()
    pair = (three.asker, three.target)
    block(*(pair if by == "asker" else reversed(pair)), at=now())
    db.session.commit()
    for me, other in (pair, pair[::-1]):
        browser = app.test_client().sign_in(me)
        assert browser.get(f"/introductions/{row.public_id}").status_code == 404
        for path in ("/introductions", "/connections", "/matching"):
            page = browser.get(path).get_data(as_text=True)
            assert other.public_id not in page
            assert other.email not in page
            assert f">{other.given_name}" not in page
        assert granted_contacts(me, other) == {}
    assert news_of_success(row) == []


def test_an_asker_who_blocks_the_one_asked_hears_of_them_no_more(app, transaction):
    three = three_people(an_event())
    row = ask(three.asker, three.target, WISH, at=now())
    db.session.commit()
    block(three.asker, three.target, at=now())
    db.session.commit()
    browser = app.test_client().sign_in(three.asker)
    assert "Mio" not in browser.get("/introductions").get_data(as_text=True)
    assert browser.get(f"/introductions/{row.public_id}").status_code == 404
    mails = db.session.query(Mail).filter_by(member_id=three.asker.id, kind="introduction.ended")
    assert compose(mails.one()) is None
