"""Calendars and feeds: what strangers may see, and what only the holder of a secret sees."""

import re
from datetime import timedelta
from xml.etree import ElementTree as Xml

import pytest
from icalendar import Calendar

from app.calendars.atom import ATOM
from app.calendars.sitemap import SITEMAP
from app.events.rules import Openness, Status
from app.kit.clock import now
from app.kit.db import db
from app.registrations.states import State
from tests.factories import a_group, a_member, a_seat, an_event, owner_of

HIDDEN = (Openness.UNLISTED, Openness.MEMBERS, Openness.INVITED)


def entries(answer):
    """The entries of a calendar by their titles."""
    assert answer.status_code == 200, answer
    assert answer.mimetype == "text/calendar"
    return {str(one["SUMMARY"]): one for one in Calendar.from_ical(answer.data).walk("VEVENT")}


def titles(answer):
    return [entry.findtext(f"{{{ATOM}}}title") for entry in Xml.fromstring(answer.data)[5:]]


def own_address(browser):
    browser.post("/account/calendar/renewal")
    page = browser.get("/account/calendar").text
    return re.search(r"http://localhost(/feeds/[\w-]+\.ics)", page)[1]


def test_everybody_subscribes_to_what_is_public(browser):
    an_event(title="Open night")
    an_event(title="Called off", status=Status.CANCELLED)
    an_event(title="Draft", status=Status.DRAFT)
    for openness in HIDDEN:
        an_event(title=openness, openness=openness)
    found = entries(browser.get("/events.ics"))
    assert set(found) == {"Open night", "Called off"}
    assert found["Called off"]["STATUS"] == "CANCELLED"


def test_a_calendar_to_subscribe_to_has_a_name_and_says_when_to_come_back(browser):
    an_event(status=Status.CANCELLED)
    text = browser.get("/events.ics", headers={"Accept-Language": "en"}).text
    assert "NAME:Kizuna" in text
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT6H" in text
    assert "METHOD:PUBLISH" in text  # one evening called off does not call off the calendar


def test_a_group_has_a_calendar_of_its_own_evenings(browser):
    group = a_group(slug="weft")
    an_event(group, title="Ours")
    an_event(title="Theirs")
    assert set(entries(browser.get("/groups/weft.ics"))) == {"Ours"}


def test_my_calendar_shows_where_i_come_and_where_i_hope_to(browser):
    me = a_member()
    a_seat(an_event(title="Seat", online_url="https://call.example/1"), me)
    a_seat(an_event(title="Line"), me, state=State.WAITLISTED, queue_no=1, slot_id=None)
    a_seat(an_event(title="Given up"), me, state=State.CANCELLED)
    a_seat(an_event(title="Off", status=Status.CANCELLED), me, state=State.EVENT_CANCELLED)
    a_seat(an_event(title="Unasked"), me, needs_yes=True)
    a_seat(an_event(title="Somebody else's"), a_member())
    found = entries(browser.get(own_address(browser.sign_in(me))))
    assert {title: str(entry["STATUS"]) for title, entry in found.items()} == {
        "Seat": "CONFIRMED",
        "Line": "TENTATIVE",
        "Off": "CANCELLED",
    }
    assert "https://call.example/1" in found["Seat"]["DESCRIPTION"]
    assert "On the waitlist" in found["Line"]["DESCRIPTION"]


def test_my_calendar_shows_what_i_organize_once(browser):
    event = an_event(title="Mine to run")
    me = owner_of(event.group)
    a_seat(event, me)
    an_event(event.group, title="Another")
    an_event(event.group, title="Draft", status=Status.DRAFT)
    answer = browser.get(own_address(browser.sign_in(me)))
    assert set(entries(answer)) == {"Mine to run", "Another"}
    assert answer.text.count("BEGIN:VEVENT") == 2


def test_the_online_address_of_a_call_is_only_for_those_who_have_a_seat(browser):
    me = a_member()
    event = an_event(online_url="https://call.example/secret")
    a_seat(event, me, state=State.WAITLISTED, queue_no=1, slot_id=None)
    for path in (own_address(browser.sign_in(me)), "/events.ics", f"/events/{event.slug}"):
        assert "call.example" not in browser.get(path).text


