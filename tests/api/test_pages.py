"""The pages about the API: one's keys, and the description as people read it."""

import re

import pytest

from app.accounts.models import ApiToken, Scope
from app.api.calls import CALLS
from app.api.manual import refusals
from app.kit.clock import now
from app.kit.db import db
from tests.api.conftest import Program
from tests.factories import a_member

KEY = re.compile(r"kz_[\w-]{22}")
WISH = {"name": "List on our site", "scopes": ["read", "attend"], "lasts": "30"}


def test_a_key_is_made_shown_once_and_good_for_what_was_chosen(browser, app):
    member = a_member()
    browser.sign_in(member)
    page = browser.post("/account/keys", data=WISH)
    token = KEY.search(page.text)[0]
    assert "List on our site" in page.text
    assert not KEY.search(browser.get("/account/keys").text)
    kept = db.session.query(ApiToken).one()
    assert token not in str(vars(kept))
    assert kept.scopes == ["attend", "read"]
    assert 29 <= (kept.expires_at - now()).days <= 30
    mine = Program(app, token)
    assert mine.get("/me").status_code == 200
    assert mine.patch("/me", {"headline": "x"}).json["code"] == "KeyTooNarrow"


@pytest.mark.parametrize(
    "data",
    [{}, WISH | {"name": " "}, WISH | {"scopes": []}, WISH | {"scopes": ["root"]},
     WISH | {"lasts": "36500"}, WISH | {"name": "x" * 61}],
)  # fmt: skip
def test_a_wish_that_will_not_do_makes_no_key(browser, data, count):
    browser.sign_in(a_member())
    page = browser.post("/account/keys", data=data)
    assert page.status_code == 200
    assert "Please look at this again." in page.text
    assert count(ApiToken) == 0


def test_a_key_is_taken_back_by_its_owner_alone(browser, app, program):
    member, other = a_member(), a_member()
    mine = program(member)
    key = db.session.query(ApiToken).one()
    browser.sign_in(other)
    assert browser.post(f"/account/keys/{key.id}/revocation").status_code == 404
    browser = app.test_client().sign_in(member)
    assert "a program" in browser.get("/account/keys").text
    assert browser.post(f"/account/keys/{key.id}/revocation").status_code == 303
    assert "a program" not in browser.get("/account/keys").text
    assert mine.get("/me").status_code == 401


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_people_read_every_call_every_scope_and_every_rule(browser, app, locale):
    browser.set_cookie("locale", locale)
    page = browser.get("/api/docs")
    assert page.status_code == 200
    assert f'<html lang="{locale}">' in page.text
    for call in CALLS.values():
        assert f'id="{call.name}"' in page.text
        assert call.path in page.text
    for scope in Scope:
        assert f"<code>{scope}</code>" in page.text
    with app.app_context():
        for code, _status, _sentence in refusals():
            assert f'id="{code}"' in page.text
    links = set(re.findall(r'href="#([\w-]+)"', page.text))
    places = set(re.findall(r'id="([\w-]+)"', page.text))
    assert links <= places
