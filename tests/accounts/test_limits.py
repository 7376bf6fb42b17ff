"""How often passwords and links may be tried; counted in real Redis."""

import pytest

from app.accounts.operations import set_password
from app.factory import create_app
from app.kit.clock import now
from app.kit.db import db
from app.kit.tokens import new_token, public_id
from app.web.limits import limiter
from tests.conftest import Bell, Browser, settings
from tests.factories import a_member

PASSWORD = "seven moons over Ueno"


@pytest.fixture(autouse=True)
def _counted_here_only():
    """The limiter is one for the whole process; other tests do not want to be counted."""
    yield
    limiter.enabled = False


@pytest.fixture
def limited(servers, template, own_app):
    """An application that counts, over the same database as `own_app`."""
    database = own_app.config["SQLALCHEMY_DATABASE_URI"].rpartition("/own_")[2].partition("?")[0]
    app = create_app(settings(servers, f"own_{database}", RATELIMIT_ENABLED=True))
    app.test_client_class = Browser
    app.extensions["queue"] = Bell(app.extensions["queue"].connection)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def somewhere(limited):
    """A browser at an address of its own: `somewhere()`."""

    def at(place: str = "") -> Browser:
        browser = limited.test_client()
        number = [int(part) % 250 + 1 for part in new_token().encode()[:3]]
        browser.environ_base["REMOTE_ADDR"] = place or "10.{}.{}.{}".format(*number)
        return browser

    return at


def guess(browser, email, password=PASSWORD[::-1]):
    data = {"email": email, "password": password}
    return browser.post("/sign-in/password", data=data)


def a_member_with_password():
    member = a_member(email=f"{new_token().lower()}@example.org")
    set_password(member, PASSWORD, keep=None, at=now())
    db.session.commit()
    return member


def test_the_eleventh_guess_at_an_account_waits_wherever_it_comes_from(somewhere):
    email = a_member_with_password().email
    for _ in range(10):
        assert guess(somewhere(), email).status_code == 200
    last = guess(somewhere(), email, PASSWORD)
    assert last.status_code == 429
    assert int(last.headers["Retry-After"]) > 0
    assert "wait a little" in last.text


def test_whoever_guesses_at_one_account_locks_nobody_else_out(somewhere):
    victim, other = a_member_with_password(), a_member_with_password()
    thief = somewhere()
    for _ in range(11):
        guess(thief, victim.email)
    assert guess(thief, other.email, PASSWORD).status_code == 429
    assert guess(somewhere(), other.email, PASSWORD).status_code == 303
    data = {"email": victim.email}
    assert somewhere().post("/sign-in/links", data=data).status_code == 303


def test_signing_in_rightly_uses_up_nothing_for_the_others_behind_the_same_address(somewhere):
    hall = somewhere()
    for _ in range(12):
        member = a_member_with_password()
        assert guess(hall, member.email, PASSWORD).status_code == 303


def test_unknown_addresses_are_counted_like_known_ones(somewhere):
    email = f"{new_token().lower()}@example.org"
    answers = [guess(somewhere(), email).status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]


def test_one_mailbox_gets_ten_links_in_a_quarter_of_an_hour(somewhere):
    email = a_member_with_password().email
    answers = [
        somewhere().post("/sign-in/links", data={"email": email}).status_code for _ in range(11)
    ]
    assert answers == [303] * 10 + [429]


def test_a_whole_venue_may_ask_for_links_but_no_machine_may_send_thousands(somewhere):
    hall, venue = somewhere(), public_id()
    answers = [
        hall.post("/sign-in/links", data={"email": f"{n}@{venue}.example.org"}).status_code
        for n in range(61)
    ]
    assert answers == [303] * 60 + [429]


def test_guessing_the_present_password_from_a_stolen_browser_is_limited_too(somewhere):
    member = a_member_with_password()
    browser = somewhere().sign_in(member)
    data = {"current": "wrong", "password": "eight bells at Asakusa"}
    answers = [browser.post("/account/password", data=data).status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]


def test_limits_hold_while_redis_is_away(servers, template, own_app):
    database = own_app.config["SQLALCHEMY_DATABASE_URI"].rpartition("/own_")[2].partition("?")[0]
    away = settings(
        servers, f"own_{database}", RATELIMIT_ENABLED=True, REDIS_URL="redis://127.0.0.1:1/0"
    )
    app = create_app(away)
    app.test_client_class = Browser
    browser = app.test_client()
    email = f"{new_token().lower()}@example.org"
    answers = [guess(browser, email).status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]
    with app.app_context():
        db.engine.dispose()
