"""A seat that frees and moves on, and a draw that a participant works out again by themselves."""

import json
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from app.accounts.operations import new_user
from app.events.models import Slot
from app.events.rules import Mode
from app.kit import clock
from app.kit.db import db
from app.registrations.operations import promise
from tests.browser.looking import look
from tests.factories import a_group, an_event

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
EVENING = datetime(2027, 2, 18, 19, tzinfo=ZoneInfo("Asia/Tokyo"))
DRAWN_AT = EVENING - timedelta(days=7)
PEOPLE = {"misaki": "田中 美咲", "jin": "髙橋 仁"}


@pytest.fixture(params=["ja", "en"])
def locale(request):
    return request.param


@pytest.fixture
def town(house, locale):
    """Two evenings of one seat each: the first come gets it, or the lot decides."""
    house.move_clock(EVENING - timedelta(days=30))
    with house.app.app_context():
        host = new_user("kaede@organizers.example", "伊藤 楓", at=clock.now())
        for key, name in PEOPLE.items():
            new_user(f"{key}@members.example", name, at=clock.now()).locale = locale
        group = a_group(host, slug="asa", name="朝の読書会")
        an_event(group, slug="one-seat", starts_at=EVENING, capacity=1)
        lottery = Slot(name="一般", capacity=1, mode=Mode.LOTTERY, lottery_at=DRAWN_AT)
        drawn = an_event(group, slug="by-lot", starts_at=EVENING, slots=[lottery])
        promise(drawn, at=clock.now())
        db.session.commit()
    return house


@pytest.fixture
def phones(town, visit, locale) -> dict[str, Page]:
    found = {}
    for key in PEOPLE:
        page = found[key] = visit(locale)
        address = f"{key}@members.example"
        page.goto("/sign-in")
        page.locator("form[action*='/sign-in/links'] [name=email]").fill(address)
        press(page, "/sign-in/links")
        page.goto(town.link_in(address, "/sign-in/link/"))
        press(page, "/sign-in/link/")
        page.wait_for_url(lambda url: "/link/" not in url)
    return found


def press(page: Page, action: str) -> None:
    with page.expect_navigation():
        page.locator(f"form[action*='{action}'] button[type=submit]").first.click()


def register(page: Page, event: str) -> None:
    page.goto(f"/events/{event}/registration")
    page.locator("[name=purpose][value=friends]").check(force=True)
    with page.expect_navigation():
        page.locator("main form .form-foot button[type=submit]").first.click()


def give_up(page: Page, event: str) -> None:
    page.goto(f"/events/{event}/registration/cancellation")
    press(page, "/cancellation")


def test_a_seat_given_up_goes_to_whoever_waits(town, phones, locale):
    misaki, jin = phones["misaki"], phones["jin"]
    register(misaki, "one-seat")
    register(jin, "one-seat")
    expect(jin.locator("h1")).to_contain_text("1")
    look(jin, f"waiting-{locale}")
    assert len(town.letters_to("jin@members.example")) == 2  # the way in, and the line
    give_up(misaki, "one-seat")
    town.tick()
    assert len(town.letters_to("jin@members.example")) == 3  # and the seat
    jin.goto("/events/one-seat/registration")
    expect(jin.locator("a[href^='/t/']").first).to_be_visible()
    look(jin, f"promoted-{locale}")


def test_anybody_works_the_draw_out_again(town, phones, locale, tmp_path):
    for page in phones.values():
        register(page, "by-lot")
    town.work()
    misaki = phones["misaki"]
    misaki.goto("/events/by-lot")
    misaki.goto(misaki.locator("a[href*='/draw']").first.get_attribute("href"))
    noted = misaki.locator("#promise code").first.inner_text()
    look(misaki, f"draw-before-{locale}")

    town.move_clock(DRAWN_AT + timedelta(minutes=1))
    town.tick()
    misaki.reload()
    look(misaki, f"draw-after-{locale}")
    with misaki.expect_download() as download:
        misaki.locator("a[download$='.json']").click()
    file = tmp_path / "draw.json"
    download.value.save_as(file)
    draw = json.loads(file.read_text())
    assert len(draw["order"]) == 2
    assert len(draw["seats"]) == 1
    command = [sys.executable, ROOT / "docs/verify_draw.py", file, "--commitment", noted]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0
    for key in PEOPLE:
        assert len(town.letters_to(f"{key}@members.example")) == 3  # the way in, the draw, its end
