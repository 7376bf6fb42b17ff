"""Mails made to keep whoever reads them busy, or to make them stumble."""

import pytest

from app.kit.clock import now
from app.relay.incoming import incoming, is_tangled
from app.relay.operations import receive
from app.relay.rules import Outcome

pytestmark = pytest.mark.usefixtures("app")

HEAD = b"From: a@example.org\r\nTo: b@example.org\r\n"


def inside_each_other(kind: bytes, times: int) -> bytes:
    boxes = b"".join(
        b"Content-Type: %s; boundary=b%d\r\n\r\n--b%d\r\n" % (kind, number, number)
        for number in range(times)
    )
    return HEAD + boxes + b"Content-Type: text/plain\r\n\r\nhello\r\n"


TANGLED = {
    "brackets in an address": b"To: " + b"(" * 500 + b"\r\n\r\nhello",
    "brackets over many lines": b"To: x\r\n" + b" ((((\r\n" * 200 + b"\r\nhello",
    "addresses without end": b"Cc: " + b"a@b.c," * 50_000 + b"\r\n\r\nhello",
    "a type without end": HEAD + b"content-type: text/plain" + b"; a=b" * 50_000 + b"\r\n\r\nhello",
    "boxes in boxes": inside_each_other(b"multipart/mixed", 3_000),
    "mails in mails": inside_each_other(b"message/rfc822", 3_000),
}


@pytest.mark.parametrize("name", TANGLED)
def test_what_is_tangled_is_not_read_at_all(name):
    assert receive(TANGLED[name], at=now()) == Outcome.TOO_LARGE


@pytest.mark.parametrize("kind", [b"multipart/mixed", b"message/rfc822"])
def test_what_is_just_not_tangled_is_read_to_its_end(kind):
    raw = inside_each_other(kind, 59)
    assert not is_tangled(raw)
    came = incoming(raw)
    assert came.sender == "a@example.org"
    assert not came.statuses()
    assert not came.reported_ids()
    assert isinstance(came.text, str)


def test_long_words_of_others_do_not_make_a_mail_tangled():
    sealed = b"ARC-Seal: " + b"x" * 9_000 + b"\r\n DKIM-Signature: " + b"y" * 9_000
    assert not is_tangled(HEAD + sealed + b"\r\n\r\n" + b"(a long word) " * 5_000)
