"""What organizers take along: the file, the printed list, the name tags."""

import csv
import io

from app.groups.models import Membership
from app.groups.rules import Role
from app.kit.clock import now
from app.profiles.models import Profile
from app.profiles.traits import Facet
from app.registrations.states import State
from tests.factories import a_member, a_seat, an_event, db, owner_of, saved, tagged


def page(browser, event, path, member=None):
    browser.sign_in(member or owner_of(event.group))
    return browser.get(f"/events/{event.slug}/{path}")


def show(member, **given):
    profile = db.session.get_one(Profile, member.id)
    for name, value in given.items():
        setattr(profile, name, value)
    db.session.commit()


def test_a_tag_says_two_things_to_talk_about_offers_first(browser):
    event, member = an_event(), a_member("Misaki", "Tanaka", reading="たなか みさき")
    a_seat(event, member)
    tagged(member, Facet.INTEREST, "Sailing")
    tagged(member, Facet.OFFER, "Bookkeeping")
    tagged(member, Facet.INTEREST, "Chess")
    text = page(browser, event, "handouts/name-tags").text
    assert "たなか みさき" in text
    assert text.index("Bookkeeping") < text.index("Sailing")
    assert "Chess" not in text


def test_a_tag_says_nothing_that_is_not_for_every_member(browser):
    event, member = an_event(), a_member()
    a_seat(event, member)
    tagged(member, Facet.NEED, "A new job")
    tagged(member, Facet.INTEREST, "Fishing")
    show(member, company="Acme", visibility={"interests": "matching", "company": "matches"})
    text = page(browser, event, "handouts/name-tags").text
    assert "A new job" not in text
    assert "Fishing" not in text
    assert "Acme" not in text


def test_only_those_with_a_seat_get_a_tag(browser):
    event = an_event()
    a_seat(event, a_member("Present"))
    a_seat(event, a_member("Waiting"), state=State.WAITLISTED, queue_no=1, slot_id=None)
    text = page(browser, event, "handouts/name-tags").text
    assert "Present" in text
    assert "Waiting" not in text


def test_tags_take_as_many_questions_for_many_as_for_few(browser, statements):
    event = an_event(capacity=None)
    for number in range(3):
        a_seat(event, tagged(a_member(f"N{number}"), Facet.OFFER, f"Skill {number}"))
    with statements() as few:
        page(browser, event, "handouts/name-tags")
    for number in range(3, 20):
        a_seat(event, tagged(a_member(f"N{number}"), Facet.OFFER, f"Skill {number}"))
    with statements() as many:
        page(browser, event, "handouts/name-tags")
    assert len(many) == len(few)


def test_the_printed_list_is_for_the_door_too(browser):
    event, helper = an_event(), a_member()
    a_seat(event, a_member("Misaki", "Tanaka"))
    saved(Membership(group_id=event.group_id, member_id=helper.id, role=Role.DOOR, joined_at=now()))
    db.session.refresh(event.group)
    assert "Tanaka" in page(browser, event, "handouts/list", helper).text
    assert page(browser, event, "handouts/name-tags", helper).status_code == 403


def test_strangers_to_the_group_get_no_list(browser):
    assert page(browser, an_event(), "handouts/list", a_member()).status_code == 403


def test_the_file_begins_with_the_mark_excel_needs_unless_it_is_not_wanted(browser):
    event = an_event()
    a_seat(event, a_member("Misaki"))
    assert page(browser, event, "attendees.csv").data.startswith(b"\xef\xbb\xbf")
    plain = page(browser, event, "attendees.csv?plain").data
    assert not plain.startswith(b"\xef\xbb\xbf")
    assert len(list(csv.reader(io.StringIO(plain.decode())))) == 2


def test_a_note_that_looks_like_a_formula_stays_text(browser):
    event = an_event()
    a_seat(event, a_member(), organizer_note="=HYPERLINK(1)")
    assert "'=HYPERLINK(1)" in page(browser, event, "attendees.csv").text
