"""The event as each visitor sees it, and the desk of those who run it."""

import json
import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.events.models import Event, Slot
from app.events.rules import Openness, Status
from app.groups.models import Membership
from app.kit.clock import now
from app.kit.db import db
from app.notifications.models import Mail
from app.profiles.models import Profile
from app.registrations.models import Registration
from app.registrations.operations import Wish, register
from app.registrations.states import ListVisibility, State
from tests.factories import a_group, a_member, an_event, owner_of, saved
from tests.registrations.worlds import a_full_house, loaded, somebody_registers

PLAN = {
    "title": "Rye bread",
    "starts": "2030-01-25T19:00",
    "ends": "2030-01-25T21:00",
    "timezone": "Asia/Tokyo",
    "place_name": "The bakery",
    "openness": "public",
    "slots-0-capacity": "12",
    "slots-0-door_fee": "500",
    "slots-0-has_waitlist": "y",
}


def page_of(browser, event):
    return browser.get(f"/events/{event.slug}").text


def the_event(title="Rye bread"):
    db.session.expire_all()
    return db.session.scalars(sa.select(Event).where(Event.title == title)).one()


def test_a_stranger_sees_what_it_takes_to_decide(browser):
    event = an_event(
        title="Rye bread",
        capacity=10,
        place_name="The bakery",
        slots=[Slot(capacity=10, door_fee=500)],
    )
    somebody_registers(event)
    page = page_of(browser, event)
    for words in ("Rye bread", "The bakery", "¥500", "Japan Time", "Two friends", "Register"):
        assert words in page
    assert "For those who run it" not in page


def test_the_front_page_shows_what_is_on_and_what_has_been(browser):
    an_event(title="Next week")
    an_event(title="Last week", starts_at=now() - timedelta(days=7))
    an_event(title="Still secret", status=Status.DRAFT)
    page = browser.get("/").text
    assert page.index("Next week") < page.index("Last week")
    assert "Still secret" not in page


def test_an_empty_house_says_how_to_begin(browser):
    assert "Start a group" in browser.get("/").text


def test_events_are_found_by_every_word(browser):
    an_event(title="Rust at night", place_name="Kanda")
    an_event(title="Rust by day", place_name="Ueno")
    page = browser.get("/events?q=rust kanda").text
    assert "Rust at night" in page
    assert "Rust by day" not in page
    assert "Nothing found" in browser.get("/events?q=100%25").text


def test_past_events_have_a_list_of_their_own(browser):
    an_event(title="Bygone", starts_at=now() - timedelta(days=7))
    assert "Bygone" not in browser.get("/events").text
    assert "Bygone" in browser.get("/events?past=").text


@pytest.mark.parametrize(
    ("openness", "stranger", "listed", "member"),
    [
        (Openness.PUBLIC, 200, True, 200),
        (Openness.UNLISTED, 200, False, 200),
        (Openness.MEMBERS, 404, False, 200),
    ],
)
def test_openness_decides_who_finds_it(app, openness, stranger, listed, member):
    group = a_group()
    event = an_event(group, openness=openness, title="Only so open")
    belongs = a_member()
    saved(Membership(group_id=group.id, member_id=belongs.id, joined_at=now()))
    assert app.test_client().get(f"/events/{event.slug}").status_code == stranger
    assert ("Only so open" in app.test_client().get("/events").text) == listed
    inside = app.test_client().sign_in(belongs)
    assert inside.get(f"/events/{event.slug}").status_code == member
    outside = app.test_client().sign_in(a_member())
    assert outside.get(f"/events/{event.slug}").status_code == stranger


def test_a_draft_does_not_exist_for_others(app):
    group = a_group()
    event = an_event(group, status=Status.DRAFT)
    assert app.test_client().get(f"/events/{event.slug}").status_code == 404
    assert app.test_client().sign_in(a_member()).get(f"/events/{event.slug}").status_code == 404
    assert (
        app.test_client().sign_in(owner_of(group)).get(f"/events/{event.slug}").status_code == 200
    )


def named(event, visibility, given_name):
    member = a_member(given_name)
    register(event, member, Wish(list_visibility=visibility), at=now())
    return member


