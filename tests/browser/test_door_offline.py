"""The door in a cellar: the network goes, people are let in, the phone dies and comes back."""

import pytest
from playwright.sync_api import Page, expect

from app.attendance.models import Entry
from app.kit.db import db
from tests.browser.conftest import PATIENCE
from tests.browser.doors import known
from tests.browser.looking import look
from tests.browser.test_door import door, tickets  # noqa: F401 -- fixtures

pytestmark = pytest.mark.browser


def is_kept(page: Page) -> bool:
    """Whether the page, what it is made of and the roster are on this phone."""
    return page.evaluate(
        """async () => {
            const kept = await caches.open("door").then((cache) => cache.keys());
            const rosters = await new Promise((resolve) => {
                const asking = indexedDB.open("kizuna-door");
                asking.onsuccess = () => {
                    const store = asking.result.transaction("rosters").objectStore("rosters");
                    store.count().onsuccess = (event) => resolve(event.target.result);
                };
            });
            return kept.length > 3 && rosters === 1 && Boolean(navigator.serviceWorker.controller);
        }"""
    )


def wait_until_kept(page: Page) -> None:
    for _half_second in range(PATIENCE // 500):
        if is_kept(page):
            return
        page.wait_for_timeout(500)
    raise AssertionError("the door was never kept on this phone")


def test_people_are_let_in_without_a_network_and_nothing_is_lost(house, door):  # noqa: F811
    door.goto("/events/tonight/door")
    expect(door.locator("[data-code]")).to_contain_text("Okonkwo")
    wait_until_kept(door)

    door.context.set_offline(True)
    door.fill("input[type=search]", "ＨＡＮＡ")
    expect(door.locator(".guest")).to_have_count(1)
    door.locator(".guest", has_text="Hana").get_by_role("button").first.click()
    expect(door.locator("[data-code=OK]")).to_contain_text("Hana")
    expect(door.locator("[data-unsent]")).to_contain_text("1 not sent yet")
    expect(door.locator("[data-present]")).to_have_text("2")
    look(door, "door-offline")

    # The phone is switched off and on in the cellar: the page opens, and still knows.
    door.once("dialog", lambda dialog: dialog.accept())
    door.goto("/events/tonight/door")
    expect(door.locator("[data-unsent]")).to_contain_text("1 not sent yet")
    door.fill("input[type=search]", "sora")
    door.locator(".guest", has_text="Sora").get_by_role("button").first.click()
    expect(door.locator("[data-unsent]")).to_contain_text("2 not sent yet")
    assert known(house) == (1, 3)

    door.context.set_offline(False)
    expect(door.locator("[data-present]")).to_have_text("3")
    expect(door.locator("[data-unsent]")).to_be_hidden()
    assert known(house) == (3, 3)
    with house.app.app_context():
        entries = db.session.query(Entry).all()
    assert sorted(entry.is_offline for entry in entries) == [False, True, True]
