"""A whole house for a real browser: web server, mail server, queue and clock."""

import logging
import os
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright
from rq import SimpleWorker
from rq.serializers import JSONSerializer
from werkzeug.serving import make_server

from app.accounts.models import SignIn
from app.accounts.session import KEY
from app.factory import create_app
from app.kit import clock
from app.kit.db import db
from app.kit.tokens import fingerprint, new_token, public_id
from app.servers.postbox import Postbox
from app.timetable import TIMETABLE
from app.web.app import App
from tests.conftest import settings

CANDIDATES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Milliseconds. A machine that is busy elsewhere is no fault of a page.
PATIENCE = 90_000
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass
class House:
    """Everything one evening needs, running."""

    app: App
    url: str
    postbox: Postbox

    def work(self) -> None:
        """Let a worker do what the bell was rung for."""
        with self.app.app_context():
            queue = self.app.extensions["queue"]
            worker = SimpleWorker(
                [queue.name], connection=queue.connection, serializer=JSONSerializer
            )
            worker.work(burst=True, logging_level="ERROR")

    def tick(self) -> None:
        """Look after everything that is due, as the scheduler does, then let the worker work."""
        for _name, watch in TIMETABLE:
            with self.app.app_context():
                watch(clock.now())
                db.session.commit()
        self.work()

    def move_clock(self, to: datetime) -> None:
        """Run the product as if it were `to` now."""
        clock.move(0)
        clock.move((to - clock.now()).total_seconds())

    def letters_to(self, address: str) -> list[EmailMessage]:
        """The letters `address` has received, oldest first."""
        self.work()
        return [letter for letter in self.postbox.messages if address in letter["To"]]

    def link_in(self, address: str, pattern: str) -> str:
        """The last address of ours in a letter to `address` that holds `pattern`."""
        for letter in reversed(self.letters_to(address)):
            text = letter.get_body(("plain",)).get_content()
            found = re.findall(rf"{re.escape(self.url)}(?!/mails/off)\S*{pattern}\S*", text)
            if found:
                return found[-1]
        raise AssertionError(f"no letter to {address} holds {pattern}")


@pytest.fixture
def house(servers, template, tmp_path: Path) -> Iterator[House]:
    with servers.copied(template, f"house_{public_id()}") as name, Postbox() as postbox:
        server = make_server("127.0.0.1", 0, lambda _e, _s: [], threaded=True)
        url = f"http://localhost:{server.port}"
        app = create_app(
            settings(
                servers,
                name,
                BASE_URL=url,
                MAIL_URL=postbox.url,
                VAR=tmp_path,
                WTF_CSRF_ENABLED=True,
                TESTING=False,
            )
        )
        app.extensions["queue"].empty()
        server.app = app
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield House(app, url, postbox)
        server.shutdown()
        thread.join()
        server.server_close()
        clock.move(0)
        with app.app_context():
            db.engine.dispose()


def browser_on_this_machine() -> str | None:
    """The program to drive, if there is one."""
    named = os.environ.get("KIZUNA_BROWSER")
    return next(filter(None, map(shutil.which, filter(None, (named, *CANDIDATES)))), None)


expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """What drives browsers; there can only be one in a process."""
    if browser_on_this_machine() is None:
        reason = "no Chromium, Chrome or Edge here (KIZUNA_BROWSER names one)"
        if os.environ.get("KIZUNA_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chrome(driver: Playwright) -> Iterator[Browser]:
    with launched(driver) as browser:
        yield browser


@contextmanager
def launched(driver: Playwright, *more: str) -> Iterator[Browser]:
    """A browser of its own, started with these further arguments."""
    program = browser_on_this_machine()
    browser = driver.chromium.launch(executable_path=program, args=[*QUIET, *more])
    yield browser
    browser.close()


@pytest.fixture
def visit(chrome: Browser, house: House) -> Iterator[object]:
    """`visit("ja")` is a new person's phone; whatever their browser complains of fails the test."""
    contexts, complaints = [], []

    def open_page(locale: str = "ja", width: int = 390) -> Page:
        context = chrome.new_context(
            base_url=house.url,
            locale={"ja": "ja-JP", "en": "en-GB"}[locale],
            timezone_id="Asia/Tokyo",
            viewport={"width": width, "height": 844},
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page_of(visit):
    """`page_of(house, member)` is the phone or desk of somebody who is signed in."""

    def signed_in(house, member, locale="en", width=1280) -> Page:
        token, page = new_token(), visit(locale, width)
        at = clock.now()
        sign_in = SignIn(
            member_id=member.id, token_hash=fingerprint(token), started_at=at, seen_at=at
        )
        db.session.add(sign_in)
        db.session.commit()
        serializer = house.app.session_interface.get_signing_serializer(house.app)
        cookie = {"name": "session", "value": serializer.dumps({KEY: token}), "url": house.url}
        page.context.add_cookies([cookie])
        return page

    return signed_in