def test_names_are_shown_only_to_whom_each_person_allows(app):
    group = a_group()
    event = an_event(group)
    named(event, ListVisibility.ORGANIZERS, "Organa")
    insider = named(event, ListVisibility.PARTICIPANTS, "Partica")
    named(event, ListVisibility.PUBLIC, "Publica")
    db.session.commit()
    seen = {
        "stranger": app.test_client(),
        "outsider": app.test_client().sign_in(a_member("Outsider")),
        "participant": app.test_client().sign_in(insider),
        "organizer": app.test_client().sign_in(owner_of(group)),
    }
    names = {
        who: {name for name in ("Organa", "Partica", "Publica") if name in page_of(browser, event)}
        for who, browser in seen.items()
    }
    assert names == {
        "stranger": {"Publica"},
        "outsider": {"Publica"},
        "participant": {"Partica", "Publica"},
        "organizer": {"Organa", "Partica", "Publica"},
    }


def test_nobody_whose_address_is_not_proven_is_shown(browser):
    event = an_event()
    member = named(event, ListVisibility.PUBLIC, "Unproven")
    member.email_verified_at = None
    db.session.commit()
    assert "Unproven" not in page_of(browser, event)


def test_a_small_crowd_is_not_taken_apart(browser):
    event = an_event()
    for _ in range(4):
        somebody_registers(event, purpose="hiring")
    assert "Fewer than five people so far" in page_of(browser, event)


def test_groups_under_five_are_told_only_together(browser):
    event = an_event(capacity=30)
    for industry, number in (("food", 6), ("medical", 3), ("energy", 3)):
        for _ in range(number):
            registration = somebody_registers(event, purpose="friends")
            db.session.get(Profile, registration.attendee_id).industry = industry
    db.session.commit()
    page = page_of(browser, event)
    assert "Food and restaurants 6" in page
    assert "Health care" not in page
    assert "Others 6" in page


def test_a_private_industry_is_not_counted_as_such(browser):
    event = an_event(capacity=30)
    for _ in range(6):
        registration = somebody_registers(event)
        profile = db.session.get(Profile, registration.attendee_id)
        profile.industry, profile.visibility = "medical", {"industry": "private"}
    db.session.commit()
    assert "Health care" not in page_of(browser, event)


def test_the_page_speaks_to_machines_too(browser):
    event = an_event(title="Rye </script><b>bread", capacity=0)
    page = page_of(browser, event)
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    facts = json.loads(found[1])
    assert facts["name"] == "Rye </script><b>bread"
    assert facts["startDate"].endswith("+09:00")
    assert facts["offers"][0]["availability"].endswith("SoldOut")


def test_an_event_called_off_says_so_and_why(browser):
    event = an_event(status=Status.CANCELLED, notice="A typhoon comes.")
    page = page_of(browser, event)
    assert "This event has been called off." in page
    assert "A typhoon comes." in page
    assert "EventCancelled" in page


def test_hostile_words_in_the_description_do_nothing(browser):
    event = an_event(description="<script>alert(1)</script> [x](javascript:alert(1)) **bold**")
    page = page_of(browser, event)
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "<strong>bold</strong>" in page


def test_the_address_of_an_online_event_is_for_those_who_come(app):
    event = an_event(place_name="", online_url="https://meet.example.org/secret")
    member = a_member()
    register(event, member, Wish(), at=now())
    db.session.commit()
    assert "secret" not in page_of(app.test_client(), event)
    assert "secret" not in app.test_client().get(f"/events/{event.slug}.ics").text
    assert "secret" in page_of(app.test_client().sign_in(member), event)


def test_the_organizer_finds_the_tools(browser):
    group = a_group()
    event = an_event(group)
    browser.sign_in(owner_of(group))
    assert "For those who run it" in page_of(browser, event)


@pytest.mark.parametrize("path", ["/edit", "/organize", "/attendees.csv", "/cancellation"])
def test_the_desk_is_for_those_who_run_it(app, path):
    group = a_group()
    event = an_event(group)
    address = f"/events/{event.slug}{path}"
    assert "/sign-in" in app.test_client().get(address).location
    assert app.test_client().sign_in(a_member()).get(address).status_code == 403
    assert app.test_client().sign_in(owner_of(group)).get(address).status_code == 200


