"""Whatever a request comes to, it looks the same from outside; whoever leaves is not missed."""

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.models import User
from app.connections.operations import remove
from app.connections.queries import are_connected, between
from app.introductions.models import Introduction
from app.introductions.operations import (
    Choice,
    Complaint,
    Refusing,
    advance,
    asking,
    choose_terms,
    consent,
    forward,
    let_pass,
    propose,
    proposing,
    refuse,
    refuse_firmly,
    report,
    take_back,
    tell_outcome,
    withdraw,
)
from app.introductions.pages import seen_as
from app.introductions.queries import (
    asked_recently,
    asks_this_month,
    open_asks,
    visible_introductions,
)
from app.introductions.rules import (
    EndReason,
    Outcome,
    Refusal,
    Scope,
    Seen,
    State,
    Trouble,
    Vouching,
)
from app.kit import clock
from app.kit.clock import now
from app.kit.db import db
from app.moderation.operations import block
from app.notifications.composers import compose
from app.notifications.models import Mail
from app.safety.operations import close_account
from tests.api.conftest import program as _program
from tests.factories import a_member, a_seat, an_arrival, an_event, connected
from tests.introductions.conftest import NOTE, WISH, glad, open_to
from tests.introductions.conftest import asked as sent
from tests.introductions.conftest import needed as sent_for_a_need

pytestmark = pytest.mark.usefixtures("transaction")
program = _program

# When somebody looks: at once, after the first week, just before the neutral hour, after it.
AGES = (0.1, 8.0, 13.4, 16.0)
LOOKED_AT_CLOSELY = (8.0, 16.0)


@dataclass(frozen=True)
class Three:
    one: User
    between: User
    other: User


@pytest.fixture
def evening():
    return an_event()


def three_people(evening, locale="en") -> Three:
    three = Three(a_member("Aoi", locale=locale), a_member("Ren"), a_member("Mio"))
    an_arrival(a_seat(evening, three.one))
    a_seat(evening, three.other)
    connected(three.one, three.between)
    connected(three.between, three.other)
    glad(three.between)
    open_to(three.one, three.other)
    return three


def looked_at(app, program, reader, row, began):
    """Everything `reader` can see, do and be written at each age; ids and crests left out."""
    found, key = [], program(reader)
    for days in AGES:
        clock.move(0)
        clock.move((began + timedelta(days=days) - now()).total_seconds())
        advance(now())
        db.session.commit()
        browser = app.test_client().sign_in(reader)
        pages = ("/introductions", f"/introductions/{row.public_id}")
        for path in (*pages, "/me", "/notices") if days in LOOKED_AT_CLOSELY else pages:
            answer = browser.get(path)
            found.append((days, answer.status_code, plain(answer.text)))
        if days in LOOKED_AT_CLOSELY:
            for path in (*pages, "/me"):
                answer = key.get(path)
                found.append((days, answer.status_code, plain(answer.get_data(as_text=True))))
        if days == LOOKED_AT_CLOSELY[0]:
            found.append((days, own_yeses(browser, key)))
        found.append(letters(reader, began))
    clock.move(0)
    return found


def own_yeses(browser, key):
    """What they find again of their own: what they said yes to, and their copy of it all."""
    held = key.get("/me/export").json
    copy = [held["introductions"], held["letters"], held["own"]["consents"]]
    hashes = r"'(words_hash|given_at|posted_at)': '[^']*'"
    told = re.sub(hashes, r"'\1': '…'", str(copy))
    page = browser.get("/account/sharing").text
    return plain(told.replace("'", '"')), plain(re.sub(r"<time.*?</time>", "<time/>", page))


def plain(page: str) -> str:
    page = re.sub(r"<svg.*?</svg>", "<svg/>", page, flags=re.DOTALL)
    page = re.sub(r'(name="csrf_token"[^>]* value)="[^"]*"', r"\1", page)
    page = re.sub(r'data-me="[^"]*"', "", page)
    page = re.sub(r"member\d+@example.org", "member@example.org", page)
    page = re.sub(r'"(id|asked_at|closes_at|joined_at)":\s*"[^"]*"', r'"\1": "…"', page)
    return re.sub(r"/(people|introductions|t|events|notices|off)/[\w-]+", r"/\1/…", page)


