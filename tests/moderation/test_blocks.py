import pytest

from app.kit.clock import now
from app.kit.db import db
from app.moderation.models import Block
from app.moderation.operations import CannotBlockYourself, block, unblock
from app.moderation.queries import are_kept_apart, blocks_among, kept_apart
from tests.factories import a_member


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
