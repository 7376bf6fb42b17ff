import pytest

from app.introductions.operations import Ask, advance, ask, ask_by_need
from app.kit.clock import now
from app.kit.db import db
from app.profiles.queries import profile_of
from tests.factories import a_member, a_seat, an_arrival, an_event, connected

WISH = Ask("I brew miso and would like to learn about sake.", "A tour of our brewery.", False, ())
NOTE = "Aoi brewed with me for three years, and listens well."


def came(member):
    an_arrival(a_seat(an_event(), member))
    return member


def glad(*members):
    """Let people be asked to introduce others."""
    for member in members:
        profile_of(member).is_connector = True
    db.session.commit()


def open_to(*members):
    """Let people be introduced to others."""
    for member in members:
        profile_of(member).is_reachable = True
    db.session.commit()


def asked(asker, target, wish=WISH, at=None):
    """Ask by name, and let the house look for a way."""
    row = ask(asker, target, wish, at=at or now())
    advance(at or now())
    return row


def needed(asker, connector, wish=WISH, at=None):
    """Ask by need, and let the house look for a way."""
    row = ask_by_need(asker, connector, wish, at=at or now())
    advance(at or now())
    return row


@pytest.fixture
def three(transaction):
    """Aoi asks, Ren knows both and lets himself be asked, Mio may be reached."""
    aoi, ren, mio = came(a_member("Aoi")), a_member("Ren"), a_member("Mio")
    connected(aoi, ren)
    connected(ren, mio)
    glad(ren)
    open_to(mio)
    return aoi, ren, mio