def letters(member, began):
    query = sa.select(Mail).where(Mail.member_id == member.id, Mail.next_try_at <= now())
    written = ((mail, compose(mail)) for mail in db.session.scalars(query.order_by(Mail.id)))
    return [
        (mail.kind, round((mail.dated_at - began).total_seconds()), letter.subject,
         plain(letter.text), plain(letter.html or ""))
        for mail, letter in written
        if letter is not None
    ]  # fmt: skip


@pytest.fixture(autouse=True)
def one_lot(monkeypatch):
    """The neutral hour is drawn by lot; here every lot is the same."""
    for room in (asking, proposing):
        monkeypatch.setattr(room.secrets, "randbelow", lambda most: most // 4)


def differences(usual, seen):
    """The lines in which two walks differ, with the age at which they do."""
    return [
        (mine[0], *pair)
        for mine, other in zip(usual, seen, strict=True)
        if mine != other
        for pair in zip(lines(mine), lines(other), strict=False)
        if pair[0] != pair[1]
    ]


def lines(walk):
    return str(walk).replace("\\n", "\n").split("\n")


# What becomes of a request, by what is done before it is sent and after it has been routed.


def passed_on(three, row):
    if row.state == State.WITH_CONNECTOR:
        target = three.other if row.target is None else None
        forward(row, NOTE, Scope.CLOSE, by=three.between, target=target, at=now())


def then(*deeds):
    def afterwards(three, row):
        for deed in deeds:
            deed(three, row)

    return afterwards


def nothing(_three, _row):
    """Silence."""


def other_is_full(three):
    choose_terms(three.other, Choice(is_reachable=True, target_cap=0), at=now())


ENDINGS = {
    "silence of the connector": (nothing, nothing),
    "silence of the one asked": (nothing, passed_on),
    "the connector declines": (nothing, lambda t, row: refuse(row, by=t.between, at=now())),
    "the one asked declines": (
        nothing, then(passed_on, lambda t, row: refuse(row, by=t.other, at=now()))),
    "the one asked blocks": (
        nothing, then(passed_on, lambda t, row: block(t.other, t.one, at=now()))),
    "the one asked says no, blocks and reports": (
        nothing, then(passed_on, lambda t, row: refuse_firmly(
            row, Refusing(Refusal.SALESY, True, Complaint(Trouble.SALES)), by=t.other, at=now()))),
    "the connector blocks": (nothing, lambda t, row: block(t.between, t.one, at=now())),
    "the connector rests": (
        lambda t, _row: choose_terms(
            t.between, Choice(is_connector=True, is_paused=True), at=now()), nothing),
    "the connector looks once a week": (
        lambda t, _row: choose_terms(
            t.between, Choice(is_connector=True, is_digest=True), at=now()), nothing),
    "the connector knows them no more": (
        nothing, lambda t, row: remove(between(t.one, t.between), by=t.between, at=now())),
    "others may vouch, this one may not": (
        lambda t, _row: choose_terms(
            t.other, Choice(is_reachable=True, vouching=Vouching.LISTED), at=now()), passed_on),
    "not about that": (
        lambda t, _row: choose_terms(
            t.other, Choice(is_reachable=True, topics=()), at=now()), passed_on),
    "the connector takes it back": (
        nothing, then(passed_on, lambda t, row: take_back(row, by=t.between, at=now()))),
    "the one asked leaves for good": (
        nothing, then(passed_on, lambda t, row: close_account(t.other, at=now()))),
    "the connector leaves before": (nothing, lambda t, row: close_account(t.between, at=now())),
    "the connector leaves after": (
        nothing, then(passed_on, lambda t, row: close_account(t.between, at=now()))),
    "the one asked has enough": (lambda t, _row: other_is_full(t), passed_on),
    "nobody may be asked": (
        lambda t, _row: choose_terms(t.between, Choice(), at=now()), nothing),
    "not to be reached": (lambda t, _row: choose_terms(t.other, Choice(), at=now()), passed_on),
    "blocked before": (lambda t, _row: block(t.other, t.one, at=now()), passed_on),
}  # fmt: skip


def by_name(three, at=None):
    return sent(three.one, three.other, at=at)


def by_need(three, at=None):
    return sent_for_a_need(three.one, three.between, at=at)


SAID = {
    "en": ("Being looked at", "It did not come about this time"),
    "ja": ("確認中", "今回はご縁がつながりませんでした"),
}


@pytest.mark.parametrize(("way", "locale"), [(by_name, "en"), (by_need, "ja")])
def test_whatever_it_comes_to_the_asker_sees_and_reads_the_same(app, program, evening, way, locale):
    began, told = now(), {}
    for name, (before, afterwards) in ENDINGS.items():
        three = three_people(evening, locale)
        before(three, None)
        db.session.commit()
        row = way(three, began)
        afterwards(three, row)
        db.session.commit()
        told[name] = looked_at(app, program, three.one, row, began)
    usual = told.pop("silence of the connector")
    assert [words in str(usual) for words in SAID[locale]] == [True, True]
    for name, seen in told.items():
        assert differences(usual, seen) == [], name


@pytest.mark.parametrize("way", [by_name, by_need])
def test_what_has_ended_inside_still_counts_for_its_asker(evening, way):
    counted = set()
    for before, afterwards in ENDINGS.values():
        three = three_people(evening)
        before(three, None)
        row = way(three)
        afterwards(three, row)
        at = now()
        is_by_name = row.person_wanted is not None and db.session.get(User, three.other.id)
        again = asked_recently(three.one, three.other, at) if is_by_name else "either way"
        counted.add((open_asks(three.one, at), asks_this_month(three.one, at), again))
    assert {row[:2] for row in counted} == {(1, 1)}
    assert {row[2] for row in counted} - {"either way"} <= {True}


# Where a connector has asked two, and one of them has said yes.

ENDINGS_OF_TWO = {
    "silence of the other": nothing,
    "the other says no": lambda t, row: refuse(row, by=t.other, at=now()),
    "the other blocks": lambda t, row: block(t.other, t.one, at=now()),
    "the other leaves for good": lambda t, row: close_account(t.other, at=now()),
    "the other says yes and takes it back": None,
}


@pytest.mark.parametrize("is_first", [True, False])
def test_one_yes_alone_ends_the_same_whatever_the_other_has_done(app, program, evening, is_first):
    """`is_first`: whether the one who says yes stands first in the row."""
    began, told = now(), {}
    for name, afterwards in ENDINGS_OF_TWO.items():
        three = three_people(evening)
        pair = (three.one, three.other) if is_first else (three.other, three.one)
        row = propose(three.between, pair, NOTE, Scope.CLOSE, at=began)
        advance(began)
        assert row.state == State.WITH_BOTH
        if afterwards is None:
            consent(row, (), by=three.other, at=now())
            take_back(row, by=three.other, at=now())
            consent(row, (), by=three.one, at=now())
        else:
            consent(row, (), by=three.one, at=now())
            afterwards(three, row)
        db.session.commit()
        told[name] = looked_at(app, program, three.one, row, began)
    usual = told.pop("silence of the other")
    assert "Thank you for your yes" in str(usual)
    for name, seen in told.items():
        assert differences(usual, seen) == [], name


def test_the_question_to_one_looks_the_same_whatever_the_other_has_said(app, program, evening):
    began, told = now(), {}
    answers = {
        "nothing yet": nothing,
        "yes": lambda t, row: consent(row, ("email",), by=t.other, at=now()),
        "no": lambda t, row: refuse(row, by=t.other, at=now()),
    }
    for name, answer in answers.items():
        three = three_people(evening)
        row = propose(three.between, (three.one, three.other), NOTE, Scope.CLOSE, at=began)
        advance(began)
        answer(three, row)
        db.session.commit()
        told[name] = looked_at(app, program, three.one, row, began)
    for name in ("yes", "no"):
        assert differences(told["nothing yet"], told[name]) == [], name


# Leaving, in every part and at every stage


def visible(row, member):
    mine = visible_introductions(member).where(Introduction.id == row.id)
    return db.session.scalars(mine).one_or_none()


def test_when_the_asker_leaves_nothing_is_left_for_the_others(evening, count):
    for way in (by_name, by_need):
        three = three_people(evening)
        row = way(three)
        passed_on(three, row)
        close_account(three.one, at=now())
        db.session.commit()
        assert count(Introduction) == 0
        for member in (three.between, three.other):
            assert letters(member, now()) == [] or "Aoi" not in str(letters(member, now()))


def test_when_the_connector_leaves_their_word_goes_and_the_request_ends_in_silence(evening):
    three = three_people(evening)
    row = by_name(three)
    passed_on(three, row)
    close_account(three.between, at=now())
    db.session.commit()
    assert (row.state, row.end_reason, row.note) == (State.CLOSED, EndReason.PARTY_LEFT, "")
    assert visible(row, three.other) is None
    assert seen_as(row, three.one, now()).seen == Seen.CHECKING


def test_when_a_connector_leaves_before_answering_somebody_else_is_asked(evening):
    three = three_people(evening)
    sora = a_member("Sora")
    connected(three.one, sora)
    connected(sora, three.other)
    glad(sora)
    row = by_name(three)
    first = row.connector
    second = sora if first == three.between else three.between
    close_account(first, at=now())
    advance(now())
    assert (row.state, row.connector) == (State.WITH_CONNECTOR, second)


def test_when_the_one_asked_leaves_it_ends_at_once_and_their_name_goes_a_month_later(evening):
    three = three_people(evening)
    row = by_name(three)
    passed_on(three, row)
    close_account(three.other, at=now())
    db.session.commit()
    assert (row.state, row.end_reason) == (State.CLOSED, EndReason.PARTY_LEFT)
    assert seen_as(row, three.one, now()).other.given_name == "Mio"
    advance(row.closes_at + timedelta(days=31))
    db.session.refresh(row)
    assert row.wanted == {}


@pytest.mark.parametrize("leaves_first", [True, False])
def test_when_one_of_two_leaves_the_connector_sees_no_difference(evening, leaves_first):
    three = three_people(evening)
    row = propose(three.between, (three.one, three.other), NOTE, Scope.CLOSE, at=now())
    advance(now())
    gone = three.one if leaves_first else three.other
    stays = three.other if leaves_first else three.one
    name = gone.given_name
    close_account(gone, at=now())
    db.session.commit()
    assert (row.state, row.asker) == (State.CLOSED, stays)
    request = seen_as(row, three.between, now())
    assert (request.seen, request.target.given_name) == (Seen.CHECKING, name)
    assert visible(row, stays) is None  # not answered, and nobody there to meet


@pytest.mark.parametrize("way", ["asked for", "proposed"])
@pytest.mark.parametrize("who", ["one", "other", "between"])
def test_what_has_come_true_outlives_whoever_leaves(app, evening, way, who):
    three = three_people(evening)
    if way == "proposed":
        row = propose(three.between, (three.one, three.other), NOTE, Scope.CLOSE, at=now())
        advance(now())
        consent(row, (), by=three.one, at=now())
    else:
        row = by_name(three)
        passed_on(three, row)
    consent(row, (), by=three.other, at=now())
    assert are_connected(three.one, three.other)
    gone = getattr(three, who)
    name, row_id, address = gone.full_name, row.id, row.public_id
    close_account(gone, at=now())
    db.session.commit()
    kept = db.session.get(Introduction, row_id)
    if way == "asked for" and who == "one":
        assert kept is None
        return
    for member in {three.one, three.between, three.other} - {gone}:
        browser = app.test_client().sign_in(member)
        page = browser.get(f"/introductions/{address}")
        assert page.status_code == 200
        assert [line for line in page.text.splitlines() if name in line] == []
        assert name not in browser.get("/introductions").text
        if member is not three.between:
            tell_outcome(kept, Outcome.MET, by=member, at=now())
    assert NOTE not in kept.note or who != "between"


def test_a_request_held_after_it_was_passed_on_keeps_its_connectors_word(evening):
    """Nobody else is shown whom the first connector had thought of."""

    three = three_people(evening)
    sora = a_member("Sora")
    connected(three.one, sora)
    glad(sora)
    row = by_need(three)
    passed_on(three, row)
    told = three_people(evening)
    connected(three.one, told.between)
    done = sent(three.one, told.other)
    forward(done, NOTE, Scope.CLOSE, by=told.between, at=now())
    consent(done, (), by=told.other, at=now())
    report(done, Complaint(Trouble.SALES), by=told.other, at=now())
    db.session.refresh(row)
    assert row.state == State.SCREENING
    let_pass(row, at=now())
    advance(now())
    assert (row.state, row.connector) == (State.WITH_TARGET, three.between)
    assert visible(row, sora) is None
    assert len(letters(three.other, now())) == 2  # asked once more


def test_taking_a_request_back_makes_no_room_for_the_same_one_again(evening):

    three = three_people(evening)
    sora = a_member("Sora")
    connected(three.one, sora)
    connected(sora, three.other)
    glad(sora)
    row = by_name(three)
    forward(row, NOTE, Scope.CLOSE, by=row.connector, at=now())
    withdraw(row, by=three.one, at=now())
    again = sent(three.one, three.other, type(WISH)(WISH.purpose, "Tea.", False, ()))
    assert again.state == State.PARKED
    assert seen_as(again, three.one, now()).seen == Seen.CHECKING
