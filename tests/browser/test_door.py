"""The door with a camera: film of a real ticket, read by the server, on a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from app.accounts.models import User
from app.attendance.operations import keep_door
from app.kit.db import db
from tests.browser.conftest import launched
from tests.browser.doors import (
    CAMERA,
    an_evening,
    film,
    known,
    phone,
    photo,
    sign_in,
    tonight,
)

pytestmark = pytest.mark.browser

# However slowly a busy machine looks, a ticket that is held up is looked at twice in a second.
HALF_A_SECOND_AT_EACH_LOOK = "let at = 0; performance.now = () => (at += 250);"


@pytest.fixture
def tickets(house) -> dict[str, str]:
    """Three people expected tonight, by name."""
    with house.app.app_context():
        found = an_evening("tonight", "Emeka", "Hana", "Sora")
        db.session.commit()
    return found


@pytest.fixture
def door(house, tickets, tmp_path, driver) -> Iterator[Page]:
    """The door on a phone whose camera sees Emeka's ticket all the time."""
    seen = tmp_path / "ticket.mjpeg"
    seen.write_bytes(film(tickets["Emeka"]))
    camera = (*CAMERA, f"--use-file-for-fake-video-capture={seen}")
    with launched(driver, *camera) as browser, phone(browser, house) as context:
        context.add_init_script(HALF_A_SECOND_AT_EACH_LOOK)
        page = context.new_page()
        sign_in(house, page)
        yield page


def test_the_camera_reads_a_ticket_and_the_plate_stays_green(house, door, tickets):
    door.goto("/events/tonight/door")
    plate = door.locator("[data-code]")
    expect(plate).to_contain_text("Okonkwo")
    expect(plate).to_have_attribute("data-code", "OK")
    expect(door.locator("[data-present]")).to_have_text("1")
    expect(door.locator(".guest.arrived")).to_contain_text("Emeka")
    for _frame in range(10):  # the ticket is still held up; that is no second visit
        door.wait_for_event("response", lambda answer: answer.url.endswith("/door/scans"))
    expect(plate).to_have_attribute("data-code", "OK")
    # On a busy machine the film's ticket could be read as a second visit at any moment from here.
    door.evaluate("document.querySelector('video').srcObject.getTracks().forEach((t) => t.stop())")

    door.set_input_files("#photo", photo(tickets["Hana"]))
    expect(plate).to_contain_text("Hana")
    door.set_input_files("#photo", photo(tickets["Hana"]))
    expect(door.locator("[data-code=ALREADY]")).to_contain_text("Hana")

    door.fill("input[type=search]", "sora")
    expect(door.locator(".guest")).to_have_count(1)
    door.locator(".guest", has_text="Sora").get_by_role("button").click()
    expect(door.locator("[data-code=OK]")).to_contain_text("Sora")
    expect(door.locator("[data-present]")).to_have_text("3")
    door.locator("[data-result]").get_by_role("button", name="Undo").click()
    expect(door.locator("[data-code=UNDONE]")).to_contain_text("Sora")
    expect(door.locator("[data-present]")).to_have_text("2")
    assert "/door" in door.url
    assert known(house) == (2, 3)
    with house.app.app_context():
        assert db.session.query(User).count() == 4


def test_without_a_network_the_door_says_so_and_goes_on_afterwards(door):
    door.goto("/events/tonight/door")
    expect(door.locator("[data-code]")).to_contain_text("Okonkwo")
    door.context.set_offline(True)
    expect(door.locator("[data-hint]")).to_contain_text("No connection")
    door.context.set_offline(False)
    expect(door.locator("[data-hint]")).to_contain_text("Hold the code")


def test_where_the_door_asks_first_the_name_is_shown_and_a_tap_lets_in(house, door):
    with house.app.app_context():
        keep_door(tonight(), asks_first=True, takes_walk_ins=True, self_check_in="off")
        db.session.commit()
    door.goto("/events/tonight/door")
    plate = door.locator("[data-result] [data-code]")
    expect(plate).to_have_attribute("data-code", "ASK")
    expect(plate).to_contain_text("Is this the person?")
    expect(plate).to_contain_text("Okonkwo")
    assert known(house) == (0, 3)
    plate.get_by_role("button", name="Check in").click()
    expect(door.locator("[data-result] [data-code=OK]")).to_contain_text("Emeka")
    assert known(house) == (1, 3)
    door.locator(".guest", has_text="Hana").get_by_role("button").first.click()
    expect(door.locator("[data-result] [data-code=OK]")).to_contain_text("Hana")
