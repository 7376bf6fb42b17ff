"""Phones at a door without a network: what they write down survives everything but the phone."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Error, Page, Playwright, expect

from app.attendance.models import Entry
from app.attendance.operations.devices import revoke
from app.attendance.queries import links_of
from app.attendance.rules import Flag, Kind
from app.kit.clock import now
from app.kit.db import db
from tests.browser.conftest import PATIENCE, QUIET, browser_on_this_machine, launched
from tests.browser.doors import (
    CAMERA,
    PHONE,
    READS_ITSELF,
    an_evening,
    come_by_link,
    known,
    phone,
    sign_in,
    tonight,
)

pytestmark = pytest.mark.browser

DOOR = "/events/tonight/door"
COUNT = """(store) => new Promise((resolve) => {
    const asking = indexedDB.open("kizuna-door");
    asking.onsuccess = () => {
        const counting = asking.result.transaction(store).objectStore(store).count();
        counting.onsuccess = () => { asking.result.close(); resolve(counting.result); };
    };
})"""
LONG_OVER = """() => new Promise((resolve) => {
    const asking = indexedDB.open("kizuna-door");
    asking.onsuccess = () => {
        const changing = asking.result.transaction("rosters", "readwrite");
        const rosters = changing.objectStore("rosters");
        rosters.get("tonight").onsuccess = (event) => {
            const ends = new Date(Date.now() - 25 * 3600000).toISOString();
            rosters.put({ ...event.target.result, ends });
        };
        changing.oncomplete = () => { asking.result.close(); resolve(true); };
    };
})"""
NO_ROOM = """() => {
const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (...given) {
    if (this.name === "records") throw new DOMException("full", "QuotaExceededError");
    return put.apply(this, given);
};
}"""


@pytest.fixture
def evening(house) -> dict[str, str]:
    with house.app.app_context():
        found = an_evening("tonight", "Emeka", "Hana", "Sora", "Yuki")
        db.session.commit()
    return found


@pytest.fixture
def helper(house, evening, driver) -> Iterator[Page]:
    """A helper's phone that came by a link, and has the list."""
    with launched(driver, *CAMERA) as browser, phone(browser, house) as context:
        context.add_init_script(READS_ITSELF)
        page = context.new_page()
        come_by_link(house, page, "Door B")
        wait_until_kept(page)
        yield page


@contextmanager
def own_phone(driver: Playwright, house, profile: Path) -> Iterator[BrowserContext]:
    """A phone whose memory outlives the battery."""
    context = driver.chromium.launch_persistent_context(
        profile,
        executable_path=browser_on_this_machine(),
        args=[*QUIET, *CAMERA],
        base_url=house.url,
        permissions=["camera"],
        **PHONE,
    )
    context.add_init_script(READS_ITSELF)
    yield context
    with suppress(Error):
        context.close()


def battery_dies(page: Page, profile: Path) -> None:
    """End every process of the phone without a word, once its sign-in is on the disk."""
    for _half_second in range(PATIENCE // 500):
        if any(b"session" in file.read_bytes() for file in profile.rglob("Cookies")):
            break
        page.wait_for_timeout(500)
    mine = f"--user-data-dir={profile}".encode()
    for told in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if mine in told.read_bytes().split(b"\0"):
                os.kill(int(told.parent.name), signal.SIGKILL)


def wait_until_kept(page: Page) -> None:
    expect(page.locator("[data-kept][data-is-kept]")).to_contain_text("Kept on this phone")


def cut(page: Page) -> None:
    page.context.set_offline(True)
    expect(page.locator("[data-unsent]")).to_contain_text("No connection")
    assert not page.evaluate("() => fetch('/healthz').then(() => true, () => false)")


def let_in(page: Page, name: str) -> None:
    page.fill("input[type=search]", name)
    expect(page.locator("ul[data-guests] .guest")).to_have_count(1)
    page.locator("ul[data-guests] .guest", has_text=name).get_by_role("button").first.click()
    expect(page.locator("[data-result] [data-code=OK]")).to_contain_text(name)


def both_write_down(one: Page, other: Page) -> None:
    cut(one)
    cut(other)
    let_in(one, "Emeka")
    let_in(other, "Hana")
    let_in(one, "Hana")  # two phones, one person: neither can know
    other.get_by_text("On no list?").click()
    other.fill("#walk-in-name", "Rin Mori")
    other.get_by_role("button", name="Let in without a registration").click()
    for phone_at_the_door in (one, other):
        expect(phone_at_the_door.locator("[data-unsent]")).to_contain_text("2 not sent yet")


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="needs /proc")
def test_two_phones_a_dead_battery_and_nothing_is_lost(house, evening, helper, driver, tmp_path):
    profile = tmp_path / "profile"
    with own_phone(driver, house, profile) as first:
        page = first.pages[0]
        sign_in(house, page)
        page.goto(DOOR)
        wait_until_kept(page)
        both_write_down(page, helper)
        reloaded_and_asked(page)
        battery_dies(page, profile)
    assert known(house) == (0, 4)
    with own_phone(driver, house, profile) as again:
        again.set_offline(True)
        page = again.pages[0]
        page.goto(DOOR)
        expect(page.locator("[data-unsent]")).to_contain_text("2 not sent yet")
        expect(page.locator("[data-present]")).to_have_text("2")
        let_in(page, "Sora")
        come_back(helper)
        assert known(house) == (2, 5)
        come_back(page)
        for one in (page, helper):
            expect(one.locator("[data-present]")).to_have_text("4")
        assert page.evaluate(COUNT, "records") == 0
    assert known(house) == (4, 5)
    all_of_it_is_in_the_record(house)


