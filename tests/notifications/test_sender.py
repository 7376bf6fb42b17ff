"""Delivery through a real mail server that answers, refuses, hangs and hangs up."""

from datetime import timedelta

import pytest

from app.kit.clock import now
from app.kit.db import db
from app.kit.queue import leaving
from app.notifications import ledger, sender
from app.notifications.jobs import drain, sweep
from app.notifications.models import Mail
from app.notifications.operations import drop, resume, send_again, turn_off
from app.notifications.queries import sender_pause
from app.notifications.rules import State, Topic
from app.notifications.tidying import tidy
from app.notifications.wire import Lost, No, open_line
from tests.factories import a_member
from tests.notifications.letters import AWAITED, BULK, promised, reread


def standing(mail):
    return reread(mail).state


def test_a_letter_goes_out_once_however_often_the_bell_rings(postbox):
    mail = promised(a_member())
    drain()
    drain()
    assert [m["Subject"] for m in postbox.messages] == ["hello"]
    assert postbox.messages[0].get_content().split() == ["Good", "evening.", ".", ".."]
    assert standing(mail) == State.SENT
    assert mail.sent_at


def test_many_letters_share_one_line(postbox, monkeypatch):
    opened = []
    monkeypatch.setattr(sender, "open_line", lambda *a: opened.append(a) or open_line(*a))
    for number in range(5):
        promised(a_member(), f"letter {number}")
    drain()
    assert len(postbox.messages) == 5
    assert len(opened) == 1


def test_what_somebody_waits_for_overtakes_the_bulk(postbox):
    promised(a_member(), "recap", priority=BULK)
    promised(a_member(), "note")
    promised(a_member(), "sign-in", priority=AWAITED)
    drain()
    assert [m["Subject"] for m in postbox.messages] == ["sign-in", "note", "recap"]


def test_the_same_promise_is_kept_once(postbox, count):
    member = a_member()
    promised(member)
    promised(member)
    drain()
    assert count(Mail) == 1


@pytest.mark.parametrize("answer", ["450 4.2.1 Busy", "451 4.3.0 Trouble", "452 4.2.2 Full"])
def test_a_passing_no_is_tried_again_by_the_schedule(postbox, says, later, answer):
    mail = promised(a_member())
    says(rcpt=answer)
    drain()
    assert (standing(mail), mail.tries) == (State.QUEUED, 1)
    assert mail.last_answer.startswith(answer[:3])
    says()
    drain()
    assert not postbox.messages
    later(seconds=61)
    drain()
    assert len(postbox.messages) == 1


