"""Who calls: keys, what they are good for, and what they are not."""

import re
from datetime import timedelta

import pytest

from app.accounts.models import ApiToken, Scope
from app.accounts.operations import new_api_token, revoke
from app.api.calls import CALLS, PREFIX
from app.kit.clock import now
from app.kit.db import db
from tests.api.conftest import Program
from tests.factories import a_member, a_stranger


def only_key(member):
    return db.session.query(ApiToken).filter_by(member_id=member.id).one()


def test_a_key_opens_the_api_in_its_members_name(program):
    member = a_member("Aoi", "Sato")
    answer = program(member).get("/me")
    assert answer.status_code == 200
    assert answer.json["id"] == member.public_id
    assert answer.json["email"] == member.email


def test_without_a_key_one_is_told_how_to_show_one(stranger):
    answer = stranger.get("/me")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Kizuna"'
    assert answer.json["status"] == 401


@pytest.mark.parametrize(
    "shown", ["Bearer kz_made_up", "Bearer ", "Bearer", "Basic a2l6dW5h", "kz_x", "Bearer \u00e9"]
)
@pytest.mark.parametrize("path", ["/me", "/events"])
def test_a_key_that_is_worth_nothing_is_not_passed_over(stranger, shown, path):
    """Also where strangers may read: a program must hear that its key is gone."""
    assert stranger.get(path, Authorization=shown).status_code == 401


def test_a_key_dies_with_revocation_with_its_time_and_with_its_account(program, app, later):
    member = a_member()
    mine = program(member)
    revoke(only_key(member), at=now())
    db.session.commit()
    assert mine.get("/me").status_code == 401

    token = new_api_token(member, "short", expires_at=now() + timedelta(hours=1), at=now())
    db.session.commit()
    short = Program(app, token)
    assert short.get("/me").status_code == 200
    later(hours=2)
    assert short.get("/me").status_code == 401

    other = program(member)
    member.disabled_at = now()
    db.session.commit()
    assert other.get("/me").status_code == 401


def test_whoever_has_not_proven_their_address_has_no_key(program):
    assert program(a_stranger()).get("/me").status_code == 401


def test_the_cookie_counts_for_nothing_here(app):
    browser = app.test_client().sign_in(a_member())
    assert browser.get("/account").status_code == 200
    assert browser.get(f"{PREFIX}/me").status_code == 401
    assert browser.patch(f"{PREFIX}/me", json={"headline": "x"}).status_code == 401


def test_a_key_opens_no_page(program):
    mine = program(a_member())
    answer = mine.client.get("/account", headers=mine.headers)
    assert (answer.status_code, answer.location.split("?")[0]) == (303, "/sign-in")


def test_no_token_against_forgery_is_needed_with_a_key(own_app):
    own_app.config["WTF_CSRF_ENABLED"] = True
    member = a_member()
    token = new_api_token(member, "x", at=now())
    db.session.commit()
    answer = Program(own_app, token).patch("/me", {"headline": "Weaver"})
    assert answer.json["headline"] == "Weaver"


def test_other_sites_cannot_call_from_a_browser(program):
    mine = program(a_member())
    site = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert mine.patch("/me", {"headline": "x"}, **site).status_code == 403
    assert "Access-Control-Allow-Origin" not in mine.get("/me", **site).headers


@pytest.mark.parametrize("call", CALLS.values(), ids=lambda call: call.name)
def test_a_key_is_good_for_nothing_beyond_its_scopes(program, call):
    others = [scope for scope in Scope if scope != call.scope]
    path = re.sub(r"{\w+}", "1", call.path)
    answer = program(a_member(), *others).ask(call.method, path, {} if call.body else None)
    assert answer.status_code == 403
    assert answer.json["code"] == "KeyTooNarrow"
    assert str(call.scope) in answer.json["detail"]


def test_when_a_key_was_last_used_is_noted_now_and_then(program, later):
    member = a_member()
    mine = program(member)
    mine.get("/me")
    first = only_key(member).last_used_at
    assert first is not None
    mine.get("/me")
    assert only_key(member).last_used_at == first
    later(minutes=11)
    mine.get("/me")
    assert only_key(member).last_used_at > first
