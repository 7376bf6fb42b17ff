"""An evening with four people who could be of use to each other."""

import pytest

from app.kit.clock import now
from app.profiles.traits import Facet
from app.registrations.states import ListVisibility
from tests.factories import a_member, a_seat, an_event, tagged


@pytest.fixture
def evening(transaction):
    """Aoi needs what Ren offers; Mio shares an interest with Aoi; Yui hides."""
    event = an_event(starts_at=now())
    aoi = tagged(a_member("Aoi"), Facet.NEED, "web design")
    ren = tagged(a_member("Ren"), Facet.OFFER, "web design")
    mio = tagged(tagged(a_member("Mio"), Facet.INTEREST, "jazz"), Facet.OFFER, "cooking")
    tagged(aoi, Facet.INTEREST, "jazz")
    yui = tagged(a_member("Yui"), Facet.OFFER, "web design")
    seats = {member: a_seat(event, member) for member in (aoi, ren, mio)}
    seats[yui] = a_seat(event, yui, list_visibility=ListVisibility.ORGANIZERS)
    return event, seats