def test_a_passing_no_without_end_is_given_up_and_shown(app, says, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL_RETRY_SCHEDULE", (0, 0))
    mail = promised(a_member())
    says(data="451 4.3.0 Trouble")
    drain()
    assert (standing(mail), mail.tries, mail.copies) == (State.FAILED, 3, 0)
    assert mail.needs_eyes


def test_a_final_no_ends_that_letter_alone(postbox, says):
    wrong, right = promised(a_member(email="gone@example.org"), "a"), promised(a_member(), "b")
    says(rcpt=lambda address: "550 5.1.1 No such user" if "gone" in address else None)
    drain()
    assert (standing(wrong), standing(right)) == (State.DEAD, State.SENT)
    assert len(postbox.messages) == 1


def test_a_letter_that_is_too_large_is_given_up(says):
    mail = promised(a_member())
    says(data="552 5.3.4 Too large")
    drain()
    assert (standing(mail), mail.copies) == (State.DEAD, 0)


@pytest.mark.parametrize(
    "refusal",
    [{"mail": "535 5.7.8 Not you"}, {"mail": "530 5.7.0 Sign in"}, {"connect": "554 No"}],
)
def test_a_server_that_refuses_us_stops_the_sender_and_burns_no_letter(
    postbox, says, refusal, later
):
    mails = [promised(a_member(), f"letter {number}") for number in range(3)]
    says(**refusal)
    drain()
    assert {standing(mail) for mail in mails} == {State.QUEUED}
    assert {mail.tries for mail in mails} == {0}
    assert sender_pause().reason
    says()
    drain()
    assert not postbox.messages
    later(minutes=16)
    drain()
    assert len(postbox.messages) == 3
    assert sender_pause() is None


def test_the_operator_ends_the_rest_of_the_sender(postbox, says, bell):
    promised(a_member())
    says(mail="535 5.7.8 Not you")
    drain()
    says()
    resume()
    db.session.commit()
    assert "drain" in bell.rung
    drain()
    assert len(postbox.messages) == 1


def test_a_server_that_is_away_costs_nothing_but_time(postbox, later):
    mail = promised(a_member())
    postbox.stop()
    drain()
    assert (standing(mail), mail.tries) == (State.QUEUED, 0)
    postbox.start()
    later(minutes=5)
    drain()
    assert standing(mail) == State.SENT


def test_a_server_that_closes_again_and_again_is_left_alone_for_a_while(says):
    mails = [promised(a_member(), f"letter {number}") for number in range(9)]
    says(rcpt="421 4.3.2 Closing")
    drain()
    assert sum(reread(mail).tries for mail in mails) == 3
    assert sender_pause() is not None


def test_a_server_that_refuses_everybody_is_not_fed_with_letters(says):
    mails = [promised(a_member(), f"letter {number}") for number in range(25)]
    says(rcpt="554 5.7.1 Relay access denied")
    drain()
    assert sum(standing(mail) == State.DEAD for mail in mails) == 20
    assert sender_pause() is not None


def test_a_line_lost_after_the_dot_parks_the_letter_and_sends_it_once_more_not_twice(
    postbox, says, later
):
    mail = promised(a_member())
    says(drop=True)
    drain()
    assert (standing(mail), mail.copies) == (State.PARKED, 1)
    later(minutes=14)
    drain()
    assert len(postbox.messages) == 1
    later(minutes=16)
    drain()
    assert (standing(mail), mail.copies) == (State.PARKED, 2)
    later(days=2)
    drain()
    sweep(now())
    assert len({m["Message-ID"] for m in postbox.messages}) == 1
    assert len(postbox.messages) == 2


def test_a_parked_letter_is_settled_by_its_second_try(postbox, says, later):
    mail = promised(a_member())
    says(drop=True)
    drain()
    says()
    later(minutes=16)
    drain()
    assert standing(mail) == State.SENT


def test_a_server_that_hangs_keeps_only_its_own_letter_waiting(postbox, says, monkeypatch):
    monkeypatch.setattr(sender, "ASIDE_AFTER", 0.1)
    monkeypatch.setattr(sender, "ANSWER_SECONDS", 1.5)
    slow = promised(a_member(), "slow", priority=AWAITED)
    quick = promised(a_member(), "quick")
    says(delay=600)
    calm = ledger.begin_dot

    def then_be_quick(held, *more):
        if held.mail_id == quick.id:
            assert postbox.wait_for(1, 60)  # it has taken the slow one, and says nothing more
            says()
            monkeypatch.setattr(sender, "ANSWER_SECONDS", 600)
        return calm(held, *more)

    monkeypatch.setattr(ledger, "begin_dot", then_be_quick)
    drain()
    assert (standing(slow), standing(quick)) == (State.PARKED, State.SENT)
    assert slow.last_answer == "No answer within ten minutes."


def test_a_slow_answer_is_waited_for_and_makes_no_copy(postbox, says, monkeypatch):
    monkeypatch.setattr(sender, "ASIDE_AFTER", 0.1)
    mail = promised(a_member())
    says(delay=1)
    drain()
    assert standing(mail) == State.SENT
    assert len(postbox.messages) == 1


def test_a_letter_we_cannot_write_stops_no_other_and_is_shown(
    app, postbox, caplog, monkeypatch, later
):
    poison = promised(a_member(), "poison", "test.broken", priority=AWAITED)
    promised(a_member(), "fine")
    drain()
    assert [m["Subject"] for m in postbox.messages] == ["fine"]
    assert f"Mail {poison.id} could not be written" in caplog.text
    monkeypatch.setitem(app.config, "MAIL_RETRY_SCHEDULE", (0,) * 9)
    later(minutes=2)
    drain()
    assert (standing(poison), poison.tries) == (State.FAILED, 5)
    assert "a bug of ours" in poison.last_answer


def test_a_letter_that_is_no_longer_true_stays(postbox):
    mail = promised(a_member(), kind="test.withdrawn")
    drain()
    assert standing(mail) == State.ABORTED
    assert not postbox.messages


@pytest.mark.parametrize("given", [{"disabled_at": now()}, {"email": None}])
def test_people_who_have_gone_or_have_no_address_get_nothing(postbox, given):
    mail = promised(a_member(**given))
    drain()
    assert standing(mail) == State.SUPPRESSED
    assert not postbox.messages


def test_an_address_that_is_none_ends_its_letter_alone(postbox):
    mail = promised(a_member(email="not an address"))
    promised(a_member(), "fine")
    drain()
    assert standing(mail) == State.DEAD
    assert len(postbox.messages) == 1


def test_who_has_unsubscribed_gets_not_even_what_was_queued(postbox):
    member = a_member()
    mail = promised(member, kind="test.digest")
    turn_off(member, Topic.RECAPS, at=now())
    db.session.commit()
    drain()
    assert standing(mail) == State.SUPPRESSED


def test_a_letter_whose_time_has_passed_stays(postbox, later):
    mail = promised(a_member(), expires_at=now() + timedelta(hours=1))
    later(hours=2)
    drain()
    assert standing(mail) == State.TOO_LATE
    assert not postbox.messages


def test_a_letter_waits_for_its_time_and_is_dated_then(postbox, bell, later):
    at = now() + timedelta(hours=9)
    mail = promised(a_member(), not_before=at)
    assert not bell.rung
    drain()
    assert not postbox.messages
    later(hours=9, seconds=1)
    drain()
    assert postbox.messages[0]["Date"].datetime == mail.dated_at.replace(microsecond=0)


def test_a_sender_killed_before_the_dot_loses_nothing(postbox, later):
    mail = promised(a_member())
    ledger.claim(now())
    drain()
    assert not postbox.messages
    later(seconds=61)
    drain()
    assert standing(mail) == State.SENT


def test_a_sender_killed_between_dot_and_stamp_leaves_the_letter_parked(postbox, later):
    mail = promised(a_member())
    ledger.begin_dot(*ledger.claim(now()), now())
    later(minutes=12)
    drain()
    assert standing(mail) == State.PARKED
    assert not postbox.messages
    later(minutes=16)
    drain()
    assert standing(mail) == State.SENT


def test_a_slow_sender_does_not_send_what_another_has_taken_over(postbox, later):
    promised(a_member())
    (held,) = ledger.claim(now())
    later(seconds=61)
    tidy(now())
    assert ledger.claim(now())
    assert ledger.begin_dot(held, now()) is None


def test_the_operator_sends_again_or_drops_what_was_given_up(postbox, says):
    one, other = (promised(a_member(), key) for key in "ab")
    says(rcpt="550 5.1.1 No such user")
    drain()
    says()
    db.session.expire_all()
    send_again(one, at=now())
    drop(other)
    db.session.commit()
    drain()
    assert (standing(one), standing(other)) == (State.SENT, State.ABORTED)


def test_a_rehearsal_keeps_letters_as_files_one_for_each(app, tmp_path, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL_URL", f"file://{tmp_path}/mails")
    mail = promised(a_member())
    drain()
    assert standing(mail) == State.SENT
    (file,) = (tmp_path / "mails").glob("*.eml")
    assert b"Subject: hello" in file.read_bytes()


def test_without_a_mail_server_letters_wait(caplog):
    mail = promised(a_member())
    drain()
    assert standing(mail) == State.QUEUED
    assert "MAIL_URL" in caplog.text


def test_a_server_without_the_encryption_we_insist_on_is_refused(postbox):
    with pytest.raises(No, match="STARTTLS"):
        open_line(f"{postbox.url}?tls=start", "kizuna.example")


def test_a_port_where_nobody_listens_is_a_lost_line(postbox):
    postbox.stop()
    with pytest.raises(Lost, match="session"):
        open_line(postbox.url, "kizuna.example")


def test_a_worker_that_is_told_to_leave_puts_back_what_it_has_not_begun(postbox, monkeypatch):
    mails = [promised(a_member(), f"letter {number}") for number in range(4)]
    carry = sender.Sender._carry

    def told_meanwhile(self, held, outcome):
        carry(self, held, outcome)
        leaving.set()

    monkeypatch.setattr(sender.Sender, "_carry", told_meanwhile)
    drain()
    leaving.clear()
    assert len(postbox.messages) == 1
    assert sorted(standing(mail) for mail in mails) == [State.QUEUED] * 3 + [State.SENT]
    monkeypatch.undo()
    drain()
    assert sorted(m["Subject"] for m in postbox.messages) == [f"letter {n}" for n in range(4)]
