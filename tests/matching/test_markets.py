"""The organizers' view of how an evening fits together, and the sheet for participants."""

import pytest

from app.kit.clock import now
from app.kit.db import db
from app.matching.queries.handouts import handout_of
from app.matching.queries.markets import overview_of
from app.profiles.models import ProfileTag, Tag
from app.profiles.queries import profile_of
from app.profiles.traits import Facet
from app.registrations.states import ListVisibility
from tests.factories import a_group, a_member, a_seat, an_event, blocked, owner_of, tagged


@pytest.fixture
def evening(transaction):
    """Aoi needs web design and pottery, Ren offers web design, Mio says nothing."""
    event = an_event(a_group(), starts_at=now(), slug="tonight", capacity=100)
    aoi = tagged(a_member("Aoi"), Facet.NEED, "web design", "pottery")
    ren = tagged(a_member("Ren"), Facet.OFFER, "web design")
    mio = a_member("Mio")
    for member in (aoi, ren, mio):
        a_seat(event, member)
    return event, owner_of(event.group), (aoi, ren, mio)


def shows(member, **levels):
    profile_of(member).visibility = levels
    db.session.commit()


def figures(event, viewer):
    found = overview_of(event, viewer, 1)
    rows = found.page.items
    tags = {tag.id: tag.label_en for tag in db.session.query(Tag)}
    return {tags[row.tag]: (row.needs, row.offers) for row in rows}


def test_needs_stand_beside_offers_as_far_as_everybody_may_read_them(evening):
    event, host, (aoi, *_rest) = evening
    assert figures(event, host) == {"web design": (0, 1)}
    assert overview_of(event, host, 1).totals.untold == 1
    shows(aoi, needs="members")
    assert figures(event, host) == {"web design": (1, 1), "pottery": (1, 0)}


def test_five_who_show_it_to_participants_are_counted_together(evening):
    event, host, _people = evening
    for number in range(5):
        a_seat(event, tagged(a_member(f"Guest{number}"), Facet.NEED, "pottery"))
    assert figures(event, host)["pottery"] == (6, 0)


def test_an_organizer_who_comes_too_reads_what_participants_read(evening):
    event, host, _people = evening
    a_seat(event, host)
    assert figures(event, host) == {"web design": (1, 1), "pottery": (1, 0)}


def test_what_is_private_or_for_matching_alone_changes_no_figure(evening):
    event, host, (_aoi, ren, mio) = evening
    shows(ren, offers="members", needs="private")
    shows(mio, needs="matching")
    before = figures(event, host)
    tagged(ren, Facet.NEED, "secret")
    tagged(mio, Facet.NEED, "web design")
    assert figures(event, host) == before


def test_who_finds_nobody_is_named_with_a_reason_that_may_be_read(evening, browser):
    event, host, (_aoi, _ren, _mio) = evening
    lone = a_member("Yui")
    a_seat(event, tagged(tagged(lone, Facet.NEED, "falconry"), Facet.OFFER, "archery"))
    page = browser.sign_in(host).get("/events/tonight/organize/offers").text
    assert "Mio" in page
    assert "Has said nothing yet" in page
    assert "Offers what nobody here looks for: archery" in page
    assert "falconry" not in page


def test_who_hides_from_participants_is_only_counted(evening, browser):
    event, host, _people = evening
    yui = tagged(a_member("Yui"), Facet.OFFER, "archery")
    a_seat(event, yui, list_visibility=ListVisibility.ORGANIZERS)
    opted_out = tagged(a_member("Kei"), Facet.OFFER, "juggling")
    profile_of(opted_out).is_matched = False
    a_seat(event, opted_out)
    page = browser.sign_in(host).get("/events/tonight/organize/offers").text
    assert "2 people take no part in suggestions" in page
    assert "Yui" not in page
    assert "Kei" not in page
    assert "archery" not in page


def test_ten_thousand_tags_are_drawn_in_part_and_listed_in_pages(evening, browser, statements):
    _event, host, (_aoi, ren, _mio) = evening
    tags = [Tag(label_ja=f"t{number}", label_en=f"t{number}") for number in range(10_000)]
    db.session.add_all(tags)
    db.session.flush()
    db.session.add_all(
        ProfileTag(member_id=ren.id, facet=Facet.OFFER, tag_id=tag.id, position=place)
        for place, tag in enumerate(tags)
    )
    db.session.commit()
    browser.sign_in(host).get("/events/tonight/organize/offers")
    with statements() as asked:
        page = browser.get("/events/tonight/organize/offers?page=3")
    assert page.status_code == 200
    assert len(page.text) < 120_000
    assert len(asked) < 30


def test_an_empty_evening_says_so(transaction, browser):
    event = an_event(a_group(), slug="quiet")
    host = owner_of(event.group)
    page = browser.sign_in(host).get("/events/quiet/organize/offers").text
    assert "Nothing to compare yet" in page
    assert (
        "Nobody is on the hand-out yet" in browser.get("/events/quiet/handouts/participants").text
    )


def test_the_handout_names_role_offers_and_needs_by_consent_only(evening, browser):
    event, host, (aoi, ren, _mio) = evening
    profile = profile_of(ren)
    profile.occupation, profile.company = "Designer", "Hidden Inc."
    profile.visibility = {"company": "matching", "occupation": "members"}
    shows(aoi, needs="members")
    db.session.commit()
    hidden = a_member("Yui")
    a_seat(event, hidden, list_visibility=ListVisibility.ORGANIZERS)
    page = browser.sign_in(host).get("/events/tonight/handouts/participants").text
    assert "Designer" in page
    assert "pottery" in page
    assert "Hidden Inc." not in page
    assert "Yui" not in page
    assert "and one more guest" in page
    shows(aoi, needs="private")
    assert "pottery" not in browser.get("/events/tonight/handouts/participants").text


def test_two_of_whom_one_blocked_the_other_are_not_on_one_sheet(evening):
    event, _host, (aoi, ren, mio) = evening
    blocked(aoi, ren)
    sheet = handout_of(event, aoi, "en")
    assert [card.person for card in sheet.cards] == [mio]
    assert sheet.unnamed == 2


def test_guests_do_not_reach_the_organizers_view(evening, browser):
    _event, _host, (aoi, *_rest) = evening
    browser.sign_in(aoi)
    for page in ("organize/offers", "handouts/participants"):
        assert browser.get(f"/events/tonight/{page}").status_code == 403
