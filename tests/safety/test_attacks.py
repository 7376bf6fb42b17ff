"""Hands that reach for what is not theirs: ids, codes, bodies, and the same moment twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import sqlalchemy as sa

from app.accounts.models import Scope, User
from app.accounts.operations import new_api_token
from app.connections.codes import invitation_token
from app.connections.contacts import Contact
from app.connections.models import Connection, ConnectionInvitation
from app.connections.operations import (
    InvitationIsOver,
    NothingToAnswer,
    accept,
    come_by,
    invite,
    request,
)
from app.connections.queries import are_connected, between, side_of
from app.connections.rules import State
from app.kit.clock import now
from app.kit.db import db
from app.moderation.models import Block, Report
from app.relay.models import RelayedMessage
from app.relay.rules import Matter
from tests.factories import a_member, a_seat, an_event, connected, saved

WORDS = {"kind": "other", "words": "They would not stop."}


@pytest.fixture
def two(transaction):
    """Aoi has asked Ren."""
    aoi, ren = a_member("Aoi"), a_member("Ren")
    event = an_event(starts_at=now() - timedelta(days=1))
    for person in (aoi, ren):
        a_seat(event, person)
    request(aoi, ren, event=event, at=now())
    db.session.commit()
    return aoi, ren


@pytest.fixture
def program(app):
    """Calls as somebody: `program(member)("PATCH", path, body)`."""

    def of(member):
        shown = new_api_token(member, "test", at=now())
        db.session.commit()
        key = {"Authorization": f"Bearer {shown}"}
        return lambda method, path, body=None: app.test_client().open(
            f"/api/v1{path}", method=method, json=body, headers=key
        )

    return of


@pytest.mark.parametrize(
    "body",
    [
        {"state": "active"},
        {"connected_at": "2026-01-01T00:00:00+00:00"},
        {"card": {"contacts": {"email": "x@example.org"}}},
        {"shares": ["email"]},
        {"owner_id": 1, "note": "x"},
        {"grants": ["password_hash"]},
        {"grants": "email"},
        {"accept": "please"},
        {"__class__": {}},
    ],
)
def test_nothing_is_changed_by_words_a_call_does_not_know(two, program, body):
    aoi, ren = two
    assert program(ren)("PATCH", f"/connections/{aoi.public_id}", body).status_code == 422
    assert between(aoi, ren).state == State.REQUESTED
    assert side_of(between(aoi, ren), ren).shares == []


def test_nobody_accepts_for_the_other_or_from_outside(two, program, browser):
    aoi, ren = two
    third = a_member("Third")
    yes = {"accept": True}
    assert program(aoi)("PATCH", f"/connections/{ren.public_id}", yes).status_code == 409
    assert program(third)("PATCH", f"/connections/{ren.public_id}", yes).status_code == 404
    for who, other in ((aoi, ren), (third, ren), (third, aoi)):
        browser.sign_in(who).post(f"/people/{other.public_id}/acceptance")
    assert not are_connected(aoi, ren)


def test_grants_reach_the_one_they_are_for_and_nobody_else(two, program):
    aoi, ren = two
    third = a_member("Third")
    accept(between(aoi, ren), by=ren, at=now())
    connected(aoi, third)
    program(aoi)("PATCH", f"/connections/{ren.public_id}", {"grants": ["email"]})
    assert aoi.email in program(ren)("GET", f"/connections/{aoi.public_id}").text
    assert aoi.email not in program(third)("GET", f"/connections/{aoi.public_id}").text
    program(aoi)("DELETE", f"/connections/{ren.public_id}")
    assert aoi.email not in program(ren)("GET", f"/people/{aoi.public_id}").text


def test_a_program_that_says_no_twice_tells_the_asker_nothing(two, program):
    aoi, ren = two
    before = program(aoi)("GET", f"/connections/{ren.public_id}").json
    assert program(ren)("DELETE", f"/connections/{aoi.public_id}").status_code == 204
    assert program(ren)("DELETE", f"/connections/{aoi.public_id}").status_code == 404
    assert program(aoi)("GET", f"/connections/{ren.public_id}").json == before


def test_links_and_messages_of_others_are_not_there(two, browser):
    aoi, ren = two
    link = invite(aoi, "for a friend", at=now())
    letter = saved(
        RelayedMessage(
            matter=Matter.EVENT, about_id=1, writer_id=aoi.id, reader_id=ren.id,
            subject="Hello", body="secret words", arrived_as="x", received_at=now(),
        )
    )  # fmt: skip
    for who in (ren, a_member("Third")):
        browser.sign_in(who)
        answer = browser.post(f"/connections/invitations/{link.id}/withdrawal")
        assert answer.status_code == 404
    db.session.refresh(link)
    assert link.revoked_at is None
    for who in (aoi, a_member("Fourth")):  # its writer may not report it in the reader's name
        browser.sign_in(who)
        page = browser.get(f"/messages/{letter.id}/report")
        assert page.status_code == 404
        assert "secret words" not in page.text
        assert browser.post(f"/messages/{letter.id}/report", data=WORDS).status_code == 404
    assert db.session.query(Report).count() == 0


@pytest.mark.parametrize("token", ["x", "0" * 22, "..%2f..", "%00", "あ" * 22])
def test_a_forged_link_is_like_no_link(two, browser, token):
    aoi, _ren = two
    good = invitation_token(invite(aoi, "", at=now()).nonce)
    browser.sign_in(a_member("Third"))
    for forged in (token, good[:-1], good.swapcase(), f"{good}x"):
        assert browser.get(f"/connect/{forged}").status_code == 404
        assert browser.post(f"/connect/{forged}").status_code == 404


@pytest.mark.parametrize("call", ["/blocks", "/reports"])
def test_nobody_acts_in_anothers_name(two, program, call):
    aoi, ren = two
    body = {"person": ren.public_id} | (WORDS if call == "/reports" else {})
    for more in ({"by": ren.public_id}, {"blocker_id": ren.id}, {"state": "settled"}):
        assert program(aoi)("POST", call, body | more).status_code == 422
    assert db.session.query(Report).count() == db.session.query(Block).count() == 0


def test_a_key_that_only_reads_connects_blocks_and_reports_nobody(two, app):
    aoi, ren = two
    shown = new_api_token(ren, "test", scopes=[Scope.READ], at=now())
    db.session.commit()
    key, person = {"Authorization": f"Bearer {shown}"}, {"person": aoi.public_id}
    for method, path, body in (
        ("PATCH", f"/connections/{aoi.public_id}", {"accept": True}),
        ("DELETE", f"/connections/{aoi.public_id}", None),
        ("POST", "/blocks", person),
        ("POST", "/reports", person | WORDS),
    ):
        answer = app.test_client().open(f"/api/v1{path}", method=method, json=body, headers=key)
        assert answer.status_code == 403, path
    assert not are_connected(aoi, ren)


def at_once(app, *deeds):
    """What became of deeds that begin in the same moment, each in a session of its own."""
    start = Barrier(len(deeds))

    def run(deed):
        with app.app_context():
            start.wait()
            try:
                deed()
            except (NothingToAnswer, InvitationIsOver) as no:
                return type(no)
            db.session.commit()
            return None

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [each.result() for each in [pool.submit(run, deed) for deed in deeds]]


def test_a_yes_said_twice_in_one_moment_is_one_yes(own_app):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie, ids = request(aoi, ren, event=None, at=now()).id, ren.id
    db.session.commit()

    def yes():
        row = db.session.get_one(Connection, tie)
        accept(row, by=db.session.get_one(User, ids), at=now())

    assert sorted(map(str, at_once(own_app, yes, yes, yes))) == sorted(
        map(str, (None, NothingToAnswer, NothingToAnswer))
    )
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Contact)) == 2


def test_of_several_who_come_by_one_link_in_one_moment_one_is_let_in(own_app):
    aoi = a_member("Aoi")
    guests = [a_member(f"Guest {number}").id for number in range(4)]
    link = invite(aoi, "", at=now()).id
    db.session.commit()

    def coming(guest):
        def come():
            row = db.session.get_one(ConnectionInvitation, link)
            come_by(row, db.session.get_one(User, guest), at=now())

        return come

    ended = at_once(own_app, *map(coming, guests))
    assert ended.count(None) == 1
    assert db.session.query(Connection).count() == 1
