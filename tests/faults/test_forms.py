"""Whatever is written into whichever field of any page: a sentence or success, never a fault."""

import re
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
import sqlalchemy as sa

from app.accounts.models import User
from app.factory import create_app
from app.kit.clock import now
from app.kit.db import db
from app.kit.tokens import public_id
from app.notifications.models import Mail
from app.profiles.traits import Facet
from tests.conftest import Bell, Browser, settings
from tests.factories import (
    a_group,
    a_member,
    a_seat,
    an_event,
    connected,
    owner_of,
    tagged,
)
from tests.faults.asking import assert_no_telltale
from tests.faults.forms import Form, forms_in
from tests.notifications.drafting import Withheld, draft

# Rare kanji, an emoji of four signs, signs no text can hold, and what templates would run.
GARBLED = "髙﨑辻󠄀𠮷👩🏽‍💻\0\x1b[31m\x07<b>{{7*7}}%(x)s\u202e"
ENDLESS = "長" * 20_000
HUGE = "9" * 30
NO_DATE = "2026-02-30T25:61"
EVERYWHERE = {
    "garbled": GARBLED,
    "endless": ENDLESS,
    "nothing": "",
    "white space": "　\t\u200b",
    "header lines": "a\r\nBcc: x@example.org\u2028b",
    "a number below zero": "-1",
    "a date beyond": "9999-12-31T23:59",
    "a link": "https://xn--/%00/\\@[::1",
}
# The pages that the house cannot be without; the others are found by themselves.
KNOWN = {
    "accounts.sign_in",
    "registrations.show",
    "registrations.edit",
    "profiles.edit",
    "profiles.welcome",
    "settings.show",
    "charters.new",
    "charters.edit",
    "events.new",
    "events.edit",
    "events.call_off",
    "introductions.ask",
    "connections.person",
}
SIGNED_OUT = ("accounts.sign_in", "registrations.show")
# Fields that hold an address, which not all words are.
ADDRESSES = ("slug", "online_url")
# Where any words will do, so that nothing is refused and all of it is shown.
ACCEPT_WORDS = {"profiles.edit", "settings.show", "charters.edit", "events.edit"}


@dataclass
class World:
    """A member who may do nearly everything, and what there is to do it with."""

    group: str
    event: str
    host: User
    target: str

    def path_of(self, rule: str) -> str | None:
        """An address under the rule that shows something of this world."""
        values = {
            "slug": self.group if rule.startswith("/groups") else self.event,
            "person_id": self.target,
            "step": "1",
        }
        path = re.sub(r"<(?:[^:>]+:)?(\w+)>", lambda found: values.get(found[1], "<>"), rule)
        return None if "<>" in path else path


@pytest.fixture(scope="module")
def own_app(servers, template):
    """An application whose database line is one that can be taken back to any point."""
    with servers.copied(template, f"forms_{public_id()}") as name:
        app = create_app(settings(servers, name))
        app.test_client_class = Browser
        app.extensions["queue"] = Bell(app.extensions["queue"].connection)
        with app.app_context(), db.engine.connect() as line:
            engine, engines = db.engine, db.engines
            outer = line.begin()
            line.begin_nested()
            engines[None] = line
            yield app
            db.session.remove()
            engines[None] = engine
            outer.rollback()
        with app.app_context():
            db.engine.dispose()


@pytest.fixture(scope="module")
def world(own_app) -> World:
    group = a_group()
    host = owner_of(group)
    host.is_staff = True
    event = an_event(group, title="Rye bread")
    friend, target = a_member("Friend"), a_member("Target")
    for person in (host, friend, target):
        a_seat(event, tagged(person, Facet.INTEREST, "Bread"))
    connected(host, friend)
    connected(friend, target)
    db.session.commit()
    return World(group.slug, event.slug, host, target.public_id)


