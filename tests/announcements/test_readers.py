"""Whom an announcement is for: asked when it leaves, each once, nobody who would not have it."""

from datetime import timedelta

from app.announcements.queries import recipients, recipients_count, unreachable_count
from app.announcements.rules import Audience, Turnout
from app.events.models import Slot
from app.groups.operations import Unwelcome, ban
from app.groups.rules import Role
from app.kit.clock import now
from app.kit.db import db
from app.notifications.operations import turn_off
from app.registrations.operations import cancel
from app.registrations.states import State
from tests.announcements.letters import drafted, leaves, promised, readers, told
from tests.factories import (
    a_group,
    a_member,
    a_seat,
    an_arrival,
    an_event,
    blocked,
    owner_of,
    saved,
)
from tests.groups.teams import on_team


def names(announcement):
    return sorted(person.given_name for person in db.session.scalars(recipients(announcement)))


def test_one_state_is_told_and_no_other():
    event = an_event()
    a_seat(event, a_member("Sits"))
    a_seat(event, a_member("Waits"), state=State.WAITLISTED, slot_id=None)
    a_seat(event, a_member("Left"), state=State.CANCELLED)
    assert names(drafted(event)) == ["Sits"]
    assert names(drafted(event, Audience((State.WAITLISTED,)))) == ["Waits"]
    both = Audience((State.CONFIRMED, State.WAITLISTED))
    assert names(drafted(event, both)) == ["Sits", "Waits"]


def test_one_slot_is_told_also_those_who_wait_for_it():
    event = an_event(slots=[Slot(name="Talks", capacity=5), Slot(name="Dinner", capacity=5)])
    talks, dinner = event.slots
    a_seat(event, a_member("Talks"), slot_id=talks.id)
    a_seat(event, a_member("Dinner"), slot_id=dinner.id)
    waiting = {"state": State.WAITLISTED, "slot_id": None}
    a_seat(event, a_member("Hopes"), wishes=[dinner.id], **waiting)
    a_seat(event, a_member("Any"), wishes=[], **waiting)
    everybody = (State.CONFIRMED, State.WAITLISTED)
    assert names(drafted(event, Audience(everybody, (dinner.id,)))) == ["Any", "Dinner", "Hopes"]
    assert names(drafted(event, Audience(slots=(talks.id,)))) == ["Talks"]


def test_those_who_came_and_those_who_did_not():
    event = an_event(starts_at=now() - timedelta(hours=5))
    an_arrival(a_seat(event, a_member("Came")))
    a_seat(event, a_member("Missed"))
    assert names(drafted(event, Audience(turnout=Turnout.CAME))) == ["Came"]
    assert names(drafted(event, Audience(turnout=Turnout.MISSING))) == ["Missed"]


def test_first_timers_are_those_who_never_had_a_seat_with_the_group():
    group, regular = a_group(), a_member("Regular")
    a_seat(an_event(group, starts_at=now() - timedelta(days=9)), regular)
    event = an_event(group)
    a_seat(event, regular)
    a_seat(event, a_member("First"))
    assert names(drafted(event, Audience(newcomers=True))) == ["First"]


def test_the_unproven_are_counted_apart_and_those_who_have_not_said_yes_are_left_alone():
    event = an_event()
    a_seat(event, a_member("Sits"))
    a_seat(event, a_member("Unproven", email_verified_at=None))
    a_seat(event, a_member("Listed", email=None, email_verified_at=None))
    a_seat(event, a_member("Asked"), needs_yes=True)
    made = drafted(event)
    assert (recipients_count(made), unreachable_count(made)) == (1, 2)


def test_a_group_tells_everybody_who_belongs():
    group = a_group()
    on_team(group, Role.MEMBER, a_member("Belongs"))
    a_member("Elsewhere")
    assert names(drafted(group)) == ["Belongs", "Host"]


def test_nobody_is_written_to_twice():
    event, member = an_event(), a_member("Twice")
    a_seat(event, member, state=State.EVENT_CANCELLED)
    a_seat(event, member)
    told(event, Audience((State.CONFIRMED, State.EVENT_CANCELLED)))
    assert readers() == ["Twice"]


def test_whoever_gives_up_before_it_leaves_hears_nothing():
    event, stays, goes = an_event(), a_member("Stays"), a_member("Goes")
    a_seat(event, stays)
    place = a_seat(event, goes)
    told(event)
    assert len(promised()) == 2
    cancel(place, by=goes, at=now())
    db.session.commit()
    assert readers() == ["Stays"]


def test_a_block_between_author_and_reader_holds_the_letter_back():
    event, shy = an_event(), a_member("Shy")
    a_seat(event, a_member("Reads"))
    a_seat(event, shy)
    told(event)
    blocked(shy, owner_of(event.group))
    assert readers() == ["Reads"]


def test_whoever_wants_no_more_of_one_event_still_hears_of_others():
    event, member = an_event(), a_member("Quiet")
    other = an_event(event.group)
    for each in (event, other):
        a_seat(each, member)
    turn_off(member, f"event:{event.public_id}", at=now())
    told(event)
    assert readers() == []
    told(other)
    assert readers() == ["Quiet"]


def test_whoever_wants_no_news_of_one_group_or_of_any_gets_none():
    group, other = a_group(), a_group()
    one, all_ = a_member("One"), a_member("All")
    for each in (group, other):
        on_team(each, Role.MEMBER, one)
        on_team(each, Role.MEMBER, all_)
    turn_off(one, f"group:{group.public_id}", at=now())
    turn_off(all_, "announcements", at=now())
    told(group)
    told(other)
    left = sorted(mail.member.given_name for mail in promised() if leaves(mail))
    assert left == ["Host", "Host", "One"]


def test_whoever_is_banned_or_gone_gets_nothing():
    group = a_group()
    gone, out = on_team(group, Role.MEMBER), on_team(group, Role.MEMBER, a_member("Ban", "Ned"))
    told(group)
    gone.disabled_at = now()
    ban(group, Unwelcome(name="Ned Ban"), by=owner_of(group), at=now())
    db.session.commit()
    assert out.given_name not in readers()
    assert readers() == ["Host"]


def test_an_empty_audience_of_states_reaches_nobody():
    event = an_event()
    a_seat(event, a_member())
    assert recipients_count(drafted(event, Audience(states=()))) == 0
    assert saved(event)
