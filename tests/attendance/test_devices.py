"""Helpers without an account: what lets their phones to the door, and what sends them away."""

from datetime import timedelta

import pytest

from app.attendance.operations.devices import (
    LinkLocked,
    LinkOver,
    come_in,
    make_link,
    revoke,
)
from app.attendance.passes import (
    CODE_SECONDS,
    is_on_screen,
    link_token,
    pin_of,
    poster_token,
    screen_code,
)
from app.kit.clock import now
from app.kit.tokens import fingerprint
from tests.attendance.doors import host, tonight

pytestmark = pytest.mark.usefixtures("app")


def a_link(event=None):
    event = event or tonight()
    return make_link(event, "Door B", by=host(event), at=now())


def test_the_link_and_its_pin_let_a_phone_in():
    link = a_link()
    device, token = come_in(link, pin_of(link.nonce), "Ken", at=now())
    assert device.is_live(now())
    assert device.token_hash == fingerprint(token)
    assert link.token_hash == fingerprint(link_token(link.nonce))


def test_a_wrong_pin_lets_nobody_in_and_five_of_them_close_the_link_for_a_while():
    link = a_link()
    wrong = f"{(int(pin_of(link.nonce)) + 1) % 10**6:06}"
    for _try in range(5):
        assert come_in(link, wrong, "Ken", at=now()) is None
    with pytest.raises(LinkLocked):
        come_in(link, pin_of(link.nonce), "Ken", at=now())
    later = now() + timedelta(minutes=11)
    assert come_in(link, pin_of(link.nonce), "Ken", at=later) is not None


def test_a_link_ends_a_day_after_the_event():
    event = tonight()
    link = a_link(event)
    device, _token = come_in(link, pin_of(link.nonce), "Ken", at=now())
    over = event.ends_at + timedelta(hours=24)
    assert not device.is_live(over)
    with pytest.raises(LinkOver):
        come_in(link, pin_of(link.nonce), "Ken", at=over)


def test_a_link_taken_back_ends_every_phone_that_came_by_it():
    link = a_link()
    device, _token = come_in(link, pin_of(link.nonce), "Ken", at=now())
    revoke(link, at=now())
    assert not device.is_live(now())
    with pytest.raises(LinkOver):
        come_in(link, pin_of(link.nonce), "Ken", at=now())


def test_pins_and_links_differ_between_links():
    event = tonight()
    one, other = a_link(event), a_link(event)
    assert pin_of(one.nonce) != pin_of(other.nonce)
    assert link_token(one.nonce) != link_token(other.nonce)


def test_the_code_on_the_screen_changes_and_the_one_before_is_still_good():
    event, at = tonight(), now()
    code = screen_code(event, at)
    assert len(code) == 6
    assert is_on_screen(event, code, at)
    assert is_on_screen(event, code, at + timedelta(seconds=CODE_SECONDS))
    assert not is_on_screen(event, code, at + timedelta(seconds=2 * CODE_SECONDS))
    assert not is_on_screen(tonight(), code, at)


def test_every_event_has_a_poster_of_its_own():
    assert poster_token(tonight()) != poster_token(tonight())
