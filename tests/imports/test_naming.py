"""Nobody is confirmed unasked, and a list tells nobody who has an account."""

import re

import pytest
import sqlalchemy as sa

from app.accounts.models import EmailProof, User
from app.accounts.proofs import link
from app.attendance.queries import present_ids
from app.events.models import Event
from app.groups.models import Ban
from app.kit.clock import now
from app.kit.db import db
from app.notifications.models import Mail
from app.registrations.models import Registration
from app.registrations.operations import NothingToDecide, Removed, Wish, register, say_no, say_yes
from app.registrations.queries import naming, registration_of, seats_taken
from app.registrations.states import State
from tests.factories import a_group, a_member, an_event, owner_of, saved
from tests.imports.test_operations import KAEDE, bring_in, connpass, everybody

REN = "一般,ren,月島 蓮,参加,,月島 蓮,ren@example.jp,2"


@pytest.fixture
def event() -> Event:
    return an_event(a_group(), capacity=20)


def the_place(event: Event, email: str = "kaede@example.jp") -> Registration:
    return next(place for place in everybody(event) if place.listed_email == email)


def claim_of(place: Registration) -> str:
    query = sa.select(EmailProof).where(EmailProof.member_id == place.attendee_id)
    return link(db.session.scalars(query.order_by(EmailProof.id.desc())).first())


def without_own_numbers(page: str) -> str:
    """A page without what differs between any two of its kind."""
    page = re.sub(r'(name="csrf_token" value=|nonce=)"[^"]*"', "", page)
    return re.sub(r"event-\d+|/import/[\w-]+|<svg.*?</svg>|/people/[\w-]+|[\w-]{22}", "", page)


def test_an_existing_member_is_asked_and_not_confirmed(event):
    member = a_member("Kaede", "Minazuki", email="kaede@example.jp")
    bring_in(event, connpass(KAEDE))
    place = the_place(event)
    assert place.needs_yes
    assert place.attendee is not member
    assert registration_of(event, member) is None
    assert naming(member) == [place]


def test_nothing_organizers_see_depends_on_whether_there_is_an_account(browser):
    group = a_group()
    known, unknown = (
        an_event(group, title="Same", slug=f"event-{9_000_000 + number}") for number in range(2)
    )
    a_member("Somebody", "Else", email="kaede@example.jp", reading="そむばでぃ")
    register(known, a_member(), Wish(), at=now())
    register(unknown, a_member(), Wish(), at=now())
    bring_in(known, connpass(KAEDE, REN))
    bring_in(unknown, connpass(KAEDE.replace("kaede@", "nobody@"), REN))
    bring_in(known, connpass(KAEDE, REN))
    bring_in(unknown, connpass(KAEDE.replace("kaede@", "nobody@"), REN))
    browser.sign_in(owner_of(group))
    for page in ("/organize/people", "/import", "/import/links", "/organize", "/attendees.csv"):
        first, second = (
            without_own_numbers(browser.get(f"/events/{event.slug}{page}").text)
            for event in (known, unknown)
        )
        for person in ("水無月 楓", "月島 蓮"):
            assert first.count(person) == second.count(person)
        assert "Somebody" not in first
        assert "そむばでぃ" not in first
        assert len(first) == len(second), page


def test_reports_and_letters_are_the_same_with_and_without_an_account(event):
    a_member(email="kaede@example.jp")
    report = bring_in(event, connpass(KAEDE, REN))
    assert report.letters == 2
    kinds = [
        list(db.session.scalars(sa.select(Mail.kind).where(Mail.member_id == place.attendee_id)))
        for place in everybody(event)
    ]
    assert kinds == [["accounts.claim"], ["accounts.claim"]]


def test_a_yes_on_ones_own_page_makes_the_place_theirs(browser, event, count):
    member = a_member("Kaede", "Minazuki", email="kaede@example.jp")
    bring_in(event, connpass(KAEDE))
    people = count(User)
    browser.sign_in(member)
    assert "A list from elsewhere names you" in browser.get("/me").text
    shown = browser.post(
        f"/events/{event.slug}/registration/named/acceptance", follow_redirects=True
    )
    assert "This place is yours now." in shown.text
    place = the_place(event)
    assert place.attendee_id == member.id
    assert not place.needs_yes
    assert count(User) == people - 1
    kinds = db.session.scalars(sa.select(Mail.kind).where(Mail.member_id == member.id)).all()
    assert "registrations.confirmed" in kinds
    assert "A list from elsewhere names you" not in browser.get("/me").text


