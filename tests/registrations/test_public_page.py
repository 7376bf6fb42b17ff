"""What anybody sees of an event before registering, and what nobody can work out from it."""

from datetime import timedelta

import pytest

from app.accounts.models import User
from app.events.models import Slot
from app.events.rules import Mode, Openness, Status
from app.kit.clock import now
from app.kit.db import db
from app.profiles.models import Profile
from app.profiles.traits import Stance
from app.registrations.operations import Wish, register
from app.registrations.states import ListVisibility
from tests.factories import a_group, a_member, a_seat, an_arrival, an_event


def text_of(browser, event):
    return browser.get(f"/events/{event.slug}").text


def seats_at(event, number):
    return [a_seat(event, a_member()) for _ in range(number)]


def test_the_card_says_who_what_they_gain_and_how_they_stand_to_selling(browser):
    group = a_group(run_by="Three bakers", commercial_tie="A mill", stance=Stance.NONE)
    page = text_of(browser, an_event(group, stance=Stance.SELLING))
    for words in ("Three bakers", "A mill", "Selling is part of it", "otherwise: No selling"):
        assert words in page


@pytest.mark.parametrize(("seats", "came", "words"), [(4, 4, ""), (10, 7, "about 70%")])
def test_the_share_of_those_who_came_is_told_from_five_seats_on(browser, seats, came, words):
    group = a_group()
    over = an_event(group, starts_at=now() - timedelta(days=9), attendance_taken=True)
    for registration in seats_at(over, seats)[:came]:
        an_arrival(registration)
    page = text_of(browser, an_event(group))
    assert words in page
    assert ("of those with a seat came" in page) == bool(words)


@pytest.mark.parametrize(
    ("regulars", "new", "words"),
    [
        (5, 6, "6 of 11 come to this group for the first time."),
        (2, 6, "Most come to this group for the first time."),
        (0, 6, "Most come to this group for the first time."),
        (6, 2, "Most have been to this group before."),
        (6, 0, "Most have been to this group before."),
    ],
)
def test_newcomers_are_counted_only_where_neither_side_is_small(browser, regulars, new, words):
    group = a_group()
    over = an_event(group, starts_at=now() - timedelta(days=9))
    event = an_event(group, capacity=30)
    for registration in seats_at(over, regulars):
        a_seat(event, db.session.get_one(User, registration.attendee_id))
    seats_at(event, new)
    page = text_of(browser, event)
    assert words in page
    assert page.count("for the first time") + page.count("to this group before") == 1


def test_slots_say_how_their_seats_are_given_and_when_lots_are_drawn(browser):
    at = now() + timedelta(days=2)
    slots = [
        Slot(name="Open", capacity=5),
        Slot(name="Drawn", capacity=5, position=1, mode=Mode.LOTTERY, lottery_at=at),
        Slot(name="Asked", capacity=5, position=2, mode=Mode.APPROVAL),
    ]
    page = text_of(browser, an_event(slots=slots))
    for words in ("By drawing lots", "The organizers decide", "Lots are drawn"):
        assert words in page


@pytest.mark.parametrize(
    ("mode", "verb"), [(Mode.LOTTERY, "Enter the draw"), (Mode.APPROVAL, "Ask for a seat")]
)
def test_the_button_says_what_pressing_it_asks_for(browser, mode, verb):
    at = now() + timedelta(days=2)
    slot = Slot(capacity=5, mode=mode, lottery_at=at if mode == Mode.LOTTERY else None)
    assert verb in text_of(browser, an_event(slots=[slot]))


def test_registration_that_stays_elsewhere_is_one_press_away(browser):
    page = text_of(browser, an_event(elsewhere_url="https://www.connpass.example/event/1/"))
    assert 'href="https://www.connpass.example/event/1/"' in page
    assert "Register on connpass.example" in page


def test_the_page_says_when_registration_opens_and_closes(browser):
    opens = now() + timedelta(days=1)
    page = text_of(browser, an_event(opens_at=opens, closes_at=opens + timedelta(days=2)))
    assert "Opens " in page
    assert "Closes " in page
    assert "Enter the draw" not in page


def test_an_evening_and_its_party_name_each_other_unless_one_is_not_for_everybody(browser):
    main = an_event(title="The talk")
    party = an_event(main.group, title="The party", requires_event_id=main.id)
    an_event(main.group, title="Secret", requires_event_id=main.id, openness=Openness.UNLISTED)
    assert "The party" in text_of(browser, main)
    assert "Secret" not in text_of(browser, main)
    assert "The talk" in text_of(browser, party)
    main.openness = Openness.MEMBERS
    db.session.commit()
    assert "The talk" not in text_of(browser, party)


def test_whoever_comes_is_reminded_of_what_they_chose(browser):
    event, member = an_event(), a_member()
    wish = Wish(purpose="friends", list_visibility=ListVisibility.PARTICIPANTS)
    register(event, member, wish, at=now())
    db.session.commit()
    page = text_of(browser.sign_in(member), event)
    assert "Making friends" in page
    assert "Those who come too" in page


def test_whoever_has_yet_to_say_yes_is_neither_named_nor_counted(browser):
    event = an_event()
    seats_at(event, 4)
    registration = a_seat(event, a_member("Imported"), list_visibility=ListVisibility.PUBLIC)
    assert "Imported" in text_of(browser, event)
    assert "By trade" in text_of(browser, event)
    registration.needs_yes = True
    db.session.commit()
    assert "Imported" not in text_of(browser, event)
    assert "By trade" not in text_of(browser, event)


def test_of_an_evening_that_is_over_nobody_is_told_of_seats_that_are_left(browser):
    over = an_event(starts_at=now() - timedelta(days=9), capacity=10)
    seats_at(over, 4)
    page = text_of(browser, over)
    assert "4 people had a seat" in page
    for words in ("seats left", "Add to my calendar", "Calendar file", "action-bar"):
        assert words not in page


def test_an_event_that_is_called_off_offers_no_seats(browser):
    page = text_of(browser, an_event(status=Status.CANCELLED, capacity=10))
    assert "This event has been called off" in page
    assert "seats left" not in page
    assert "action-bar" not in page


def test_a_crowd_of_which_only_the_rest_can_be_told_is_not_drawn(browser):
    event = an_event()
    for trade in ("it", "food", "media", "retail", "education"):
        somebody = a_member()
        db.session.get_one(Profile, somebody.id).industry = trade
        a_seat(event, somebody, purpose="friends")
    db.session.commit()
    page = text_of(browser, event)
    assert "By what brings them" in page
    assert "By trade" not in page
