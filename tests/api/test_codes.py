"""A code that somebody shows, answered by a program: good while it is shown."""

import pytest

from app.accounts.models import Scope
from app.connections.codes import SECONDS, code_of, code_url, slip_for
from app.connections.operations import agree_at_venues
from app.connections.people import granted_contacts
from app.connections.queries import are_connected, between
from app.kit.clock import now
from app.kit.db import db
from app.notifications.models import Mail
from tests.connections.test_meeting import evening_with
from tests.factories import a_member, blocked


@pytest.fixture
def two():
    """Two who have nothing in common but a code."""
    return a_member("Aoi"), a_member("Rei")


def shown_by(member):
    return f"{member.public_id}/{code_of(member, now())}"


@pytest.mark.parametrize("read", [shown_by, lambda member: code_url(member, now())])
def test_a_fresh_code_asks_and_the_other_says_yes(program, two, read):
    aoi, rei = two
    mine = program(aoi)
    answer = mine.post("/connections", {"code": read(rei), "share": ["email"]})
    assert (answer.status_code, answer.json["state"]) == (201, "asked_by_me")
    assert answer.json["person"]["id"] == rei.public_id
    assert granted_contacts(rei, aoi) == {}
    assert program(rei).patch(f"/connections/{aoi.public_id}", {"accept": True}).json["state"] == (
        "active"
    )
    assert granted_contacts(rei, aoi) == {"email": aoi.email}
    assert granted_contacts(aoi, rei) == {}


def test_both_at_the_venue_and_both_agreed_are_connected_at_once(program, two):
    evening = evening_with(*two)
    for person in two:
        agree_at_venues(person, at=now())
    db.session.commit()
    answer = program(two[0]).post("/connections", {"code": shown_by(two[1])})
    assert (answer.json["state"], answer.json["event"]) == ("active", evening.public_id)


def test_scanning_each_other_connects(program, two):
    aoi, rei = two
    program(aoi).post("/connections", {"code": shown_by(rei)})
    assert program(rei).post("/connections", {"code": shown_by(aoi)}).json["state"] == "active"
    assert are_connected(aoi, rei)


def test_sent_twice_it_changes_nothing(program, two, count):
    code, mine = shown_by(two[1]), program(two[0])
    first = mine.post("/connections", {"code": code}).json
    assert mine.post("/connections", {"code": code}).json == first
    assert count(Mail) == 1


def refusal(answer):
    assert answer.status_code == 409
    return {name: value for name, value in answer.json.items() if name != "reference"}


def test_old_forged_borrowed_and_unwelcome_codes_are_answered_alike(program, two, later):
    aoi, rei = two
    mio, ken = a_member("Mio"), a_member("Ken", email_verified_at=None)
    mine, kept = program(aoi), shown_by(rei)
    theirs = slip_for(mio, rei, now())
    fresh = code_of(rei, now())
    blocked(mio, aoi)
    db.session.commit()
    bad = {
        "somebody else's slip": f"{rei.public_id}/{theirs}",
        "somebody else's code": f"{mio.public_id}/{fresh}",
        "of somebody who keeps one away": shown_by(mio),
        "one's own": shown_by(aoi),
        "of nobody": f"{'a' * 12}/{fresh}",
        "of somebody who is not here yet": shown_by(ken),
        "made up": f"{rei.public_id}/{'A' * 16}",
        "cut short": f"{rei.public_id}/{fresh[:-1]}",
        "no code at all": "hello",
        "empty": "",
        "of another kind": f"http://localhost/connect/{fresh}",
        "not of our alphabet": f"{rei.public_id}/友達友達友達友達友達友達友達友達",
    }
    answers = {
        name: refusal(mine.post("/connections", {"code": code})) for name, code in bad.items()
    }
    later(seconds=2 * SECONDS)
    answers["a photo, two minutes later"] = refusal(mine.post("/connections", {"code": kept}))
    assert len({str(answer) for answer in answers.values()}) == 1, answers
    assert answers["made up"]["code"] == "CodeIsOver"
    for person in (rei, mio, ken):
        assert between(aoi, person) is None


@pytest.mark.parametrize("body", [{}, {"share": ["email"]}, "both"])
def test_one_of_the_two_must_be_named(program, two, body):
    given = {"person": two[1].public_id, "code": shown_by(two[1])} if body == "both" else body
    answer = program(two[0]).post("/connections", given)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == "code"
    assert between(*two) is None


def test_a_key_that_may_only_read_connects_nobody(program, two):
    answer = program(two[0], Scope.READ).post("/connections", {"code": shown_by(two[1])})
    assert answer.status_code == 403
    assert between(*two) is None