@pytest.fixture(scope="module")
def pages(own_app, world):
    """Every form that a member or a stranger is shown, once, with who is shown it and where."""
    member, stranger = own_app.test_client().sign_in(world.host), own_app.test_client()
    found: dict[object, tuple[str, object, Form]] = {}
    for rule in own_app.url_map.iter_rules():
        path = world.path_of(rule.rule)
        if "GET" not in rule.methods or path is None:
            continue
        for client in (member, *([stranger] if rule.endpoint in SIGNED_OUT else [])):
            answer = client.get(path)
            assert answer.status_code < 500
            if answer.status_code == 200 and answer.mimetype == "text/html":
                for form in forms_in(answer.text, path):
                    found.setdefault((client, form.shape), (rule.endpoint, client, form))
    return list(found.values())


def test_the_forms_are_found(own_app, pages):
    assert {endpoint for endpoint, _client, _form in pages} >= KNOWN


@pytest.mark.parametrize("nasty", EVERYWHERE.values(), ids=EVERYWHERE.keys())
def test_whatever_is_written_everywhere_is_answered_with_a_page(own_app, pages, nasty):
    faults = []
    for endpoint, client, form in pages:
        typed = {each.name: nasty for each in form.fields if each.is_typed}
        with undone():
            fault = asked(client, form, typed).fault
            faults += [f"{endpoint} → {form.action}: {fault}"] if fault else []
    assert faults == []


def test_whatever_is_written_into_one_field_is_answered_with_a_page(own_app, pages):
    faults = []
    for endpoint, client, form in pages:
        for each in form.fields:
            for hard in (GARBLED, ENDLESS) if each.is_prose else (GARBLED, HUGE, NO_DATE):
                with undone():
                    fault = asked(client, form, {each.name: hard}).fault
                    faults += [f"{endpoint} → {form.action}, {each.name}: {fault}"] if fault else []
    assert faults == []


def test_whatever_has_been_written_is_shown_on_every_page_and_in_every_letter(
    own_app, world, pages
):
    accepted, faults = set(), []
    for endpoint, client, form in pages:
        prose = {
            each.name: GARBLED
            for each in form.fields
            if each.is_prose and each.name not in ADDRESSES
        }
        with undone():
            answer = asked(client, form, prose)
            if prose and answer.was_accepted:
                accepted.add(endpoint)
                faults += [f"{endpoint} → {form.action}: {it}" for it in showing(world, client)]
    assert faults == []
    assert accepted >= ACCEPT_WORDS


@contextmanager
def undone():
    """Whatever happens within leaves the world as it was."""
    db.session.rollback()
    before = db.engines[None].begin_nested()
    yield
    db.session.rollback()
    before.rollback()


@dataclass
class Outcome:
    """What came back: whether it led on to another page, and what was wrong with it."""

    was_accepted: bool = False
    fault: str = ""


def asked(client, form: Form, instead: dict[str, str]) -> Outcome:
    """Send the form with some fields changed."""
    given = form.filled(**instead)
    sent = {"query_string": given} if form.method == "GET" else {"data": given}
    return _open(client, form.action, method=form.method, follow_redirects=True, **sent)


def showing(world: World, client) -> list[str]:
    """What is wrong with the pages and letters that show what has just been written."""
    event, group = f"/events/{world.event}", f"/groups/{world.group}"
    paths = ("/me", "/profile/preview", event, f"{event}.ics", f"{event}/organize/people", group)
    faults = [_open(client, path).fault for path in paths]
    return [fault for fault in (*faults, *_unwritable_letters()) if fault]


def _open(client, path: str, **given: object) -> Outcome:
    try:
        answer = client.open(path, **given)
        assert_no_telltale(answer.text)
    except Exception as fault:
        # Every fault is collected, so that one run names them all.
        return Outcome(fault=f"{path}: {fault!r:.300}")
    fault = f"{path}: {answer.status_code}" if answer.status_code >= 500 else ""
    return Outcome(bool(answer.history), fault)


def _unwritable_letters() -> list[str]:
    faults = []
    for mail_id in db.session.scalars(sa.select(Mail.id)).all():
        try:
            draft(mail_id, now())
        except Withheld:
            continue
        except Exception as fault:
            # Whatever keeps a letter from being written is what this looks for.
            faults.append(f"letter: {fault!r:.300}")
    return faults
