from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask_babel import force_locale
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.accounts.queries import member_at
from app.attendance.queries import came_ids, present_ids
from app.connections.queries import contacts_of
from app.demo.operations import seed_if_empty
from app.demo.story import ATTENDEE, LAST, NEXT, OPERATOR, ORGANIZER, TONIGHT, address
from app.events.models import Event
from app.events.rules import Status
from app.groups.models import Membership
from app.introductions.operations import consent, forward
from app.introductions.pages import inbox_of
from app.introductions.rules import Mode, Scope, State
from app.kit.db import Model, db
from app.matching.queries import suggestions, table_mates
from app.notifications.composers import compose
from app.notifications.models import Mail
from app.profiles.models import Profile
from app.recaps.contents import recap_for
from app.recaps.models import RecapRun
from app.recaps.queries import variant_for
from app.recaps.rules import Variant
from app.registrations.models import Change, Registration
from app.registrations.pages import event_page
from app.registrations.queries import registration_of
from app.registrations.states import ListVisibility
from app.registrations.states import State as Standing
from app.timetable import TIMETABLE
from tests.demo.conftest import AT, moved_in

pytestmark = pytest.mark.usefixtures("inside")


def called(key):
    return member_at(address(key))


def event_at(slug):
    return db.session.scalars(sa.select(Event).where(Event.slug == slug)).one()


def rows_of(table):
    """Everything the table holds, but the numbers of mails, which are drawn anew each time."""
    columns = [column for column in table.columns if column.name != "uid"]
    return sorted(map(str, db.session.execute(sa.select(*columns)).all()))


def everything():
    return {table.name: rows_of(table) for table in Model.metadata.sorted_tables}


def test_seeding_twice_changes_nothing():
    before = everything()
    seed_if_empty(at=AT + timedelta(days=1))
    db.session.flush()
    assert everything() == before


def test_the_same_instant_gives_the_same_rows(servers, template):
    first = everything()
    with moved_in(servers, template, "again", DEMO=True) as again, again.app_context():
        second = everything()
    # Nobody may foresee who is signed in, or how the lots will fall.
    differs = {table for table in first if first[table] != second[table]}
    assert differs <= {"sign_ins", "draws"}


def test_a_hundred_and_fifty_members_and_somebody_who_looks_after_the_house(count):
    assert count(User) == 151
    assert count(User, User.email_verified_at.is_(None)) == 0
    assert count(User, User.password_hash.is_not(None)) == 0
    assert count(Profile) == 150
    assert [
        member.email for member in db.session.scalars(sa.select(User).where(User.is_staff))
    ] == [address(OPERATOR)]


def test_everybody_has_a_name_a_group_and_a_readable_visibility():
    belongs = set(db.session.scalars(sa.select(Membership.member_id)))
    for profile in db.session.scalars(sa.select(Profile).options(joinedload(Profile.member))):
        assert profile.member.full_name.strip()
        assert profile.member_id in belongs
        assert profile.member.joined_at < AT
        assert all(profile.shows(field, "self") is not None for field in profile.visibility)


def test_tonight_begins_soon_with_two_ways_to_come_and_a_line(inside):
    event = event_at(TONIGHT)
    assert timedelta(minutes=90) <= event.starts_at - AT < timedelta(minutes=95)
    assert event.starts_at.minute % 5 == 0
    page = event_page(event, None, AT)
    assert (page.coming, page.capacity, page.waiting) == (22, 24, 4)
    assert [page.seats_of(slot.id).taken for slot in event.slots] == [18, 4]
    assert page.is_open
    assert len(page.going) >= 3


def test_the_helpers_are_here_already():
    event = event_at(TONIGHT)
    assert event.is_live(AT)
    assert len(present_ids(event)) == 4


def test_the_next_event_is_full_and_six_wait():
    page = event_page(event_at(NEXT), None, AT)
    assert page.is_full
    assert (page.coming, page.waiting) == (16, 6)


