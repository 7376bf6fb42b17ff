"""What those who ran an evening read: counts, and never one so small that it points at somebody."""

from datetime import timedelta
from itertools import combinations
from uuid import uuid4

import pytest

from app.attendance.models import Entry
from app.attendance.rules import Kind, Method
from app.connections.models import Connection
from app.connections.rules import Origin, in_pair_order
from app.connections.rules import State as Tie
from app.kit.clock import now
from app.kit.db import db
from app.matching.models.likes import Answer
from app.matching.models.lists import Listed, Listing
from app.matching.rules.feedback import Said
from app.matching.rules.listing import Came
from app.notifications.composers import compose
from app.notifications.models import Mail
from app.recaps.contents import figures_of
from app.registrations.queries import registration_of
from tests.factories import owner_of, saved
from tests.recaps.evenings import a_guest, an_evening, closed, seated

pytestmark = pytest.mark.usefixtures("transaction")


def listed(event, *pairs):
    """The list of suggestions as it was kept for the evening."""
    listing = saved(
        Listing(occasion=f"event:{event.id}", event_id=event.id, made_at=now(), people=0)
    )
    for place, (one, other) in enumerate(pairs, 1):
        saved(
            Listed(
                listing_id=listing.id, viewer_id=one.id, person_id=other.id, place=place,
                came=Came.BEST,
            )
        )  # fmt: skip


def tied(event, one, other, origin):
    low, high = in_pair_order(one.id, other.id)
    saved(
        Connection(
            low_id=low, high_id=high, state=Tie.ACTIVE, origin=origin, event_id=event.id,
            asked_at=now(), connected_at=now(),
        )
    )  # fmt: skip


def let_out(event, guest):
    saved(
        Entry(
            id=uuid4(), event_id=event.id, registration_id=registration_of(event, guest).id,
            kind=Kind.OUT, method=Method.QR, received_at=now(),
            occurred_at=now() + timedelta(seconds=1),
        )
    )  # fmt: skip


def test_suggestions_are_followed_to_people_who_met():
    event = an_evening()
    people = [a_guest(event, f"Guest{number}") for number in range(9)]
    pairs = list(combinations(people[:5], 2))
    listed(event, *pairs, *((b, a) for a, b in pairs))
    for one, other in pairs[:6]:
        tied(event, one, other, Origin.MUTUAL)
    found = figures_of(event).funnel
    assert (found.suggested, found.mutual, found.met) == (10, 6, 6)
    assert found.unmatched is None  # four of them


def test_a_table_and_the_word_of_both_count_as_having_met():
    event = an_evening()
    people = [a_guest(event, f"Guest{number}") for number in range(8)]
    pairs = list(combinations(people[:5], 2))
    listed(event, *pairs)
    seated(event, people[:3], people[3:])
    assert figures_of(event).funnel.met is None  # three of the first table and one of the second
    one, two, _, four, _ = people[:5]
    for teller, other in ((one, four), (four, one), (two, four)):
        saved(
            Answer(
                member_id=teller.id, person_id=other.id, event_id=event.id, said=Said.MET, at=now()
            )
        )
    assert figures_of(event).funnel.met == 5


def test_those_who_were_suggested_nobody_are_counted_from_five_on():
    event = an_evening()
    people = [a_guest(event, f"Guest{number}") for number in range(7)]
    listed(event, (people[0], people[1]))
    assert figures_of(event).funnel.unmatched == 6


def test_who_did_not_come_is_in_no_pair():
    event = an_evening()
    people = [a_guest(event, f"Guest{number}") for number in range(4)]
    missing = [a_guest(event, f"Missing{number}", came=False) for number in range(4)]
    listed(event, *((one, other) for one in people for other in missing))
    assert figures_of(event).funnel.suggested is None


def test_an_evening_whose_lists_are_gone_says_nothing_of_them():
    event = an_evening()
    a_guest(event, "Aoi")
    assert figures_of(event).funnel is None


def test_the_letter_and_the_page_say_the_same_and_name_nobody(browser):
    event = an_evening()
    people = [a_guest(event, f"Guest{number}") for number in range(9)]
    listed(event, *combinations(people[:5], 2))
    closed()
    host = owner_of(event.group)
    query = db.select(Mail).where(Mail.member_id == host.id, Mail.kind == "recap.organizer")
    letter = compose(db.session.scalars(query).one())
    page = browser.sign_in(host).get(f"/events/{event.slug}/recap").text
    for text in (letter.text, letter.html, page):
        assert "Pairs suggested to each other" in text
        assert "People for whom we found nobody" in text
        assert "Guest" not in text


def test_who_was_let_out_again_is_counted_from_five_on():
    event = an_evening()
    people = [a_guest(event, f"Guest{number}") for number in range(6)]
    for guest in people[:4]:
        let_out(event, guest)
    assert figures_of(event).left is None
    for guest in people[4:]:
        let_out(event, guest)
    found = figures_of(event)
    assert (found.came, found.left) == (6, 6)


def test_two_evenings_do_not_mix():
    event, other = an_evening(), an_evening()
    people = [a_guest(event, f"Guest{number}") for number in range(5)]
    listed(other, *combinations(people, 2))
    assert figures_of(event).funnel is None