def reloaded_and_asked(page: Page) -> None:
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    assert asked == ["beforeunload"]
    expect(page.locator("[data-unsent]")).to_contain_text("2 not sent yet")
    expect(page.locator("[data-age]")).to_contain_text("List of")


def come_back(page: Page) -> None:
    page.context.set_offline(False)
    expect(page.locator("[data-unsent]")).to_be_hidden()


def all_of_it_is_in_the_record(house) -> None:
    with house.app.app_context():
        lines = db.session.query(Entry).all()
        assert sorted(line.kind for line in lines) == [Kind.IN] * 4 + [Kind.WALK_IN]
        assert all(line.is_offline for line in lines)
        assert [Flag.DUPLICATE_ENTRY in line.flags for line in lines].count(True) == 1


def test_a_phone_whose_link_was_ended_hands_in_what_it_has_and_keeps_the_rest(house, helper):
    cut(helper)
    let_in(helper, "Hana")
    with house.app.app_context():
        for link in links_of(tonight()):
            revoke(link, at=now())
        db.session.commit()
    let_in(helper, "Sora")
    helper.context.set_offline(False)
    helper.wait_for_url("**/door/over")
    expect(helper.locator("h1")).to_contain_text("no longer at the door")
    expect(helper.locator("[data-refused] li")).to_contain_text("had left the door")
    expect(helper.locator("[data-state]")).to_contain_text("has been handed in")
    assert known(house) == (1, 4)
    assert helper.evaluate(COUNT, "rosters") == 0
    helper.reload()
    expect(helper.locator("[data-refused] li")).to_have_count(1)
    helper.locator("[data-refused] button").click()
    expect(helper.locator("[data-refused] li")).to_have_count(0)


def test_a_day_after_the_end_the_names_are_gone_and_what_was_written_is_not(house, helper):
    cut(helper)
    let_in(helper, "Hana")
    assert helper.evaluate(LONG_OVER)
    helper.on("dialog", lambda dialog: dialog.accept())
    # The page that is left would hand in what it has, and fetch the list with its true end.
    helper.context.route("**/door/**", lambda route: route.abort())
    helper.context.set_offline(False)
    helper.goto("/about")
    helper.wait_for_function(f"async () => (await ({COUNT})('rosters')) === 0")
    assert helper.evaluate(COUNT, "records") == 1


def test_a_phone_without_room_says_so_and_hands_in_from_memory(house, helper):
    helper.evaluate(NO_ROOM)
    cut(helper)
    let_in(helper, "Hana")
    expect(helper.locator("[data-trouble]")).to_contain_text("no room left")
    helper.context.set_offline(False)
    expect(helper.locator("[data-unsent]")).to_be_hidden()
    assert known(house) == (1, 4)


def test_whoever_was_signed_out_meanwhile_signs_in_again_and_goes_on(house, evening, driver):
    with launched(driver, *CAMERA) as browser, phone(browser, house) as context:
        page = context.new_page()
        sign_in(house, page)
        page.goto(DOOR)
        wait_until_kept(page)
        cut(page)
        let_in(page, "Hana")
        context.clear_cookies()
        context.set_offline(False)
        page.wait_for_url("**/sign-in**")
        assert known(house) == (0, 4)
        sign_in(house, page)
        page.goto(DOOR)
        expect(page.locator("[data-unsent]")).to_be_hidden()
        expect(page.locator("[data-present]")).to_have_text("1")
        assert known(house) == (1, 4)


def test_an_answer_that_got_lost_lets_in_once(house, helper, evening):
    """The scan arrives, its answer does not: the phone hands it in again under the same number."""

    def lose_the_answer(route):
        route.fetch()
        route.abort()

    helper.context.route("**/door/scans", lose_the_answer)
    helper.evaluate("(text) => { window.held = [text]; }", evening["Emeka"])
    expect(helper.locator("[data-result] [data-code=OK]")).to_contain_text("Emeka")
    helper.evaluate("window.held = []")
    expect(helper.locator("[data-unsent]")).to_be_hidden()
    assert known(house) == (1, 4)
    with house.app.app_context():
        [line] = db.session.query(Entry).all()
        assert line.flags == []
