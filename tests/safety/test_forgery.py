"""Requests that others make in somebody's name, and cookies that are not theirs any more."""

import pytest

from app.accounts.operations import set_password
from app.kit.clock import now
from app.kit.db import db
from tests.factories import a_member
from tests.safety.routes import GUARDS, paths, rules, values_of

PASSWORD = "Correct horse 42"
# A mail program that unsubscribes for its user has no page of ours, and no cookie either.
WITHOUT_TOKEN = {"mails.turn_off", "announcements.turn_off", "relay.take"}


def every_post(visit) -> list[tuple[str, str]]:
    values = {name: given[:1] for name, given in values_of(visit.town).items()}
    values["slug"] = [visit.town.slugs["soon"]]
    found = rules(visit.app, set().union(*GUARDS), "POST")
    return [(rule.endpoint, path) for rule in found for path in paths(rule, values)]


@pytest.mark.parametrize("who", ["", "fellow", "host"])
def test_a_post_without_a_token_does_nothing(visit, unchanged, monkeypatch, who):
    monkeypatch.setitem(visit.app.config, "WTF_CSRF_ENABLED", True)
    posts = [path for endpoint, path in every_post(visit) if endpoint not in WITHOUT_TOKEN]
    assert len(posts) > 50
    for path in posts:
        for form in ({}, {"csrf_token": "made up"}):
            answer = visit.as_(who).post(path, data=form)
            assert answer.status_code == 400, path
            assert answer.mimetype == "text/html"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
    ],
    ids=str,
)
def test_a_post_from_another_site_does_nothing(visit, unchanged, headers):
    """Also with a token: the forms' own guard is off here."""
    for _endpoint, path in every_post(visit):
        for who in ("", "host"):
            assert visit.as_(who).post(path, headers=headers).status_code == 403, path


def test_other_methods_are_not_known(visit, unchanged):
    for _endpoint, path in every_post(visit)[::7]:
        for method in ("PUT", "DELETE", "PATCH"):
            assert visit.as_("host").open(path, method=method).status_code in (404, 405)


def test_a_method_in_disguise_stays_what_it_is(visit, unchanged):
    path = f"/events/{visit.town.slugs['soon']}/registration/cancellation"
    visit.get("fellow", f"{path}?_method=POST", headers={"X-HTTP-Method-Override": "POST"})


def cookie_of(browser) -> str:
    return browser.get_cookie("session").value


def holding(app, cookie: str):
    browser = app.test_client()
    browser.set_cookie("session", cookie)
    return browser


def is_in(browser) -> bool:
    return browser.get("/account").status_code == 200


def test_a_planted_cookie_is_worth_nothing_after_signing_in(transaction, app):
    attacker, victim = a_member("Rei"), a_member("Aoi")
    set_password(victim, PASSWORD, keep=None, at=now())
    db.session.commit()
    planted = app.test_client().sign_in(attacker)
    copy = cookie_of(planted)
    answer = planted.post("/sign-in/password", data={"email": victim.email, "password": PASSWORD})
    assert answer.status_code == 303
    assert cookie_of(planted) != copy
    assert is_in(planted)
    assert not is_in(holding(app, copy))


def test_a_stolen_cookie_dies_with_the_sign_out(transaction, app):
    browser = app.test_client().sign_in(a_member())
    copy = cookie_of(browser)
    assert is_in(holding(app, copy))
    browser.post("/sign-out")
    assert not is_in(holding(app, copy))


def test_a_stolen_cookie_dies_with_the_account_and_with_a_new_password(transaction, app):
    for happens in ("disabled", "new password"):
        member = a_member()
        copy = cookie_of(app.test_client().sign_in(member))
        if happens == "disabled":
            member.disabled_at = now()
        else:
            set_password(member, PASSWORD, keep=None, at=now())
        db.session.commit()
        assert not is_in(holding(app, copy)), happens


def test_a_cookie_of_ones_own_making_opens_nothing(transaction, app):
    copy = cookie_of(app.test_client().sign_in(a_member()))
    payload, _, rest = copy.partition(".")
    for forged in (f"{payload[:-2]}AA.{rest}", copy[:-3] + "abc", "x", "", payload, "." + copy):
        assert not is_in(holding(app, forged))


def test_signing_out_elsewhere_spares_this_browser_alone(transaction, app):
    member = a_member()
    here, there = app.test_client().sign_in(member), app.test_client().sign_in(member)
    here.post("/account/sign-ins/others/end")
    assert is_in(here)
    assert not is_in(there)
