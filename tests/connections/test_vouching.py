"""One step of being known: several vouch for somebody, and nobody learns who."""

import pytest

from app.connections.identity import steps_of
from app.connections.operations import NotConnected, remove, request, vouch, vouch_no_more
from app.connections.queries import between
from app.kit.clock import now
from app.kit.db import db
from tests.factories import a_member, blocked, connected
from tests.pages import unsigned


@pytest.fixture
def known():
    """Somebody, and three who know them."""
    aoi = a_member("Aoi")
    others = [a_member(name) for name in ("Ren", "Mio", "Kai")]
    for other in others:
        connected(aoi, other)
    db.session.commit()
    return aoi, others


def vouched(aoi, *others):
    for other in others:
        vouch(between(aoi, other), other, at=now())
    db.session.commit()


def test_two_are_enough_and_one_is_not(known):
    aoi, (ren, mio, _kai) = known
    vouched(aoi, ren)
    assert not steps_of(aoi).is_vouched_for
    vouched(aoi, mio)
    assert steps_of(aoi).is_vouched_for
    assert not steps_of(ren).is_vouched_for  # they have vouched, and nobody for them


@pytest.mark.parametrize("how", ["taken back", "tie ended", "blocked", "suspended"])
def test_whoever_no_longer_stands_by_it_does_not_count(known, how):
    aoi, (ren, mio, _kai) = known
    vouched(aoi, ren, mio)
    if how == "taken back":
        vouch_no_more(between(aoi, ren), ren, at=now())
    elif how == "tie ended":
        remove(between(aoi, ren), by=aoi, at=now())
    elif how == "blocked":
        blocked(ren, aoi)
    else:
        ren.disabled_at = now()
    db.session.commit()
    assert not steps_of(aoi).is_vouched_for


def test_nobody_vouches_for_whom_they_are_not_connected_with(transaction):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie = request(ren, aoi, event=None, at=now())
    with pytest.raises(NotConnected):
        vouch(tie, ren, at=now())


def test_pages_say_that_it_is_so_and_never_who_nor_how_many(known, browser):
    aoi, (ren, mio, kai) = known
    browser.sign_in(kai)
    path = f"/people/{aoi.public_id}"
    assert "vouch for them" in browser.get(path).text
    vouched(aoi, ren, mio)
    two = browser.get(path).text
    assert "At least two people here vouch for them" in two
    assert ren.public_id not in two
    fourth = a_member("Yui")
    connected(aoi, fourth)
    vouched(aoi, fourth)
    assert unsigned(browser.get(path).text) == unsigned(two)
    browser.post(f"{path}/word", data={"is_on": "1"})
    assert "Nobody learns that it is you" in browser.get(path).text
    browser.post(f"{path}/word")
    assert browser.get(path).text.count("Nobody learns that it is you") == 0
    assert steps_of(aoi).is_vouched_for
