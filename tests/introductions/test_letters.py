"""Where an answer to a letter goes: to the other, once the two may write to each other."""

import pytest

from app.introductions.operations import consent, forward, thank
from app.introductions.rules import Scope
from app.kit.clock import now
from app.kit.db import db
from app.notifications.composers import compose
from app.notifications.models import Mail
from app.relay.links import slip_in
from app.relay.rules import Matter
from tests.introductions.conftest import NOTE, asked

pytestmark = pytest.mark.usefixtures("transaction")


@pytest.fixture
def letters(app, monkeypatch):
    """Everything written to somebody, by its kind, where mail that comes in is taken."""
    monkeypatch.setitem(app.config, "MAIL_REPLY_DOMAIN", "reply.example.org")

    def written(member):
        mails = db.session.query(Mail).filter_by(member_id=member.id).order_by(Mail.id)
        return {mail.kind: letter for mail in mails if (letter := compose(mail)) is not None}

    return written


def test_an_answer_reaches_the_other_once_all_have_agreed_and_not_before(three, letters):
    aoi, ren, mio = three
    row = asked(aoi, mio)
    forward(row, NOTE, Scope.CLOSE, by=ren, at=now())
    before = [*letters(aoi).values(), *letters(ren).values(), *letters(mio).values()]
    assert {letter.reply_to for letter in before} == {""}
    consent(row, (), by=mio, at=now())
    for reader, other in ((aoi, mio), (mio, aoi)):
        letter = letters(reader)["introduction.introduced"]
        slip = slip_in(letter.reply_to)
        assert (slip.matter, slip.about_id) == (Matter.INTRODUCTION, row.id)
        assert (slip.writer, slip.reader) == (reader.public_id, other.public_id)
        assert "Just reply to this e-mail" in letter.text
        assert "Just reply to this e-mail" in letter.html
        assert other.email not in letter.text
    assert letters(ren)["introduction.thanks"].reply_to == ""
    assert (
        letters(aoi)["introduction.introduced"].thread
        == letters(mio)["introduction.introduced"].thread
    )


def test_thanks_are_answered_by_replying(three, letters):
    aoi, ren, _mio = three
    thank(aoi, ren, "Thank you for the other day.", at=now())
    slip = slip_in(letters(ren)["introduction.thanked"].reply_to)
    assert (slip.writer, slip.reader) == (ren.public_id, aoi.public_id)


def test_nothing_is_said_of_replying_where_mail_does_not_come_in(three):
    aoi, ren, _mio = three
    thank(aoi, ren, "Thank you for the other day.", at=now())
    mail = db.session.query(Mail).filter_by(kind="introduction.thanked").one()
    letter = compose(mail)
    assert (letter.reply_to, letter.thread) == ("", "")
    assert "Just reply" not in letter.text
