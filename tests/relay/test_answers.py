"""Answers reach the other side, and neither address does."""

import re

import pytest
import sqlalchemy as sa

from app.kit.clock import now
from app.kit.db import db
from app.moderation.models import Block
from app.notifications.composers import compose
from app.notifications.jobs import drain
from app.notifications.models import Mail
from app.relay.incoming import without
from app.relay.links import reply_address, slip_in
from app.relay.models import RelayedMessage
from app.relay.operations import forget_words, receive
from app.relay.rules import KEPT_FOR, MOST_AN_HOUR, MOST_BYTES, Matter, Outcome
from app.servers.postbox import Postbox
from tests.factories import a_member
from tests.relay.mailbox import a_report, an_answer


@pytest.fixture
def pair(domain):
    aoi, ken = a_member("Aoi"), a_member("Ken", "Tanaka")
    return aoi, ken, reply_address(Matter.ANNOUNCEMENT, 7, writer=aoi, reader=ken)


@pytest.fixture
def postbox(app, domain):
    with Postbox() as postbox:
        app.config["MAIL_URL"] = postbox.url
        yield postbox
    app.config["MAIL_URL"] = ""


def came(message):
    return receive(bytes(message), at=now())


def test_an_answer_reaches_the_other_side_without_either_address(pair, postbox):
    aoi, ken, address = pair
    body = f"See you there.\n\n-- \nAoi, {aoi.email}\n"
    answer = an_answer(aoi.email, address, body, X_Tracking="campaign 7")
    assert came(answer) == Outcome.PASSED_ON
    db.session.commit()
    drain()
    (letter,) = postbox.messages
    whole = postbox.raw[0].decode()
    assert letter["To"].addresses[0].addr_spec == ken.email
    assert "See you there." in letter.get_body(("plain",)).get_content()
    assert aoi.email not in whole
    assert "provider.example" not in whole
    assert "X-Tracking" not in whole
    assert letter["From"].addresses[0].display_name == "Aoi Sato"
    back = slip_in(letter["Reply-To"].addresses[0].addr_spec)
    assert (back.writer, back.reader) == (ken.public_id, aoi.public_id)


def test_a_thread_holds_together_on_both_sides(pair, postbox):
    aoi, ken, address = pair
    came(an_answer(aoi.email, address))
    db.session.commit()
    drain()
    back = postbox.messages[0]["Reply-To"].addresses[0].addr_spec
    came(an_answer(ken.email, back, "And you?\n", Precedence="first-class"))
    db.session.commit()
    drain()
    there, again = postbox.messages
    assert there["References"] == again["References"] == again["In-Reply-To"]
    assert again["To"].addresses[0].addr_spec == aoi.email


def test_the_same_mail_is_passed_on_once(pair, count):
    aoi, _ken, address = pair
    assert came(an_answer(aoi.email, address)) == Outcome.PASSED_ON
    assert came(an_answer(aoi.email, address)) == Outcome.SEEN_BEFORE
    assert count(RelayedMessage) == count(Mail) == 1


def test_what_was_quoted_is_left_behind(pair):
    aoi, _ken, address = pair
    came(an_answer(aoi.email, address, "Yes!\n\nOn Fri, Ken wrote:\n> Will you come?\n"))
    assert db.session.scalars(sa.select(RelayedMessage.body)).one() == "Yes!"


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"List_Id": "<a.list>"},
        {"Return_Path": "<>"},
        {"X_Loop": "x"},
    ],
)
def test_what_no_person_wrote_goes_no_further(pair, count, headers):
    aoi, _ken, address = pair
    assert came(an_answer(aoi.email, address, **headers)) == Outcome.AUTOMATIC
    assert count(Mail) == 0


def test_our_own_letters_never_come_back_round(pair, postbox):
    aoi, _ken, address = pair
    came(an_answer(aoi.email, address))
    db.session.commit()
    drain()
    assert receive(postbox.raw[0], [address], at=now()) == Outcome.AUTOMATIC


def test_an_address_is_good_for_its_writer_alone(pair, count):
    aoi, _ken, address = pair
    assert came(an_answer("mallory@evil.example", address)) == Outcome.NOT_THEIRS
    assert count(RelayedMessage) == 0
    told = db.session.scalars(sa.select(Mail)).one()
    assert (told.kind, told.member_id) == ("relay.not_passed_on", aoi.id)
    assert came(an_answer("mallory@evil.example", address)) == Outcome.NOT_THEIRS
    assert count(Mail) == 1


