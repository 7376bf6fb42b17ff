"""Which letter leaves when: handfuls, shares of a domain, nights, daily letters, bounces."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from app.kit import clock
from app.kit.clock import now
from app.kit.db import db
from app.kit.letters import Letter
from app.notifications import bounces, composers, destinations, ledger, sender
from app.notifications.composers import Manner, composes
from app.notifications.jobs import drain
from app.notifications.models import Destination, Mail, Preference
from app.notifications.operations import choose, turn_off
from app.notifications.queries import gives_mail_back
from app.notifications.rules import DIGEST, DIGEST_LETTER, State, Topic, Way
from app.servers.postbox import Postbox
from tests.factories import a_member
from tests.notifications.letters import AWAITED, BULK, promised, reread

NIGHT = datetime(2026, 12, 4, 23, 30, tzinfo=UTC)  # half past eight in the morning in Tokyo


@composes("test.urgent", manner=Manner(at_night=True))
def _urgent(mail):
    return Letter(mail.dedupe_key, "Good evening.\n")


@composes("test.security", manner=Manner(at_night=True, is_security=True))
def _security(mail):
    return _urgent(mail)


@composes("test.digest_broken", topic=Topic.RECAPS)
def _digest_broken(_mail):
    db.session.execute(sa.text("SELECT 1 / 0"))


def subjects(postbox):
    return [letter["Subject"] for letter in postbox.messages]


def at(moment):
    clock.move((moment - datetime.now(UTC)).total_seconds())
    return now()


@pytest.fixture
def quiet(app, monkeypatch, later):
    monkeypatch.setitem(app.config, "QUIET_HOURS", True)


def test_a_handful_is_claimed_and_written_together(app, postbox, monkeypatch):
    claims = []
    monkeypatch.setattr(sender, "HANDFUL", 4)
    monkeypatch.setattr(sender, "HANDFUL_SECONDS", 3600)  # however slow the machine
    monkeypatch.setitem(app.config, "MAIL_RATE", 0)
    calm = ledger.claim
    monkeypatch.setattr(ledger, "claim", lambda *a: claims.append(calm(*a)) or claims[-1])
    for number in range(sender.HANDFUL + 3):
        promised(a_member(), f"letter {number}", priority=BULK)
    drain()
    assert [len(hands) for hands in claims if hands] == [sender.HANDFUL, 3]
    assert len(postbox.messages) == sender.HANDFUL + 3


def test_what_somebody_waits_for_overtakes_what_is_already_claimed_but_slow(postbox, monkeypatch):
    monkeypatch.setattr(sender, "HANDFUL_SECONDS", -1)
    for number in range(4):
        promised(a_member(), f"recap {number}", priority=BULK)
    promised(a_member(), "sign in", priority=AWAITED)
    drain()
    assert subjects(postbox)[0] == "sign in"
    assert len(subjects(postbox)) == 5
    assert {mail.tries for mail in db.session.scalars(sa.select(Mail))} == {1}


def test_what_cannot_be_prepared_for_many_keeps_no_letter_from_leaving(postbox, monkeypatch):
    def stumble(_mails):
        db.session.execute(sa.text("SELECT 1 / 0"))

    monkeypatch.setitem(composers._preparations, "test.digest", stumble)
    promised(a_member(), "digest", "test.digest")
    promised(a_member(), "a link to sign in", priority=AWAITED)
    promised(a_member(), "broken", "test.broken")
    drain()
    assert subjects(postbox) == ["a link to sign in", "A digest"]


def test_one_letter_that_breaks_the_transaction_leaves_the_others_of_its_handful(postbox):
    promised(a_member(), "one")
    promised(a_member(), "broken", "test.broken")
    promised(a_member(), "two")
    drain()
    assert subjects(postbox) == ["one", "two"]


def test_a_domain_gets_no_more_than_its_share_and_the_others_go_on(app, postbox, monkeypatch):
    monkeypatch.setattr(sender, "LONGEST_WAIT", 0)
    monkeypatch.setattr(sender, "HANDFUL", 2)
    monkeypatch.setitem(app.config, "MAIL_RATE", 0.001)
    for number in range(4):
        promised(a_member(email=f"m{number}@big.example"), f"big {number}", priority=BULK)
    promised(a_member(email="a@small.example"), "small", priority=BULK)
    drain()
    assert subjects(postbox) == ["big 0", "big 1", "small"]
    promised(a_member(email="b@big.example"), "sign in", priority=AWAITED)
    drain()
    assert subjects(postbox)[-1] == "sign in"


def test_a_domain_that_puts_everything_off_rests_and_the_others_go_on(postbox, says, later):
    says(rcpt=lambda address: "450 4.7.1 Later" if "busy" in address else None)
    mails = [promised(a_member(email=f"m{n}@busy.example"), f"busy {n}") for n in range(7)]
    promised(a_member(email="a@free.example"), "free")
    drain()
    assert subjects(postbox) == ["free"]
    assert [each.domain for each in destinations.resting(now())] == ["busy.example"]
    assert {reread(mail).state for mail in mails} == {State.QUEUED}
    says()
    later(minutes=70)
    drain()
    assert len(subjects(postbox)) == 8


def test_an_address_that_is_refused_twice_gets_nothing_but_security_mail(postbox, says):
    member = a_member()
    says(rcpt="550 5.1.1 No such user")
    for key in "ab":
        promised(member, key)
    drain()
    assert gives_mail_back(member.email)
    says()
    third, link = promised(member, "c"), promised(member, "link", "test.security")
    drain()
    assert subjects(postbox) == ["link"]
    assert (reread(third).state, reread(link).state) == (State.SUPPRESSED, State.SENT)


@pytest.mark.parametrize(("status", "times"), [("5.1.1", 1), ("5.7.1", 2), ("5.2.2", 5)])
def test_how_often_an_address_may_give_mail_back(app, status, times):
    member = a_member()
    noted = [bounces.note(member.email, status, "", at=now()) for _ in range(times)]
    assert noted == [False] * (times - 1) + [True]


def test_faults_of_long_ago_do_not_count(app, later):
    member = a_member()
    bounces.note(member.email, "5.7.1", "", at=now())
    assert not bounces.note(member.email, "5.7.1", "", at=now() + timedelta(days=31))


def test_nobody_is_woken_by_what_can_wait(quiet, postbox):
    member = a_member(timezone="Europe/London")
    when = at(NIGHT)
    waits = promised(member, "waits", at=when)
    promised(member, "cannot", "test.urgent", at=when)
    promised(member, "link", priority=AWAITED, at=when)
    promised(a_member(timezone="Asia/Tokyo"), "by day there", at=when)
    soon = when + timedelta(hours=2)
    promised(member, "would be too late", at=when, expires_at=soon)
    drain()
    assert sorted(subjects(postbox)) == [
        *("by day there", "cannot", "link", "would be too late"),
    ]
    assert reread(waits).next_try_at == datetime(2026, 12, 5, 8, tzinfo=UTC)
    assert waits.tries == 0
    at(datetime(2026, 12, 5, 8, 1, tzinfo=UTC))
    drain()
    assert "waits" in subjects(postbox)


def test_somebody_who_moves_is_not_woken_where_they_are_now(quiet, postbox):
    member = a_member(timezone="Asia/Tokyo")
    mail = promised(member, at=at(NIGHT))
    member.timezone = "Europe/London"
    db.session.commit()
    drain()
    assert not postbox.messages
    assert reread(mail).state == State.QUEUED


def test_what_is_wanted_once_a_day_comes_as_one_letter(postbox, later):
    member = a_member()
    choose(member, Topic.RECAPS, Way.DIGEST, at=now())
    mails = [promised(member, f"digest {n}", "test.digest") for n in range(3)]
    drain()
    assert not postbox.messages
    assert {reread(mail).state for mail in mails} == {State.QUEUED}
    later(days=1, hours=1)
    drain()
    (letter,) = postbox.messages
    assert letter.get_body(("plain",)).get_content().count("■ A digest") == 3
    assert f"/mails/off/{member.public_id}/digest/" in letter["List-Unsubscribe"]
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert {reread(mail).state for mail in mails} == {State.SENT}
    later(days=3)
    drain()
    assert len(postbox.messages) == 1


def test_what_cannot_be_written_is_left_out_of_the_daily_letter(postbox, later):
    member = a_member()
    choose(member, Topic.RECAPS, Way.DIGEST, at=now())
    kinds = ("test.digest", "test.digest_broken", "test.digest")
    for number, kind in enumerate(kinds):
        promised(member, f"digest {number}", kind)
    drain()
    later(days=1, hours=1)
    drain()
    (letter,) = postbox.messages
    assert letter.get_body(("plain",)).get_content().count("■ A digest") == 2


def test_what_was_turned_off_meanwhile_is_not_in_the_daily_letter(postbox, later):
    member = a_member()
    choose(member, Topic.RECAPS, Way.DIGEST, at=now())
    promised(member, "digest", "test.digest")
    drain()
    turn_off(member, Topic.RECAPS, at=now())
    db.session.commit()
    later(days=2)
    drain()
    assert not postbox.messages


def test_whoever_stops_the_daily_letter_gets_nothing_of_what_was_in_it(postbox, later):
    member = a_member()
    choose(member, Topic.RECAPS, Way.DIGEST, at=now())
    db.session.add(Preference(member_id=member.id, topic=DIGEST, off_at=now(), way=Way.OFF))
    mail = promised(member, "digest", "test.digest")
    drain()
    assert reread(mail).state == State.SUPPRESSED


def test_nobody_gets_more_in_a_day_than_they_can_read(postbox, later):
    member = a_member()
    for number in range(9):
        promised(member, f"digest {number}", "test.digest")
    promised(member, "a seat")
    drain()
    assert len(postbox.messages) == 7
    assert "a seat" in subjects(postbox)
    later(days=1, hours=1)
    drain()
    assert len(postbox.messages) == 8
    kinds = db.session.scalars(sa.select(Mail.kind).where(Mail.state == State.SENT)).all()
    assert kinds.count(DIGEST_LETTER) == 1


def test_a_letter_whose_settling_was_lost_is_not_settled_twice(app, postbox):
    promised(a_member())
    (held,) = ledger.claim(now())
    at_dot = now()
    once = ledger.begin_dot(held, at_dot)
    assert ledger.begin_dot(held, at_dot) == once
    assert db.session.scalars(sa.select(Mail.copies)).one() == 1


def test_a_letter_aside_is_settled_when_its_answer_comes(postbox, says, monkeypatch):
    monkeypatch.setattr(sender, "ASIDE_AFTER", 0.05)
    mail = promised(a_member())
    says(delay=0.3)
    drain()
    assert reread(mail).state == State.SENT


def test_nothing_is_kept_of_a_domain_without_a_rate(app, postbox, count, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL_RATE", 0)
    promised(a_member())
    drain()
    assert count(Destination) == 0
    assert isinstance(postbox, Postbox)