def test_every_past_event_is_closed_and_its_recaps_are_done(count):
    past = list(db.session.scalars(sa.select(Event).where(Event.ends_at <= AT)))
    assert len(past) == 8
    for event in past:
        assert event.status == Status.CLOSED
        assert event.attendance_taken
        assert db.session.get(RecapRun, event.id) is not None
        assert len(came_ids(event)) >= 12
    assert count(Event, Event.ends_at > AT, Event.status == Status.PUBLISHED) == 7


def test_every_registration_is_what_its_record_says():
    last = {
        change.registration_id: change
        for change in db.session.scalars(sa.select(Change).order_by(Change.at, Change.id))
    }
    for place in db.session.scalars(sa.select(Registration)):
        assert last[place.id].to_state == place.state
        assert place.registered_at <= last[place.id].at <= AT


def test_nothing_is_due_when_the_evening_begins(count):
    before = count(Mail)
    done = {name: watch(AT) for name, watch in TIMETABLE if name != "mail"}
    assert {name: number for name, number in done.items() if number} == {}
    assert count(Mail) == before


def test_the_attendee_has_something_on_every_page():
    me, tonight = called(ATTENDEE), event_at(TONIGHT)
    mine = registration_of(tonight, me)
    assert mine.state == Standing.CONFIRMED
    assert mine.list_visibility == ListVisibility.PARTICIPANTS
    assert len(list(db.session.scalars(contacts_of(me)))) >= 5
    inbox = inbox_of(me, AT)
    assert (len(inbox.to_answer), len(inbox.sent)) == (3, 2)


def test_the_attendee_is_told_whom_to_meet_and_why():
    with force_locale("ja"):
        found = suggestions(event_at(TONIGHT), called(ATTENDEE), at=AT, limit=8)
    assert len(found.matches) >= 4
    assert all(match.lines for match in found.matches if not match.is_by_chance)
    said = "".join(str(line) for match in found.matches for line in match.lines)
    assert "お役に立てます" in said


def test_the_attendee_has_a_recap_to_read():
    me, event = called(ATTENDEE), event_at(LAST)
    assert variant_for(event, me) == Variant.ATTENDED
    with force_locale("ja"):
        recap = recap_for(event, me, Variant.ATTENDED, at=AT)
    assert recap.connected
    assert recap.mates
    assert recap.missed
    assert recap.next_event == event_at(NEXT)
    assert table_mates(event, me)


def test_the_request_that_waits_for_the_attendee_can_come_true():
    me = called(ATTENDEE)
    request = inbox_of(me, AT).to_answer[0].row
    consent(request, ("email",), by=me, at=AT)
    assert request.state == State.INTRODUCED
    assert request.asker_id in set(db.session.scalars(contacts_of(me)))


def test_the_request_that_waits_for_the_organizer_can_be_passed_on():
    me = called(ORGANIZER)
    proposed, waiting = inbox_of(me, AT).to_answer
    assert proposed.row.mode == Mode.CONNECTOR
    forward(
        waiting.row, "どちらもよく存じています。ぜひお話しください。", Scope.CLOSE, by=me, at=AT
    )
    assert waiting.row.state == State.WITH_TARGET


def test_past_events_write_to_nobody_but_a_few_readers_of_the_last():
    letters = list(db.session.scalars(sa.select(Mail)))
    recaps = [mail for mail in letters if mail.kind.startswith("recap.")]
    assert {mail.about_id for mail in recaps} == {event_at(LAST).id}
    assert len(recaps) == 7
    about = [mail.about_id for mail in letters if mail.kind.startswith("registrations.")]
    coming = {event_at(TONIGHT).id, event_at(NEXT).id}
    events = sa.select(Registration.event_id).where(Registration.id.in_(about))
    assert set(db.session.scalars(events)) == coming
    assert len(letters) < 40


def test_every_letter_that_is_due_can_be_written(inside):
    due = list(db.session.scalars(sa.select(Mail).where(Mail.next_try_at <= AT)))
    assert len(due) >= 10
    with inside.test_request_context():
        for mail in due:
            letter = compose(mail)
            assert letter is not None, mail.kind
            assert letter.html