def test_a_made_up_address_leads_nowhere(pair):
    aoi, ken, address = pair
    other = address.replace(ken.public_id, a_member().public_id)
    assert came(an_answer(aoi.email, other)) == Outcome.UNKNOWN
    assert came(an_answer(aoi.email, "reply-x@reply.kizuna.example")) == Outcome.UNKNOWN
    assert came(an_answer(aoi.email, "someone@elsewhere.example")) == Outcome.UNKNOWN


@pytest.mark.parametrize("is_the_reader", [True, False])
def test_a_block_on_either_side_ends_it_without_a_word(pair, count, is_the_reader):
    aoi, ken, address = pair
    one, other = (ken, aoi) if is_the_reader else (aoi, ken)
    db.session.add(Block(blocker_id=one.id, blocked_id=other.id, blocked_at=now()))
    assert came(an_answer(aoi.email, address)) == Outcome.KEPT_APART
    assert count(Mail) == 0


def test_a_block_counts_until_the_letter_leaves(pair):
    aoi, ken, address = pair
    came(an_answer(aoi.email, address))
    db.session.add(Block(blocker_id=ken.id, blocked_id=aoi.id, blocked_at=now()))
    assert compose(db.session.scalars(sa.select(Mail)).one()) is None


def test_nobody_floods_anybody(pair):
    aoi, _ken, address = pair
    outcomes = []
    for number in range(MOST_AN_HOUR + 1):
        message = an_answer(aoi.email, address)
        message.replace_header("Message-ID", f"<{number}@x.example>")
        outcomes.append(came(message))
    assert outcomes.count(Outcome.PASSED_ON) == MOST_AN_HOUR
    assert outcomes[-1] == Outcome.TOO_MANY


def test_too_large_or_empty_is_not_passed_on(pair):
    aoi, _ken, address = pair
    huge = an_answer(aoi.email, address, "x" * 70 + "\n")
    assert receive(bytes(huge) + b"x" * MOST_BYTES, at=now()) == Outcome.TOO_LARGE
    assert came(an_answer(aoi.email, address, "\n> only a quotation\n")) == Outcome.EMPTY


def test_whoever_has_left_is_not_written_to(pair):
    aoi, ken, address = pair
    ken.disabled_at = now()
    assert came(an_answer(aoi.email, address)) == Outcome.UNKNOWN


def test_html_alone_is_read_as_words(pair):
    aoi, _ken, address = pair
    message = an_answer(aoi.email, address)
    html = "<style>p{}</style><p>Good &amp; kind</p><img src='http://track.example/1.gif'>"
    message.set_content(html, subtype="html")
    came(message)
    assert db.session.scalars(sa.select(RelayedMessage.body)).one() == "Good & kind"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"From: =?x?q?=\r\nTo: (((((\r\n\r\n",
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=\r\n\r\n",
        b"Content-Type: multipart/report; report-type=feedback-report; boundary=b\r\n\r\n--b\r\n",
    ],
)
def test_no_mail_is_so_broken_that_it_breaks_us(domain, raw):
    assert receive(raw, at=now()) in set(Outcome)


def test_words_are_forgotten_after_a_fortnight(pair):
    aoi, _ken, address = pair
    came(an_answer(aoi.email, address))
    assert forget_words(now()) == 0
    assert forget_words(now() + KEPT_FOR * 1.01) == 1
    db.session.expire_all()
    assert db.session.scalars(sa.select(RelayedMessage.body)).one() == ""


def test_an_address_fits_a_mail_and_says_nothing_of_anybody(pair):
    aoi, ken, address = pair
    local = address.rpartition("@")[0]
    assert len(local) <= 64
    assert re.fullmatch(r"[a-z0-9-]+", local)
    assert aoi.email.partition("@")[0] not in local
    assert ken.email.partition("@")[0] not in local
    assert slip_in(address.upper()) is not None


def test_without_a_domain_of_our_own_there_are_no_such_addresses(app):
    aoi, ken = a_member(), a_member()
    assert reply_address(Matter.EVENT, 1, writer=aoi, reader=ken) == ""


def test_addresses_are_hidden_however_they_are_spelled():
    assert without("Me: AOI@Example.org.", "aoi@example.org") == "Me: […]."


def test_a_report_to_an_answers_address_is_not_an_answer(pair):
    aoi, _ken, address = pair
    assert receive(a_report(address, aoi.email), at=now()) == Outcome.AUTOMATIC
