"""The door with a camera: film of a real ticket, read by the server, on a phone."""

import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
import segno
from PIL import Image
from playwright.sync_api import Page, expect

from app.accounts.models import User
from app.attendance.queries import counts
from app.events.models import Event
from app.kit.clock import now
from app.kit.db import db
from app.registrations.operations import Arrival, bring_in
from app.registrations.tickets import ticket_url
from tests.browser.conftest import launched
from tests.factories import a_group, a_member, an_event

pytestmark = pytest.mark.browser

SIZE = (640, 480)
DESK = (150, 140, 128)


def code(text: str) -> Image.Image:
    file = io.BytesIO()
    segno.make(text, error="m").save(file, kind="png", scale=7, border=4)
    return Image.open(io.BytesIO(file.getvalue())).convert("RGB")


def film(text: str) -> bytes:
    """A ticket held up a little askew. Chromium takes pictures one after another as a film."""
    ticket = code(text).rotate(8, expand=True, fillcolor=DESK)
    picture = Image.new("RGB", SIZE, DESK)
    picture.paste(ticket, ((SIZE[0] - ticket.width) // 2, (SIZE[1] - ticket.height) // 2))
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=85)
    return file.getvalue() * 30


def photo(text: str) -> dict[str, object]:
    """A phone's photo of twelve megapixels with a ticket somewhere in it."""
    picture = Image.effect_noise((3024, 4032), 40).convert("RGB")
    picture.paste(code(text).resize((900, 900)), (1000, 1500))
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=90)
    return {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


@pytest.fixture
def tickets(house) -> dict[str, str]:
    """Three people expected tonight, by their addresses."""
    found = {}
    with house.app.app_context():
        host = a_member("Haruka", "Kobayashi", email="host@organizers.example")
        event = an_event(a_group(host), slug="tonight", starts_at=now() + timedelta(minutes=20))
        for given in ("Emeka", "Hana", "Sora"):
            place = bring_in(event, a_member(given, "Okonkwo"), Arrival(), by=None, at=now())
            found[given] = ticket_url(place)
        db.session.commit()
    return found


@pytest.fixture
def door(house, tickets, tmp_path, driver) -> Iterator[Page]:
    """The door on a phone whose camera sees Emeka's ticket all the time."""
    seen = tmp_path / "ticket.mjpeg"
    seen.write_bytes(film(tickets["Emeka"]))
    camera = (
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={seen}",
    )
    with launched(driver, *camera) as browser:
        context = browser.new_context(
            base_url=house.url,
            locale="en-GB",
            viewport={"width": 390, "height": 844},
            permissions=["camera"],
        )
        page = context.new_page()
        page.goto("/sign-in")
        page.locator("form[action*='/sign-in/links'] [name=email]").fill("host@organizers.example")
        page.locator("form[action*='/sign-in/links'] button").click()
        page.goto(house.link_in("host@organizers.example", "/sign-in/link/"))
        page.locator("form[action*='/sign-in/link/'] button").click()
        page.wait_for_url(lambda url: "/link/" not in url)
        yield page
        context.close()


def test_the_camera_reads_a_ticket_and_the_plate_stays_green(house, door, tickets):
    door.goto("/events/tonight/door")
    plate = door.locator("[data-code]")
    expect(plate).to_contain_text("Okonkwo", timeout=20_000)
    expect(plate).to_have_attribute("data-code", "OK")
    expect(door.locator("[data-present]")).to_have_text("1")
    expect(door.locator(".guest.arrived")).to_contain_text("Emeka")
    door.wait_for_timeout(5_000)  # the ticket is still held up; that is no second visit
    expect(plate).to_have_attribute("data-code", "OK")

    door.set_input_files("#photo", photo(tickets["Hana"]))
    expect(plate).to_contain_text("Hana", timeout=20_000)
    door.set_input_files("#photo", photo(tickets["Hana"]))
    expect(door.locator("[data-code=ALREADY]")).to_contain_text("Hana", timeout=20_000)

    door.fill("input[type=search]", "sora")
    expect(door.locator(".guest")).to_have_count(1)
    door.locator(".guest", has_text="Sora").get_by_role("button").click()
    expect(door.locator("[data-code=OK]")).to_contain_text("Sora")
    expect(door.locator("[data-present]")).to_have_text("3")
    door.locator("[data-result]").get_by_role("button", name="Undo").click()
    expect(door.locator("[data-code=UNDONE]")).to_contain_text("Sora")
    expect(door.locator("[data-present]")).to_have_text("2")
    assert "/door" in door.url
    with house.app.app_context():
        assert counts(db.session.query(Event).filter_by(slug="tonight").one()) == (2, 3)
        assert db.session.query(User).count() == 4


def test_without_a_network_the_door_says_so_and_goes_on_afterwards(door):
    door.goto("/events/tonight/door")
    expect(door.locator("[data-code]")).to_contain_text("Okonkwo", timeout=20_000)
    door.context.set_offline(True)
    expect(door.locator("[data-hint]")).to_contain_text("No connection", timeout=20_000)
    door.context.set_offline(False)
    expect(door.locator("[data-hint]")).to_contain_text("Hold the code", timeout=20_000)
