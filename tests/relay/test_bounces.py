"""Mail that comes back, and complaints: whoever is not there, or wants none, gets no more."""

import re

import pytest

from app.kit.clock import now
from app.kit.db import db
from app.notifications import sender
from app.notifications.jobs import drain
from app.notifications.models import Suppression
from app.notifications.queries import gives_mail_back, has_turned_off
from app.notifications.rules import State, Topic, Trouble
from app.relay import jobs
from app.relay.operations import receive
from app.relay.rules import Outcome
from app.servers.postbox import Postbox
from tests.factories import a_member
from tests.notifications.letters import promised, reread
from tests.relay.mailbox import a_complaint, a_report

KEY = "a key that only the provider has"


@pytest.fixture
def postbox(app, domain):
    with Postbox() as postbox:
        app.config["MAIL_URL"] = postbox.url
        yield postbox
    app.config["MAIL_URL"] = ""


@pytest.fixture
def sent(postbox, monkeypatch):
    """A letter that has left, and the return path it left with."""
    paths = []

    calm = sender.Sender._hand_over

    def noted(self, held, line, envelope):
        paths.append(envelope.sender)
        return calm(self, held, line, envelope)

    monkeypatch.setattr(sender.Sender, "_hand_over", noted)
    member = a_member()
    mail = promised(member, "digest", "test.digest")
    drain()
    return member, mail, paths[0]


def test_each_letter_has_a_return_path_of_its_own_that_nobody_can_make_up(sent, domain):
    _member, mail, path = sent
    assert re.fullmatch(rf"bounce-{mail.uid.hex}-[a-z2-7]{{16}}@{domain}", path)
    forged = path.replace(mail.uid.hex, "0" * 32)
    assert receive(a_report(forged, "x@example.org"), at=now()) == Outcome.UNKNOWN


def test_a_hard_bounce_ends_all_but_security_mail(sent):
    member, mail, path = sent
    assert receive(a_report(path, member.email), at=now()) == Outcome.BOUNCE
    db.session.commit()
    assert gives_mail_back(member.email)
    assert reread(mail).bounced_at is not None
    assert "5.1.1" in mail.last_answer
    later = promised(member, "another")
    drain()
    assert reread(later).state == State.SUPPRESSED


def test_the_same_report_counts_once(sent):
    member, _mail, path = sent
    for _ in range(3):
        receive(a_report(path, member.email, status="5.7.1"), at=now())
    assert db.session.get(Suppression, member.email).faults == 1


def test_a_report_names_nobody_but_whom_we_wrote_to(sent):
    _member, _mail, path = sent
    victim = a_member()
    receive(a_report(path, victim.email), at=now())
    assert not gives_mail_back(victim.email)


def test_a_full_mailbox_is_given_time(sent):
    member, _mail, path = sent
    receive(a_report(path, member.email, status="5.2.2"), at=now())
    assert not gives_mail_back(member.email)
    assert db.session.get(Suppression, member.email).trouble == Trouble.FULL


def test_a_delay_is_no_bounce(sent):
    member, mail, path = sent
    report = a_report(path, member.email, status="4.4.1", action="delayed")
    assert receive(report, at=now()) == Outcome.DELAY
    assert reread(mail).bounced_at is None


def test_a_complaint_unsubscribes_from_what_it_was_about(sent, postbox):
    member, _mail, _path = sent
    complaint = a_complaint(postbox.messages[0]["Message-ID"])
    assert receive(complaint, at=now()) == Outcome.COMPLAINT
    assert has_turned_off(member, Topic.RECAPS)
    assert not has_turned_off(member, Topic.ANNOUNCEMENTS)
    assert not gives_mail_back(member.email)


def test_a_complaint_about_no_letter_of_ours_does_nothing(domain):
    assert receive(a_complaint("<x@elsewhere.example>"), at=now()) == Outcome.UNKNOWN


def test_a_provider_with_the_key_hands_mail_over(app, browser, sent, monkeypatch):
    member, _mail, path = sent
    report = a_report("somebody@else.example", member.email)
    url = f"/mails/incoming?to={path}"
    assert browser.post(url, data=report).status_code == 404
    monkeypatch.setitem(app.config, "MAIL_WEBHOOK_KEY", KEY)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    assert browser.post(url, data=report).status_code == 401
    wrong = {"Authorization": "Bearer not it"}
    assert browser.post(url, data=report, headers=wrong).status_code == 401
    right = {"Authorization": f"Bearer {KEY}", "Content-Type": "message/rfc822"}
    answer = browser.post(url, data=report, headers=right)
    assert answer.get_json() == {"outcome": "bounce noted"}
    db.session.expire_all()
    assert gives_mail_back(member.email)


def test_a_maildir_is_emptied_mail_by_mail(app, sent, tmp_path, monkeypatch):
    member, _mail, path = sent
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1.host").write_bytes(a_report(path, member.email))
    (tmp_path / "new" / "2.host").write_bytes(b"From: x\r\n\r\nnothing for us")
    assert jobs.fetch(now()) == 0
    monkeypatch.setitem(app.config, "MAIL_INBOX", str(tmp_path))
    assert jobs.fetch(now()) == 2
    assert sorted(each.name for each in (tmp_path / "cur").iterdir()) == [
        "1.host:2,S",
        "2.host:2,S",
    ]
    assert gives_mail_back(member.email)


def test_a_mail_that_cannot_be_taken_in_keeps_none_behind_it_waiting(
    app, sent, tmp_path, monkeypatch
):
    member, _mail, path = sent
    monkeypatch.setitem(app.config, "MAIL_INBOX", str(tmp_path))
    (tmp_path / "new" / "0.folder").mkdir(parents=True)
    (tmp_path / "new" / "1.host").write_bytes(b"From: x\r\n\r\na bug of ours")
    (tmp_path / "new" / "2.host").write_bytes(a_report(path, member.email))
    calm = jobs.receive

    def stumbling(raw, *, at):
        return 1 // 0 if b"a bug" in raw else calm(raw, at=at)

    monkeypatch.setattr(jobs, "receive", stumbling)
    assert jobs.fetch(now()) == 2
    assert {each.name for each in (tmp_path / "cur").iterdir()} == {"1.host:2,F", "2.host:2,S"}
    assert gives_mail_back(member.email)
    assert jobs.fetch(now()) == 0
