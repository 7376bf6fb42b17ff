"""Cameras as phones have them: refused, missing, busy, two of them, with a light; and no hands."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from app.kit.db import db
from tests.browser.conftest import launched
from tests.browser.doors import (
    CAMERA,
    READS_ITSELF,
    an_evening,
    known,
    phone,
    photo,
    sign_in,
)
from tests.browser.looking import look

pytestmark = pytest.mark.browser

FAILS = """
window.asked = 0;
navigator.mediaDevices.getUserMedia = async () => {
    window.asked += 1;
    throw new DOMException("no", "%s");
};
"""
NO_HTTPS = "Object.defineProperty(Navigator.prototype, 'mediaDevices', { value: undefined });"
# A phone with two cameras and a light, whose screen may be kept awake.
TWO_CAMERAS = """
window.asked = [];
window.lights = [];
const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = (wish) => {
    asked.push(wish.video.deviceId?.exact ?? wish.video.facingMode);
    return real({ video: true });
};
navigator.mediaDevices.enumerateDevices = async () => [
    { kind: "videoinput", deviceId: "back" },
    { kind: "videoinput", deviceId: "front" },
    { kind: "audioinput", deviceId: "ear" },
];
MediaStreamTrack.prototype.getCapabilities = () => ({ torch: true });
MediaStreamTrack.prototype.getSettings = () => ({ deviceId: "back" });
MediaStreamTrack.prototype.applyConstraints = async (wish) => lights.push(wish.advanced[0].torch);
window.awake = 0;
Object.defineProperty(Navigator.prototype, "wakeLock", {
    value: { request: async () => { window.awake += 1; return {}; } },
});
"""


@pytest.fixture
def tickets(house) -> dict[str, str]:
    with house.app.app_context():
        found = an_evening("tonight", "Emeka", "Hana", "Sora")
        db.session.commit()
    return found


@pytest.fixture
def page(house, tickets, driver) -> Iterator[Page]:
    with launched(driver, *CAMERA) as browser, phone(browser, house) as context:
        page = context.new_page()
        sign_in(house, page)
        yield page


@pytest.mark.parametrize(
    ("script", "words", "may_retry"),
    [
        (FAILS % "NotAllowedError", "may not use the camera", True),
        (FAILS % "NotFoundError", "No camera was found", True),
        (FAILS % "NotReadableError", "in use elsewhere", True),
        (NO_HTTPS, "needs a secure address", False),
    ],
)
def test_without_a_camera_the_door_says_why_and_a_photo_does(
    house, page, tickets, script, words, may_retry
):
    page.add_init_script(script)
    page.goto("/events/tonight/door")
    excuse = page.locator("[data-no-camera]")
    expect(excuse).to_contain_text(words)
    again = excuse.get_by_role("button", name="Try again")
    if may_retry:
        before = page.evaluate("asked")
        again.click()
        page.wait_for_function("(before) => window.asked > before", arg=before)
        expect(excuse).to_contain_text(words)
    else:
        expect(again).to_be_hidden()
    page.set_input_files("#photo", photo(tickets["Hana"]))
    expect(page.locator("[data-result] [data-code=OK]")).to_contain_text("Hana")
    assert known(house) == (1, 3)


def test_two_cameras_a_light_and_a_screen_that_stays_on(page):
    page.add_init_script(TWO_CAMERAS)
    page.add_init_script(READS_ITSELF)
    page.goto("/events/tonight/door")
    page.get_by_role("button", name="Other camera").click()
    page.wait_for_function("asked.length === 2")
    assert page.evaluate("asked") == ["environment", "front"]
    light = page.get_by_role("button", name="Light")
    light.click()
    expect(light).to_have_attribute("aria-pressed", "true")
    light.click()
    expect(light).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("lights") == [True, False]
    assert page.evaluate("awake") == 1
    look(page, "door-camera")


def test_the_sound_is_switched_off_and_stays_so(page, tickets):
    page.add_init_script(READS_ITSELF)
    page.goto("/events/tonight/door")
    sound = page.get_by_role("button", name="Sound")
    expect(sound).to_have_attribute("aria-pressed", "true")
    sound.click()
    page.reload()
    expect(sound).to_have_attribute("aria-pressed", "false")
    page.evaluate("(text) => { window.held = [text]; }", tickets["Emeka"])
    expect(page.locator("[data-result] [data-code=OK]")).to_contain_text("Emeka")
    assert page.evaluate("tunes") == []
    assert page.evaluate("shakes.length") == 1


def test_a_detector_that_does_not_work_leaves_reading_to_the_server(page, tickets):
    page.add_init_script(READS_ITSELF)
    page.add_init_script("BarcodeDetector.prototype.detect = () => Promise.reject(new Error('no'))")
    with page.expect_request("**/door/scans"):
        page.goto("/events/tonight/door")


def test_a_button_that_is_pressed_while_one_types_stays_beneath_the_press(house, page):
    page.set_viewport_size({"width": 390, "height": 500})
    page.goto("/events/tonight/door")
    page.get_by_label("Name or reading").fill("hana")
    page.locator(".guest", has_text="Hana").get_by_role("button", name="Check in").click()
    undo = page.locator("[data-result]").get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    page.get_by_label("Name or reading").focus()
    expect(page.locator(".door.is-typing")).to_have_count(1)
    # The plate is half out of sight: not typing any more, it would come down to the top.
    undo.evaluate("(it) => scrollTo(0, it.getBoundingClientRect().top + scrollY - 10)")
    box = undo.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.evaluate("new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))")
    page.mouse.up()
    expect(page.locator("[data-code=UNDONE]")).to_contain_text("Hana")


def test_everything_is_done_with_the_keyboard_alone(house, page):
    page.goto("/events/tonight/door")
    page.get_by_label("Name or reading").focus()
    page.keyboard.type("hana")
    expect(page.locator("ul[data-guests] .guest")).to_have_count(1)
    page.keyboard.press("Tab")  # the button of the search
    page.keyboard.press("Tab")
    expect(page.locator("ul[data-guests]").get_by_role("button", name="Check in")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-result] [data-code=OK]")).to_contain_text("Hana")
    expect(page.get_by_label("Name or reading")).to_be_focused()
    page.keyboard.type("sora")  # over what was looked for before
    expect(page.locator("ul[data-guests] .guest")).to_contain_text("Sora")
    page.locator("[data-result]").get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-result] [data-code=UNDONE]")).to_contain_text("Hana")
    assert known(house) == (0, 3)


def test_the_ways_in_are_within_reach_of_a_thumb(page):
    page.goto("/events/tonight/door")
    bar = page.get_by_role("navigation", name="Ways in")
    expect(bar).to_be_in_viewport(ratio=1)
    for link in bar.get_by_role("link").all():
        assert link.bounding_box()["height"] >= 44
    bar.get_by_role("link", name="By name").click()
    expect(page.get_by_label("Name or reading")).to_be_focused()
    with page.expect_file_chooser():
        bar.get_by_role("link", name="Photo").click()
