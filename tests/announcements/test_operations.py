"""From the first word to the last letter: change, schedule, send, stop."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa

from app.accounts.models import User
from app.announcements import operations
from app.announcements.jobs import send_due
from app.announcements.models import Announcement
from app.announcements.operations import Words
from app.announcements.queries import progress
from app.announcements.rules import Audience, Stage
from app.groups.models import Action, Membership
from app.kit.clock import now
from app.kit.db import db
from app.notifications.models import Mail
from app.notifications.rules import State
from tests.announcements.letters import WORDS, drafted, promised, readers, told
from tests.factories import a_group, a_member, a_seat, an_event, owner_of


def an_evening_of_one():
    event = an_event()
    a_seat(event, a_member("Aoi"))
    return event


def test_a_letter_waits_a_minute_for_second_thoughts():
    told(an_evening_of_one())
    (mail,) = promised()
    assert mail.next_try_at - mail.posted_at == timedelta(minutes=1)


def test_sending_rings_the_bell_and_leaves_the_work_to_it(bell, count):
    made = drafted(an_evening_of_one())
    operations.send(made, None, by=made.by, at=now())
    db.session.commit()
    assert bell.rung == ["deliver"]
    assert count(Mail) == 0
    send_due(now())
    assert count(Mail) == 1


def test_a_lost_bell_or_a_second_one_changes_nothing(count):
    made = told(an_evening_of_one())
    assert send_due(now()) == 0
    assert count(Mail) == 1
    assert made.recipients == 1


def test_a_chosen_time_is_kept_and_the_text_can_change_until_then(later):
    made = drafted(an_evening_of_one())
    operations.send(made, now() + timedelta(hours=5), by=made.by, at=now())
    assert send_due(now()) == 0
    operations.rewrite(made, Words("Another room", "Room 6.", "en"), made.meant_for)
    assert made.stage == Stage.SCHEDULED
    later(hours=6)
    assert send_due(now()) == 1
    assert made.subject == "Another room"


def test_who_registers_before_it_leaves_hears_it_too():
    event = an_evening_of_one()
    made = drafted(event)
    operations.send(made, now() + timedelta(hours=5), by=made.by, at=now())
    a_seat(event, a_member("Ren"))
    send_due(now() + timedelta(hours=6))
    assert readers() == ["Aoi", "Ren"]


@pytest.mark.parametrize("hours", [-1, 24 * 400])
def test_a_time_that_is_over_or_far_off_is_refused(hours):
    made = drafted(an_evening_of_one())
    with pytest.raises(operations.NotAhead):
        operations.send(made, now() + timedelta(hours=hours), by=made.by, at=now())


def test_nothing_is_sent_to_nobody():
    made = drafted(an_event())
    with pytest.raises(operations.NobodyToTell):
        operations.send(made, None, by=made.by, at=now())


def test_what_is_on_its_way_does_not_change_any_more():
    event = an_evening_of_one()
    made, by = told(event), owner_of(event.group)
    with pytest.raises(operations.AlreadySent):
        operations.rewrite(made, WORDS, Audience())
    with pytest.raises(operations.AlreadySent):
        operations.send(made, None, by=by, at=now())


def test_withdrawn_letters_stay_here_even_when_they_stood_in_the_outbox():
    made = told(an_evening_of_one())
    operations.withdraw(made, by=made.by, at=now())
    db.session.commit()
    assert readers() == []


def test_a_withdrawn_time_sends_nothing(count):
    event = an_evening_of_one()
    made, by = drafted(event), owner_of(event.group)
    operations.send(made, now() + timedelta(hours=5), by=by, at=now())
    operations.withdraw(made, by=by, at=now())
    assert send_due(now() + timedelta(days=1)) == 0
    assert count(Mail) == 0


def test_a_draft_that_is_thrown_away_is_gone(count):
    made = drafted(an_evening_of_one())
    operations.withdraw(made, by=made.by, at=now())
    db.session.commit()
    assert count(Announcement) == 0


def test_a_letter_does_not_outlive_its_event():
    event = an_event(starts_at=now() + timedelta(hours=1))
    a_seat(event, a_member())
    told(event)
    (mail,) = promised()
    assert mail.expires_at == event.ends_at


def test_what_was_sent_is_written_down_with_how_many():
    event = an_evening_of_one()
    made = told(event)
    operations.withdraw(made, by=made.by, at=now())
    lines = db.session.scalars(sa.select(Action).order_by(Action.id)).all()
    assert [line.kind for line in lines] == ["announced", "announcement_withdrawn"]
    told_of = {"subject": "The room has changed", "count": 1, "title": event.title}
    assert lines[0].details == told_of


def test_one_organizer_sends_ten_a_day(monkeypatch):
    monkeypatch.setattr("app.announcements.operations.MOST_A_DAY", 2)
    event = an_evening_of_one()
    for _ in range(2):
        told(event)
    made, by = drafted(event), owner_of(event.group)
    with pytest.raises(operations.TooManyAnnouncements):
        operations.send(made, None, by=by, at=now())
    operations.send(made, None, by=by, at=now() + timedelta(days=2))


def test_tests_go_to_oneself_and_are_limited(monkeypatch):
    monkeypatch.setattr("app.announcements.operations.MOST_TESTS_AN_HOUR", 1)
    made = drafted(an_evening_of_one())
    operations.try_out(made, by=made.by, at=now())
    assert [mail.member for mail in db.session.scalars(sa.select(Mail))] == [made.by]
    with pytest.raises(operations.TooManyTests):
        operations.try_out(made, by=made.by, at=now())
    operations.try_out(made, by=made.by, at=now() + timedelta(hours=2))


def test_progress_counts_letters_and_not_who_held_theirs_back():
    event = an_evening_of_one()
    a_seat(event, a_member())
    made = told(event)
    one, _other = promised()
    one.state = State.SUPPRESSED
    db.session.commit()
    seen = progress(made)
    assert (seen.all, seen.waiting, seen.done, seen.undeliverable) == (2, 1, 1, 0)


def test_two_workers_at_once_promise_each_letter_once(own_app):
    event = an_evening_of_one()
    made = drafted(event)
    operations.send(made, None, by=owner_of(event.group), at=now())
    db.session.commit()
    at, gate, promised_by = now(), Barrier(2), []

    def work():
        with own_app.app_context():
            gate.wait()
            promised_by.append(send_due(at))
            db.session.commit()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(promised_by) == [0, 1]
    assert len(promised()) == 1


def test_five_thousand_readers_do_not_hold_the_page(browser, statements):
    """The request writes one row; the work behind the bell is a matter of seconds."""
    group = a_group()
    at = now()
    rows = [
        {"email": f"m{number}@example.org", "public_id": f"m{number}", "given_name": f"m{number}"}
        | {"joined_at": at, "email_verified_at": at}
        for number in range(5_000)
    ]
    ids = db.session.scalars(sa.insert(User).returning(User.id), rows).all()
    values = [{"group_id": group.id, "member_id": each, "joined_at": at} for each in ids]
    db.session.execute(sa.insert(Membership), values)
    made = drafted(group)
    browser.sign_in(owner_of(group))
    with statements() as asked:
        answer = browser.post(f"/announcements/{made.public_id}/sending")
    assert answer.status_code == 303
    assert len(asked) < 30
    assert promised() == []
    assert send_due(now()) == 5_001