def test_an_event_goes_from_draft_to_published(browser):
    group = a_group()
    browser.sign_in(owner_of(group))
    answer = browser.post(f"/groups/{group.slug}/events/new", data=PLAN, follow_redirects=True)
    assert "The draft is saved." in answer.text
    event = the_event()
    assert (event.status, event.slots[0].capacity) == (Status.DRAFT, 12)
    answer = browser.post(f"/events/{event.slug}/publication", follow_redirects=True)
    assert "Published." in answer.text
    assert the_event().status == Status.PUBLISHED


def test_nothing_is_published_before_the_card_says_who(browser):
    group = a_group(run_by="")
    event = an_event(group, status=Status.DRAFT)
    browser.sign_in(owner_of(group))
    answer = browser.post(f"/events/{event.slug}/publication", follow_redirects=True)
    assert "fill in who runs the group" in answer.text
    assert the_event(event.title).status == Status.DRAFT


def test_a_look_at_the_description_saves_nothing(browser, count):
    group = a_group()
    browser.sign_in(owner_of(group))
    given = PLAN | {"description": "Some **dough**", "step": "preview"}
    page = browser.post(f"/groups/{group.slug}/events/new", data=given).text
    assert "<strong>dough</strong>" in page
    assert "Nothing has been saved yet." in page
    assert 'value="Rye bread"' in page
    assert count(Event) == 0


def test_moving_an_event_tells_everybody_and_raises_the_sequence(browser, count):
    group = a_group()
    event = an_event(group, title="Rye bread")
    people = a_full_house(event, waiting=1)
    browser.sign_in(owner_of(group))
    given = PLAN | {"slots-0-slot_id": str(event.slots[0].id)}
    browser.post(f"/events/{event.slug}/edit", data=given)
    assert the_event().sequence == 1
    assert count(Mail, Mail.kind == "registrations.event_changed") == len(people)


def test_changing_words_alone_tells_nobody(browser, count):
    group = a_group()
    browser.sign_in(owner_of(group))
    browser.post(f"/groups/{group.slug}/events/new", data=PLAN)
    event = the_event()
    event.status = Status.PUBLISHED
    somebody_registers(event)
    db.session.commit()
    given = PLAN | {"summary": "With salt", "slots-0-slot_id": str(event.slots[0].id)}
    browser.post(f"/events/{event.slug}/edit", data=given)
    assert (the_event().summary, the_event().sequence) == ("With salt", 0)
    assert count(Mail, Mail.kind == "registrations.event_changed") == 0


def test_more_seats_move_the_line_up(browser):
    group = a_group()
    event = an_event(group, title="Rye bread", capacity=1)
    people = a_full_house(event, waiting=2)
    browser.sign_in(owner_of(group))
    given = PLAN | {"slots-0-slot_id": str(event.slots[0].id), "slots-0-capacity": "2"}
    browser.post(f"/events/{event.slug}/edit", data=given)
    states = [loaded(registration).state for registration in people]
    assert states == [State.CONFIRMED, State.CONFIRMED, State.WAITLISTED]


def test_fewer_seats_than_people_send_nobody_away(browser, count):
    group = a_group()
    event = an_event(group, title="Rye bread", capacity=3)
    a_full_house(event, waiting=0)
    browser.sign_in(owner_of(group))
    given = PLAN | {"slots-0-slot_id": str(event.slots[0].id), "slots-0-capacity": "1"}
    page = browser.post(f"/events/{event.slug}/edit", data=given, follow_redirects=True).text
    assert "2 people more than there are seats." in page
    assert count(Registration, Registration.state == State.CONFIRMED) == 3