def test_a_no_gives_the_place_back_and_later_lists_leave_it(browser, event):
    member = a_member(email="kaede@example.jp")
    bring_in(event, connpass(KAEDE))
    browser.sign_in(member)
    browser.post(f"/events/{event.slug}/registration/named/refusal")
    assert the_place(event).state == State.CANCELLED
    assert seats_taken(event) == {}
    bring_in(event, connpass(KAEDE))
    assert [place.state for place in everybody(event)] == [State.CANCELLED]
    assert naming(member) == []


def test_the_link_in_the_letter_joins_the_place_to_the_account(browser, event):
    member = a_member(email="kaede@example.jp")
    bring_in(event, connpass(KAEDE))
    address = claim_of(the_place(event)).replace("http://localhost", "")
    assert "Yes, this is me" in browser.get(address).text
    assert browser.post(address).location == f"/events/{event.slug}"
    assert the_place(event).attendee_id == member.id
    assert browser.post(address).status_code == 410


def test_without_an_account_the_name_on_the_list_becomes_one(browser, event):
    bring_in(event, connpass(KAEDE))
    place = the_place(event)
    browser.post(claim_of(place).replace("http://localhost", ""))
    db.session.refresh(place)
    assert (place.attendee.email, place.attendee.is_verified) == ("kaede@example.jp", True)
    assert not place.needs_yes


def test_the_letter_can_be_answered_with_no(browser, event):
    bring_in(event, connpass(KAEDE))
    address = claim_of(the_place(event)).replace("http://localhost", "")
    browser.post(f"{address}/refusal")
    assert the_place(event).state == State.CANCELLED
    assert browser.get(address).status_code == 410


def test_whoever_registered_here_too_keeps_one_place(event):
    member = a_member(email="kaede@example.jp")
    register(event, member, Wish(), at=now())
    bring_in(event, connpass(KAEDE))
    kept = say_yes(the_place(event), member, at=now())
    assert kept.attendee_id == member.id
    active = [place for place in everybody(event) if place.is_active]
    assert [place.attendee_id for place in active] == [member.id]


def test_a_seat_on_the_list_outdoes_a_place_in_line_here():
    event = an_event(a_group(), capacity=0)
    member = a_member(email="kaede@example.jp")
    register(event, member, Wish(), at=now())
    bring_in(event, connpass(KAEDE))
    assert say_yes(the_place(event), member, at=now()).state == State.CONFIRMED
    active = [place for place in everybody(event) if place.is_active]
    assert [(place.attendee_id, place.state) for place in active] == [(member.id, State.CONFIRMED)]


def test_who_came_by_the_list_has_come_after_their_yes(event):
    member = a_member(email="kaede@example.jp")
    bring_in(event, connpass(KAEDE.replace(",参加,,", ",参加,出席,")))
    say_yes(the_place(event), member, at=now())
    assert present_ids(event) == {member.id}


def test_a_cancellation_elsewhere_takes_the_party_after_it_along(event):
    member = a_member(email="kaede@example.jp")
    bring_in(event, connpass(KAEDE))
    say_yes(the_place(event), member, at=now())
    party = an_event(event.group, requires_event_id=event.id)
    register(party, member, Wish(), at=now())
    bring_in(event, connpass(KAEDE.replace("参加", "参加キャンセル"), REN))
    assert registration_of(party, member) is None


def test_somebody_banned_cannot_come_back_by_a_list(event):
    member = a_member(email="kaede@example.jp")
    saved(Ban(group_id=event.group_id, member_id=member.id, banned_at=now()))
    bring_in(event, connpass(KAEDE))
    with pytest.raises(Removed):
        say_yes(the_place(event), member, at=now())


def test_an_answer_is_given_once(event):
    member = a_member(email="kaede@example.jp")
    bring_in(event, connpass(KAEDE))
    place = the_place(event)
    say_yes(place, member, at=now())
    with pytest.raises(NothingToDecide):
        say_no(place, at=now())


def test_nobody_answers_for_somebody_else(browser, event):
    bring_in(event, connpass(KAEDE))
    browser.sign_in(a_member(email="other@example.jp"))
    for answer in ("acceptance", "refusal"):
        path = f"/events/{event.slug}/registration/named/{answer}"
        assert browser.post(path).status_code == 404


def test_lists_of_two_groups_share_nothing_about_a_person(event):
    other = an_event(a_group(), capacity=5)
    bring_in(event, connpass(KAEDE))
    bring_in(other, connpass(KAEDE.replace("水無月 楓", "別 名")))
    assert [place.attendee.full_name for place in everybody(event)] == ["水無月 楓"]
    assert [place.attendee.full_name for place in everybody(other)] == ["別 名"]