def test_a_new_address_ends_the_old_one(browser):
    browser.sign_in(a_member())
    old = own_address(browser)
    new = own_address(browser)
    assert old != new
    assert browser.get(old).status_code == 404
    assert browser.get(new).status_code == 200


def test_looking_at_the_page_makes_no_address(browser):
    page = browser.sign_in(a_member()).get("/account/calendar").text
    assert "/feeds/" not in page


def test_a_calendar_ends_with_the_account(browser):
    me = a_member()
    address = own_address(browser.sign_in(me))
    me.disabled_at = now()
    db.session.commit()
    assert browser.get(address).status_code == 404


def test_my_calendar_speaks_my_language(browser):
    me = a_member(locale="ja")
    a_seat(an_event(), me, state=State.WAITLISTED, queue_no=1, slot_id=None)
    address = own_address(browser.sign_in(me))
    assert "キャンセル待ち" in browser.get(address, headers={"Accept-Language": "en"}).text


def test_a_calendar_that_has_not_changed_is_not_sent_again(browser):
    an_event()
    first = browser.get("/events.ics")
    again = browser.get("/events.ics", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""


def test_evenings_long_past_are_left_out(browser):
    an_event(title="Old", starts_at=now() - timedelta(days=100))
    an_event(title="Recent", starts_at=now() - timedelta(days=80))
    assert set(entries(browser.get("/events.ics"))) == {"Recent"}


@pytest.mark.parametrize("path", ["/events.atom", "/groups/weft.atom"])
def test_feed_readers_get_the_newest_first(browser, path):
    group = a_group(slug="weft", name="Weft & <Warp>")
    an_event(group, title="First", published_at=now() - timedelta(days=2))
    an_event(group, title="R&D <night>", published_at=now(), description="**Bold** & more")
    an_event(group, title="Hidden", openness=Openness.UNLISTED)
    answer = browser.get(path)
    assert answer.mimetype == "application/atom+xml"
    assert titles(answer) == ["R&D <night>", "First"]
    content = Xml.fromstring(answer.data).find(f".//{{{ATOM}}}content")
    assert content.text == "<p><strong>Bold</strong> &amp; more</p>\n"


def test_a_feed_without_news_is_still_a_feed(browser):
    a_group(slug="quiet")
    assert titles(browser.get("/groups/quiet.atom")) == []


def test_search_engines_find_public_pages_in_both_languages(browser):
    an_event(slug="open-night")
    an_event(slug="secret-night", openness=Openness.UNLISTED)
    an_event(slug="draft-night", status=Status.DRAFT)
    text = browser.get("/sitemap.xml").text
    places = [place.text for place in Xml.fromstring(text).iter(f"{{{SITEMAP}}}loc")]
    assert "http://localhost/events/open-night" in places
    assert "secret-night" not in text
    assert "draft-night" not in text
    assert "http://localhost/events/open-night?lang=ja" in text


def test_robots_are_told_where_the_map_is(browser):
    assert "Sitemap: http://localhost/sitemap.xml" in browser.get("/robots.txt").text


def test_a_weakness_can_be_told_to_somebody(browser):
    text = browser.get("/.well-known/security.txt").text
    assert re.search(r"^Contact: http://localhost/help$", text, re.MULTILINE)
    assert re.search(r"^Expires: \d{4}-\d\d-\d\dT00:00:00Z$", text, re.MULTILINE)


def test_other_sites_may_show_the_next_evenings(browser):
    group = a_group(slug="weft")
    an_event(group, title="Rust night")
    an_event(group, title="Hidden", openness=Openness.MEMBERS)
    answer = browser.sign_in(owner_of(group)).get("/groups/weft/embed")
    assert "Rust night" in answer.text
    assert "Hidden" not in answer.text
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers


def test_no_other_page_is_shown_inside_other_sites(browser):
    answer = browser.get("/events")
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_a_link_chooses_the_language_unless_the_reader_has(browser):
    an_event(slug="night")
    english = {"Accept-Language": "en"}
    assert '<html lang="ja">' in browser.get("/events/night?lang=ja", headers=english).text
    browser.set_cookie("locale", "en")
    assert '<html lang="en">' in browser.get("/events/night?lang=ja", headers=english).text
