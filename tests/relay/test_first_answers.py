"""The first answer between two people is words alone; what is more goes back to its writer."""

import pytest

from app.kit.clock import now
from app.kit.db import db
from app.notifications.jobs import drain
from app.notifications.models import Mail
from app.relay.links import reply_address
from app.relay.models import RelayedMessage
from app.relay.operations import receive
from app.relay.rules import MOST_RETURNED_A_DAY, WORDS_ALONE, Matter, Outcome
from app.servers.postbox import Postbox
from tests.factories import a_member
from tests.relay.mailbox import an_answer

LINKED = "Nice to meet you.\nSee https://example.org/me for more.\n"


@pytest.fixture(params=[Matter.INTRODUCTION, Matter.CONNECTION])
def pair(request, domain):
    aoi, ken = a_member("Aoi"), a_member("Ken", "Tanaka")
    return aoi, ken, reply_address(request.param, 7, writer=aoi, reader=ken)


def came(message):
    outcome = receive(bytes(message), at=now())
    db.session.commit()
    return outcome


def with_a_file(message, **given):
    kind = {"maintype": "application", "subtype": "pdf", "filename": "offer.pdf"} | given
    message.add_attachment(b"%PDF", **kind)
    return message


def test_a_link_goes_back_to_its_writer_kindly_and_to_nobody_else(pair, app, count):
    aoi, ken, address = pair
    with Postbox() as postbox:
        app.config["MAIL_URL"] = postbox.url
        assert came(an_answer(aoi.email, address, LINKED)) == Outcome.NOT_FIRST_WORDS
        drain()
        app.config["MAIL_URL"] = ""
    (letter,) = postbox.messages
    text = letter.get_body(("plain",)).get_content()
    assert letter["To"].addresses[0].addr_spec == aoi.email
    assert "Ken Tanaka" in text
    assert "once more" in text
    assert "example.org/me" not in postbox.raw[0].decode()  # its sender may be made up
    assert ken.email not in postbox.raw[0].decode()
    assert count(RelayedMessage) == 0
    assert came(an_answer(aoi.email, address, "Words alone.\n", subject="Hello")) == (
        Outcome.PASSED_ON
    )


def test_a_file_goes_back_too(pair, count):
    aoi, _ken, address = pair
    assert came(with_a_file(an_answer(aoi.email, address))) == Outcome.NOT_FIRST_WORDS
    assert count(RelayedMessage) == 0


def test_a_link_in_the_subject_is_one(pair):
    aoi, _ken, address = pair
    answer = an_answer(aoi.email, address, subject="Re: example.jpの件")
    assert came(answer) == Outcome.NOT_FIRST_WORDS


@pytest.mark.parametrize("ruler", ["-- ", "━━━━━━━━━━", "**********"])
def test_a_signature_is_left_out_rather_than_sent_back(pair, ruler):
    aoi, _ken, address = pair
    body = f"Thank you for your answer.\n\n{ruler}\nAoi Brewing\nhttps://aoi.example/\n"
    assert came(an_answer(aoi.email, address, body)) == Outcome.PASSED_ON
    assert db.session.query(RelayedMessage).one().body == "Thank you for your answer."


def test_a_link_above_the_signature_still_counts(pair):
    aoi, _ken, address = pair
    assert came(an_answer(aoi.email, address, f"{LINKED}\n-- \nAoi\n")) == Outcome.NOT_FIRST_WORDS


def test_a_proof_by_program_is_no_file(pair):
    aoi, _ken, address = pair
    signed = with_a_file(
        an_answer(aoi.email, address), subtype="pgp-signature", filename="signature.asc"
    )
    assert came(signed) == Outcome.PASSED_ON


def test_from_the_second_message_on_links_are_welcome_both_ways(pair):
    aoi, ken, address = pair
    assert came(an_answer(aoi.email, address)) == Outcome.PASSED_ON
    again = an_answer(aoi.email, address, LINKED, X="1")
    again.replace_header("Message-ID", "<second@mail.provider.example>")
    assert came(again) == Outcome.PASSED_ON
    matter = db.session.query(RelayedMessage).first().matter
    theirs = reply_address(matter, 7, writer=ken, reader=aoi)
    assert came(an_answer(ken.email, theirs, LINKED)) == Outcome.PASSED_ON


@pytest.mark.parametrize("matter", [Matter.EVENT, Matter.ANNOUNCEMENT])
def test_guests_and_hosts_may_send_each_other_a_map_at_once(domain, matter):
    aoi, ken = a_member("Aoi"), a_member("Ken")
    address = reply_address(matter, 7, writer=aoi, reader=ken)
    assert came(an_answer(aoi.email, address, LINKED)) == Outcome.PASSED_ON


def test_many_mails_bring_only_a_few_letters_a_day(pair, count):
    aoi, _ken, address = pair
    for number in range(MOST_RETURNED_A_DAY + 3):
        answer = an_answer(aoi.email, address, LINKED)
        answer.replace_header("Message-ID", f"<{number}@mail.provider.example>")
        assert came(answer) == Outcome.NOT_FIRST_WORDS
    assert count(Mail, Mail.kind == WORDS_ALONE) == MOST_RETURNED_A_DAY


def test_the_same_mail_brings_one_letter(pair, count):
    aoi, _ken, address = pair
    for _time in range(2):
        came(an_answer(aoi.email, address, LINKED))
    assert count(Mail, Mail.kind == WORDS_ALONE) == 1


def test_nobody_is_told_who_does_not_write_from_their_own_address(pair, count):
    _aoi, _ken, address = pair
    assert came(an_answer("x@evil.example", address, LINKED)) == Outcome.NOT_THEIRS
    assert count(Mail, Mail.kind == WORDS_ALONE) == 0