def test_a_slot_with_people_cannot_be_removed(browser):
    group = a_group()
    event = an_event(group, title="Rye bread")
    somebody_registers(event)
    browser.sign_in(owner_of(group))
    given = PLAN | {"slots-0-slot_id": ""}
    page = browser.post(f"/events/{event.slug}/edit", data=given, follow_redirects=True).text
    assert "People have registered for a slot you want to remove." in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": " "}, "Please give the event a title."),
        ({"starts": "tomorrow"}, "Please give a date and a time"),
        ({"ends": "2030-01-25T18:00"}, "The end must come after the beginning."),
        ({"starts": "0026-01-25T19:00"}, "Is the year right?"),
        ({"timezone": "Mars/Olympus"}, "Not a valid choice."),
        (
            {
                "timezone": "America/New_York",
                "starts": "2030-03-10T02:30",
                "ends": "2030-03-10T04:00",
            },
            "That hour does not exist there",
        ),
        ({"slots-0-capacity": "-1"}, "Between 0 and 100000, please."),
        ({"slots-0-capacity": "many"}, "Please write a number, such as 30."),
        ({"online_url": "javascript:alert(1)"}, "Please give a full web address"),
    ],
)
def test_impossible_plans_are_refused_and_nothing_typed_is_lost(browser, count, wrong, words):
    group = a_group()
    browser.sign_in(owner_of(group))
    page = browser.post(f"/groups/{group.slug}/events/new", data=PLAN | wrong).text
    assert words in page
    assert 'value="The bakery"' in page
    assert count(Event) == 0


def test_full_width_digits_are_digits(browser):
    group = a_group()
    browser.sign_in(owner_of(group))
    browser.post(f"/groups/{group.slug}/events/new", data=PLAN | {"slots-0-capacity": "２４"})
    assert the_event().slots[0].capacity == 24


def test_calling_off_asks_first_and_keeps_the_page(browser):
    group = a_group()
    event = an_event(group, title="Rye bread")
    somebody_registers(event)
    browser.sign_in(owner_of(group))
    assert "1 person will be told" in browser.get(f"/events/{event.slug}/cancellation").text
    given = {"message": "No flour."}
    page = browser.post(
        f"/events/{event.slug}/cancellation", data=given, follow_redirects=True
    ).text
    assert "No flour." in page
    assert browser.get(f"/events/{event.slug}/edit").status_code == 200
    answer = browser.post(f"/events/{event.slug}/cancellation", data=given, follow_redirects=True)
    assert "Only an event that is published can be called off." in answer.text


def test_attendees_are_found_by_name_reading_and_company(browser):
    group = a_group()
    event = an_event(group)
    hana = a_member("花", "髙﨑", reading="たかさき はな")
    db.session.get(Profile, hana.id).company = "Kura Foods"
    other = a_member("Ben", "Miller")
    for member in (hana, other):
        register(event, member, Wish(), at=now())
    browser.sign_in(owner_of(group))
    for wanted in ("髙﨑", "たかさき", "kura"):
        page = browser.get(f"/events/{event.slug}/organize/people?q={wanted}").text
        assert "たかさき はな" in page
        assert "Miller" not in page


def test_the_list_as_a_file_opens_in_a_spreadsheet_and_runs_nothing(browser):
    group = a_group()
    event = an_event(group)
    register(event, a_member("=1+1", "髙﨑"), Wish(purpose="friends"), at=now())
    browser.sign_in(owner_of(group))
    answer = browser.get(f"/events/{event.slug}/attendees.csv")
    assert answer.text.startswith("\ufeff")
    assert "髙﨑,'=1+1" in answer.text
    assert "@example.org" not in answer.text


def test_a_guest_of_the_door_is_no_organizer(browser):
    from app.groups.rules import Role

    group, member = a_group(), a_member()
    saved(Membership(group_id=group.id, member_id=member.id, role=Role.DOOR, joined_at=now()))
    event = an_event(group)
    browser.sign_in(member)
    assert browser.get(f"/events/{event.slug}/organize").status_code == 403


def test_the_calendar_file_is_told_apart_from_the_page(browser):
    event = an_event()
    answer = browser.get(f"/events/{event.slug}.ics")
    assert answer.mimetype == "text/calendar"
    assert b"BEGIN:VEVENT" in answer.data
    again = browser.get(
        f"/events/{event.slug}.ics", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("given", "heading"),
    [
        ({"status": Status.CANCELLED, "notice": "A typhoon."}, "This event has been called off."),
        ({"starts_at": now() - timedelta(days=7)}, "This evening is over."),
        ({"opens_at": now() + timedelta(days=2)}, "Registration is not open"),
    ],
)
def test_whoever_comes_too_late_or_too_early_reads_why_first(browser, given, heading):
    event = an_event(**given)
    page = browser.get(f"/events/{event.slug}/registration").text
    assert heading in page.split("<h1", 1)[1].split("</h1>", 1)[0]
    assert given.get("notice", "") in page
