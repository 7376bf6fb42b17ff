"""What people expect of each other is accepted with registering, and which edition is kept."""

import hashlib
import re

import pytest

from app.kit.clock import now
from app.registrations.operations import bring_in
from app.registrations.queries import registration_of
from app.registrations.rules import CONDUCT, Arrival
from app.registrations.states import Source, State
from tests.factories import a_member, an_event

# The words of each edition: whoever changes them gives the edition a new name, and adds it here.
EDITIONS = {"2026-11-20": "15796a355efc"}

WISH = {"purpose": "friends", "latest_notice": "24h", "list_visibility": "organizers"}


def test_whoever_registers_accepts_the_edition_that_is_shown(browser):
    event, mio = an_event(), a_member("Mio")
    assert browser.sign_in(mio).post(f"/events/{event.slug}/registration", data=WISH).status_code
    assert registration_of(event, mio).conduct == CONDUCT


@pytest.mark.usefixtures("app")
def test_whom_a_list_brings_in_has_accepted_nothing():
    event, mio = an_event(), a_member("Mio")
    arrival = Arrival("", State.CONFIRMED, source=Source.IMPORT)
    assert bring_in(event, mio, arrival, by=None, at=now()).conduct == ""


def test_other_words_are_another_edition(browser):
    page = browser.get("/help/trouble").text
    rules = page.partition('id="conduct"')[2].partition("</section>")[0]
    words = " ".join(re.sub(r"<[^>]+>", " ", f"<{rules}").split())
    assert hashlib.sha256(words.encode()).hexdigest()[:12] == EDITIONS[CONDUCT]
