"""An evening with a door, and phones that keep it: what the tests of the door share."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import segno
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

from app.attendance.operations.devices import make_link
from app.attendance.passes import link_token, pin_of
from app.attendance.queries import counts
from app.events.models import Event
from app.kit.clock import now
from app.kit.db import db
from app.registrations.operations import Arrival, bring_in
from app.registrations.states import State
from app.registrations.tickets import ticket_url
from tests.factories import a_group, a_member, an_event, owner_of

HOST = "host@organizers.example"
PHONE = {"locale": "en-GB", "viewport": {"width": 390, "height": 844}}
CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
SIZE = (640, 480)
DESK = (150, 140, 128)

# A phone that reads codes itself, and that remembers which sounds it made and how it shook.
READS_ITSELF = """
window.held = [];
window.tunes = [];
window.shakes = [];
window.BarcodeDetector = class {
    static async getSupportedFormats() { return ["qr_code"]; }
    async detect() { return window.held.map((rawValue) => ({ rawValue })); }
};
const frequency = { set value(pitch) { tunes.push(pitch); } };
const note = { connect: (next) => next, start() {}, stop() {}, frequency, gain: {} };
window.AudioContext = class {
    currentTime = 0;
    state = "running";
    createOscillator() { return note; }
    createGain() { return note; }
};
navigator.vibrate = (shake) => shakes.push(shake);
"""


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


def an_evening(slug: str = "tonight", *names: str) -> dict[str, str]:
    """An event that begins in twenty minutes, and the tickets of whoever has a seat, by name."""
    host = a_member("Haruka", "Kobayashi", email=HOST)
    event = an_event(a_group(host), slug=slug, starts_at=now() + timedelta(minutes=20))
    return {name: a_seat(event, name) for name in names}


def a_seat(event: Event, name: str, state: State = State.CONFIRMED) -> str:
    """The ticket of a new member who is called `name`."""
    place = bring_in(event, a_member(name, "Okonkwo"), Arrival(state=state), by=None, at=now())
    db.session.flush()
    return ticket_url(place)


def tonight() -> Event:
    return db.session.query(Event).filter_by(slug="tonight").one()


def known(house) -> tuple[int, int]:
    """How many are here and how many are expected, as the server knows."""
    with house.app.app_context():
        return counts(tonight())


@contextmanager
def phone(browser: Browser, house, **given: object) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=house.url, permissions=["camera"], **(PHONE | given))
    yield context
    context.close()


def sign_in(house, page: Page, address: str = HOST) -> None:
    page.goto("/sign-in")
    page.locator("form[action*='/sign-in/links'] [name=email]").fill(address)
    with page.expect_navigation():
        page.locator("form[action*='/sign-in/links'] button").click()
    page.goto(house.link_in(address, "/sign-in/link/"))
    with page.expect_navigation():
        page.locator("form[action*='/sign-in/link/'] button").click()
    page.wait_for_url(lambda url: "/link/" not in url)


def come_by_link(house, page: Page, name: str) -> None:
    """Bring a helper's phone to the door by a new link and its PIN."""
    with house.app.app_context():
        event = tonight()
        link = make_link(event, name, by=owner_of(event.group), at=now())
        db.session.commit()
        path, pin = f"/door/{link_token(link.nonce)}", pin_of(link.nonce)
    page.goto(path)
    page.fill("[name=pin]", pin)
    page.fill("[name=name]", name)
    with page.expect_navigation():
        page.get_by_role("button", name="Open the door").click()
    page.wait_for_url("**/door")
