import re
from datetime import timedelta

import pytest

from app.kit.clock import now
from app.kit.db import db
from app.moderation.models import Block
from app.moderation.operations import CannotBlockYourself, block, unblock
from app.moderation.queries import are_kept_apart, blocks_among, kept_apart
from app.registrations.states import ListVisibility
from tests.factories import a_member, a_seat, an_event, blocked, connected


def test_a_block_keeps_both_apart_in_both_directions():
    one, other, third = a_member(), a_member(), a_member()
    block(one, other, at=now())
    assert are_kept_apart(one, other)
    assert are_kept_apart(other, one)
    assert not are_kept_apart(one, third)
    assert list(db.session.scalars(kept_apart(other))) == [one.id]
    assert blocks_among([one.id, other.id, third.id]) == {(one.id, other.id)}


def test_blocking_twice_is_blocking_once(count):
    one, other = a_member(), a_member()
    for _ in range(2):
        block(one, other, at=now())
    assert count(Block) == 1


def test_nobody_blocks_themselves():
    member = a_member()
    with pytest.raises(CannotBlockYourself):
        block(member, member, at=now())


def test_only_ones_own_block_is_taken_back():
    one, other = a_member(), a_member()
    block(one, other, at=now())
    block(other, one, at=now())
    unblock(one, other)
    assert are_kept_apart(one, other)
    unblock(other, one)
    assert not are_kept_apart(one, other)


def test_blocking_from_a_persons_page_and_taking_it_back(browser):
    one, other = a_member(), a_member("Mio", "Kato")
    connected(one, other)
    browser.sign_in(one)
    assert browser.post(f"/people/{other.public_id}/block").location == "/blocks"
    assert are_kept_apart(one, other)
    assert "Mio Kato" in browser.get("/blocks").text
    browser.post(f"/people/{other.public_id}/unblock")
    assert not are_kept_apart(one, other)
    assert "You have not blocked anybody" in browser.get("/blocks").text


def test_the_blocked_person_sees_nothing_of_it(browser):
    one, other = a_member("Mio", "Kato"), a_member()
    block(one, other, at=now())
    db.session.commit()
    browser.sign_in(other)
    assert "Kato" not in browser.get("/blocks").text
    assert browser.post(f"/people/{one.public_id}/unblock").status_code == 404


def test_looking_never_blocks_and_nobody_unknown_is_blocked(browser, count):
    one, other = a_member(), a_member()
    browser.sign_in(one)
    assert browser.get(f"/people/{other.public_id}/block").status_code == 405
    assert browser.post("/people/nobody/block").status_code == 404
    assert count(Block) == 0


def test_nobody_is_blocked_whom_one_has_nothing_to_do_with(browser, count):
    one, other, wall = (a_member() for _ in range(3))
    blocked(wall, one)
    browser.sign_in(one)
    for stranger in (other, wall):
        assert browser.post(f"/people/{stranger.public_id}/block").status_code == 404
    assert count(Block) == 1


def test_whoever_has_blocked_somebody_looks_to_them_like_whoever_hides(app):
    """Their page is gone; they may still be reported, and blocked in return, as if nothing were."""
    evening = an_event(starts_at=now() - timedelta(days=2), ends_at=now() - timedelta(days=1))
    hidden, told = {"list_visibility": ListVisibility.ORGANIZERS}, []
    for is_blocked in (False, True):
        me, other = a_member("Aoi"), a_member("Mio")
        a_seat(evening, me)
        a_seat(evening, other, **hidden)
        if is_blocked:
            blocked(other, me)
        browser, path = app.test_client().sign_in(me), f"/people/{other.public_id}"
        answers = [
            browser.get(path),
            browser.get(f"{path}/report"),
            browser.post(f"{path}/block"),
            browser.get("/blocks"),
            browser.get(path),
            browser.post(f"{path}/unblock"),
        ]
        told.append([(each.status_code, plain(each.text)) for each in answers])
    assert told[0] == told[1]
    assert [status for status, _page in told[0]] == [404, 200, 303, 200, 404, 303]


def plain(page: str) -> str:
    """The page without crests, tokens and names in addresses."""
    page = re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL)
    page = re.sub(r'(name="csrf_token"[^>]* value|data-me)="[^"]*"', "", page)
    return re.sub(r"/people/\w+", "/people/…", page)
