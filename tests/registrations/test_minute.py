"""Introducing oneself in a minute: made from the profile, written anew, printed with a yes."""

import pytest

from app.api.holding import everything_held
from app.kit.clock import now
from app.kit.db import db
from app.profiles.models import Profile
from app.profiles.traits import Facet
from app.registrations import operations
from app.registrations.introducing import card_of, cards_on_paper
from app.registrations.models import SelfIntroduction
from app.registrations.rules import LONGEST_PART, Minute, seconds
from app.registrations.states import State
from app.registrations.tickets import ticket_path
from app.safety.operations import close_account
from tests.factories import a_member, a_seat, an_arrival, an_event, owner_of, tagged

OWN = Minute("I mend looms", "Apprentices who stay", "An afternoon at the loom")


def minute_at(event, rest=""):
    return f"/events/{event.slug}/registration/minute{rest}"


def cards(event):
    return f"/events/{event.slug}/handouts/introductions"


def introduces(seat, goes_on_paper=True, minute=OWN):
    operations.introduce(seat, minute, goes_on_paper=goes_on_paper, at=now())
    db.session.commit()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("絆" * 300, 60),
        ("あ" * 150, 30),
        ("word " * 130, 60),
        ("絆" * 150 + " word" * 65, 60),
        ("　、。！", 0),
        ("ﾆﾎﾝ", 5),
        ("2027", 5),
    ],
)
def test_how_long_it_takes_to_say(text, expected):
    assert seconds(text) == expected


def test_it_is_made_from_the_profile_and_what_was_said_with_registering():
    event, member = an_event(), a_member("Misaki")
    tagged(member, Facet.OFFER, "Bookkeeping", "Weaving", "Ledgers", "Tea")
    tagged(member, Facet.INTEREST, "Sailing")
    profile = db.session.get_one(Profile, member.id)
    profile.occupation, profile.company = "Weaver", "Loom & Co"
    seat = a_seat(event, member)
    db.session.expire(profile)
    made_up = card_of(seat, member, "en").minute
    assert made_up == Minute("Weaver · Loom & Co", "Sailing", "Bookkeeping, Weaving, Ledgers")
    seat.purpose_note = "First customers"
    assert card_of(seat, member, "en").minute.talks_about == "First customers"
    introduces(seat)
    assert card_of(seat, member, "en").minute == OWN
    assert card_of(a_seat(an_event(), member), member, "en").minute == made_up


def test_it_is_written_for_one_event_and_stands_on_the_ticket(browser):
    event, member = an_event(), a_member("Misaki")
    seat = a_seat(event, member)
    browser.sign_in(member)
    assert "Write my three lines" in browser.get(f"/events/{event.slug}/registration").text
    browser.post(minute_at(event), data=vars(OWN))
    for page in (
        f"/events/{event.slug}/registration",
        ticket_path(seat),
        minute_at(event, "/card"),
    ):
        assert OWN.does in browser.get(page).text
    assert "About 10 seconds to say." in browser.get(ticket_path(seat)).text
    an_arrival(seat)
    assert OWN.gives in browser.get(f"/events/{event.slug}/beside").text


def test_what_is_too_long_comes_back_with_what_was_typed(browser, count):
    event, member = an_event(), a_member("Misaki")
    a_seat(event, member)
    browser.sign_in(member)
    typed = vars(OWN) | {"gives": "x" * (LONGEST_PART + 1)}
    page = browser.post(minute_at(event), data=typed).text
    assert f"Please write at most {LONGEST_PART} characters." in page
    assert OWN.does in page
    assert count(SelfIntroduction) == 0


def test_it_is_ones_own(browser):
    event = an_event()
    introduces(a_seat(event, a_member("Misaki")), goes_on_paper=False)
    for reader in (owner_of(event.group), a_member()):
        browser.sign_in(reader)
        for path in (minute_at(event), minute_at(event, "/card")):
            assert browser.get(path).status_code == 404
    other = a_member()
    a_seat(event, other)
    browser.sign_in(other)
    assert OWN.does not in browser.get(minute_at(event, "/card")).text


def test_organizers_print_only_the_cards_of_those_who_let_them(browser):
    event = an_event()
    seats = {name: a_seat(event, a_member(name)) for name in ("Yes", "No", "Gone", "Unsaid")}
    for name in ("Yes", "Gone"):
        introduces(seats[name], minute=Minute(does=f"{name} speaks"))
    introduces(seats["No"], goes_on_paper=False, minute=Minute(does="No speaks"))
    seats["Gone"].state = State.CANCELLED
    db.session.commit()
    browser.sign_in(owner_of(event.group))
    page = browser.get(cards(event)).text
    assert "Yes speaks" in page
    assert not any(f"{name} " in page for name in ("No", "Gone", "Unsaid"))
    introduces(seats["Yes"], goes_on_paper=False)
    assert "Nobody has asked for a card yet" in browser.get(cards(event)).text
    browser.sign_in(a_member())
    assert browser.get(cards(event)).status_code == 403


def test_many_cards_take_as_many_questions_as_few(statements):
    few, many = an_event(capacity=30), an_event(capacity=30)
    for event, number in ((few, 2), (many, 12)):
        for _ in range(number):
            introduces(a_seat(event, a_member()))
    asked = []
    for event in (few, many):
        db.session.refresh(event)
        with statements() as said:
            assert cards_on_paper(event)
        asked.append(len(said))
    assert asked[0] == asked[1]


def test_it_stands_in_the_copy_and_goes_with_the_account(count, later):
    event, member = an_event(starts_at=now()), a_member("Misaki")
    introduces(a_seat(event, member))
    [place] = everything_held(member, now()).places
    assert place.minute.does == OWN.does
    close_account(member, at=now())
    assert count(SelfIntroduction) == 0


def test_writing_it_again_keeps_one(count):
    seat = a_seat(an_event(), a_member())
    introduces(seat)
    introduces(seat, minute=Minute(does="Otherwise"))
    assert count(SelfIntroduction) == 1
