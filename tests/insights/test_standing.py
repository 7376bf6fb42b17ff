"""How people have come so far, and who reads of it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from app.attendance.models import Entry
from app.attendance.rules import Kind, Method
from app.insights.queries.standing import bands
from app.insights.rules import Band
from app.kit.clock import now
from app.registrations.states import State
from tests.factories import a_group, a_member, a_seat, an_arrival, an_event, owner_of, saved


@pytest.fixture
def group():
    return a_group()


def an_evening(group, days_ago: int, *, taken: bool | None = True):
    return an_event(group, starts_at=now() - timedelta(days=days_ago), attendance_taken=taken)


def standing(group, member) -> Band | None:
    return bands(group, [member.id], now()).get(member.id)


def they_came(group, member, *days: int) -> None:
    for ago in days:
        an_arrival(a_seat(an_evening(group, ago), member))


def they_missed(group, member, *days: int) -> None:
    for ago in days:
        a_seat(an_evening(group, ago), member)


def test_whoever_has_never_had_a_seat_here_is_new(group):
    assert standing(group, a_member()) is Band.FIRST


def test_two_evenings_say_nothing_yet(group):
    member = a_member()
    they_missed(group, member, 20, 40)
    assert standing(group, member) is None


def test_coming_and_missing_are_counted_from_the_record(group):
    steady, patchy = a_member(), a_member()
    they_came(group, steady, 20, 40, 60)
    they_came(group, patchy, 20)
    they_missed(group, patchy, 40, 60)
    assert standing(group, steady) is Band.STEADY
    assert standing(group, patchy) is Band.PATCHY


def test_an_evening_without_a_record_counts_against_nobody(group):
    member = a_member()
    for ago in (20, 40, 60):
        a_seat(an_evening(group, ago, taken=False), member)
    assert standing(group, member) is None


def test_missing_counts_only_once_it_can_no_longer_be_put_right(group):
    member = a_member()
    they_came(group, member, 40, 60)
    they_missed(group, member, 3)
    assert standing(group, member) is None


def test_what_is_excused_or_long_ago_does_not_count(group):
    member = a_member()
    they_came(group, member, 20, 40)
    they_missed(group, member, 400)
    excused = a_seat(an_evening(group, 60), member)
    saved(
        Entry(
            id=uuid4(),
            event_id=excused.event_id,
            registration_id=excused.id,
            kind=Kind.EXCUSE,
            method=Method.NAME,
            occurred_at=now(),
            received_at=now(),
        )
    )
    assert standing(group, member) is None


def test_cancelling_late_counts_half(group):
    member = a_member()
    they_came(group, member, 20)
    for ago in (40, 60):
        a_seat(an_evening(group, ago), member, state=State.CANCELLED, is_late_cancel=True)
    assert standing(group, member) is Band.STEADY


def test_only_the_last_ten_evenings_count(group):
    member = a_member()
    they_came(group, member, *range(20, 120, 10))
    they_missed(group, member, *range(130, 230, 10))
    assert standing(group, member) is Band.STEADY


def test_another_group_knows_nothing_of_it(group):
    member = a_member()
    they_missed(a_group(), member, 20, 40, 60)
    assert standing(group, member) is Band.FIRST


def test_organizers_and_the_person_read_the_same_words(group, browser):
    member = a_member("Mio")
    they_missed(group, member, 20, 40, 60)
    event = an_event(group)
    a_seat(event, member)
    browser.sign_in(owner_of(group))
    assert "Often does not come" in browser.get(f"/events/{event.slug}/organize/people").text
    browser.sign_in(member)
    page = browser.get("/me/attendance").text
    assert "Often does not come" in page
    assert group.name in page
