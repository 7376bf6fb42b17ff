"""One town for all tests of safety: none of them may change it, and each says so at its end."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from os import getpid

import pytest
from werkzeug.test import TestResponse

from app.factory import create_app
from app.kit.db import db
from app.web.app import App
from tests.conftest import Bell, Browser, settings
from tests.safety.routes import (
    ANNOUNCEMENT,
    BESIDE,
    DOOR,
    EVENT,
    GROUP,
    INTRODUCTION,
    OPEN,
    ORGANIZER,
    OWN,
    PERSON,
    PLACE,
    STAFF,
    TOKEN,
    pages,
    pages_of_introductions,
)
from tests.safety.town import ENDINGS, MARK, Town, built, checksums

READERS = (
    *("", "outsider", "fellow", "hidden", "friend", "trusted", "host", "door", "staff"),
    *("waiting", "wall", "nowall"),
)
SEARCHES = ("/events?q=zq", "/events?past", "/tags?q=zq", "/connections", "/connections?q=Z")
THREES = tuple(
    f"{party} {ending}" for ending in ENDINGS for party in ("asker", "connector", "target")
)


# Who may open what at all is the business of test_roles.
WHO_LOOKS_WHERE = (
    (READERS, EVENT | PERSON | {"events.home", "groups.show", "recaps.show"}),
    (("host", "door", "staff", "fellow"), ORGANIZER | DOOR | STAFF | GROUP),
    (("", "fellow"), (OPEN | OWN) - {"events.home", "groups.show"}),
    (("host", "trusted"), {"moderation.blocks", "registrations.mine", "matching.index"}),
    (("wall", "nowall"), {"moderation.blocks", "introductions.index"}),
    (("friend", "public"), {"promises.index", "promises.change", "keeping.person"}),
    (("fellow", "matches"), PLACE | INTRODUCTION),
    (("host", "fellow", "hidden", "wall", "nowall"), BESIDE),
    (("", "outsider", "door"), TOKEN),
    (("host",), ANNOUNCEMENT),
    (("asked",), {"connections.index", "registrations.mine"}),
)


@dataclass(frozen=True)
class Page:
    reader: str
    path: str
    status: int
    mimetype: str
    text: str

    @property
    def marks(self) -> set[str]:
        return set(MARK.findall(self.text))


@dataclass
class Visit:
    """The town with its application, and a browser for everyone in it."""

    app: App
    town: Town
    browsers: dict[str, Browser] = field(default_factory=dict)

    def as_(self, name: str) -> Browser:
        """The browser of somebody; of a stranger under no name."""
        if name not in self.browsers:
            browser = self.app.test_client()
            if name:
                with self.app.app_context():
                    browser.sign_in(self.town.row(name))
            self.browsers[name] = browser
        return self.browsers[name]

    def reading_in(self, name: str, locale: str) -> Browser:
        """A second browser of the same person, that asks for a language."""
        browser = self.app.test_client()
        browser.set_cookie("session", self.as_(name).get_cookie("session").value)
        browser.set_cookie("locale", locale)
        return browser

    def get(self, name: str, path: str, **given: object) -> TestResponse:
        return self.as_(name).get(path, **given)

    def checksums(self) -> dict[str, str]:
        with self.app.app_context():
            return checksums()


@pytest.fixture(scope="session")
def visit(servers, template, tmp_path_factory) -> Iterator[Visit]:
    with servers.copied(template, f"town_{getpid()}") as name:
        app = create_app(settings(servers, name, VAR=tmp_path_factory.mktemp("town")))
        app.test_client_class = Browser
        app.extensions["queue"] = Bell(app.extensions["queue"].connection)
        with app.app_context():
            town = built()
            everybody = list(town.public_ids)
            db.session.remove()
        visit = Visit(app, town)
        for person in ("", *everybody):
            visit.as_(person)
        yield visit
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def unchanged(visit) -> Iterator[None]:
    """Whatever the test asks for, no table may be different afterwards."""
    before = visit.checksums()
    yield
    after = visit.checksums()
    assert [table for table in before if before[table] != after[table]] == []


@pytest.fixture(scope="session")
def walk(visit: Visit) -> list[Page]:
    """Every page there is to read, as everybody reads it who may find something there."""
    before = visit.checksums()
    app, town = visit.app, visit.town
    routes = [(whos, pages(app, town, endpoints)) for whos, endpoints in WHO_LOOKS_WHERE]
    routes.append((READERS, [*SEARCHES]))
    routes += [((who,), pages_of_introductions(town, who.partition(" ")[2])) for who in THREES]
    seen = [page(visit, who, path) for whos, each in routes for path in each for who in whos]
    assert visit.checksums() == before, "reading has changed something"
    return seen


def page(visit: Visit, who: str, path: str) -> Page:
    answer = visit.get(who, path)
    # Pictures are looked through as well: a name in their metadata would be found.
    text = answer.get_data().decode(errors="replace")
    answer.close()
    return Page(who, path, answer.status_code, answer.mimetype, text)
