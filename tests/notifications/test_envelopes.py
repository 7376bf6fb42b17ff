"""Headers that nobody's name can break."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from uuid import UUID

import pytest

from app.accounts.models import User
from app.kit.letters import Attachment, Letter
from app.notifications.envelopes import Desk, Unaddressable, sealed
from app.notifications.models import Mail

OURS = {
    *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language"),
    *("X-Auto-Response-Suppress", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"),
}


def sent_to(name="Sato", subject="Hello", *, to="aoi@example.org", **given):
    mail = Mail(
        uid=UUID(int=7),
        kind="test.note",
        dated_at=datetime(2026, 12, 4, 8, 30, tzinfo=UTC),
        member=User(family_name=name, locale="ja", email=to),
    )
    letter = Letter(subject, **{"text": "Good evening.\n", **given})
    content = sealed(
        mail, letter, to=to, desk=Desk("Kizuna きずな <no-reply@kizuna.example>")
    ).content
    return content, message_from_bytes(content, policy=policy.default)


@pytest.mark.parametrize("sign", ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_no_line_break_in_a_name_or_a_title_adds_a_header(sign):
    hostile = f"Aoi{sign}Bcc: everybody@example.org{sign}{sign}<script>"
    content, message = sent_to(hostile, hostile)
    assert set(message.keys()) == OURS
    assert len(message.keys()) == len(OURS)
    assert [a.addr_spec for a in message["To"].addresses] == ["aoi@example.org"]
    assert b"\r\nBcc" not in content


@pytest.mark.parametrize(
    "name",
    ["Sato, Aoi", '"Boss" <evil@example.org>', "a;b:(c)@d[\\]", "髙橋 﨑 辻󠄀 𠮷", "=?utf-8?q?x?=,"],
)
def test_a_name_is_never_read_as_an_address(name):
    _, message = sent_to(name)
    assert [a.addr_spec for a in message["To"].addresses] == ["aoi@example.org"]


def test_a_japanese_subject_of_two_hundred_characters_folds_and_reads_back():
    subject = "地域の仕事とデータの使い方を話す夜のお知らせ。" * 9
    content, message = sent_to("田中", subject)
    head = content.partition(b"\r\n\r\n")[0]
    assert message["Subject"] == subject
    assert max(len(line) for line in head.split(b"\r\n")) <= 78


def test_every_line_of_a_letter_is_short_and_seven_bits_wide():
    content, _ = sent_to(html="<p>" + "長い行" * 2000 + "</p>")
    assert max(len(line) for line in content.split(b"\r\n")) <= 78
    assert content.isascii()


@pytest.mark.parametrize(
    "subject",
    [
        "[TEST] Thank you for letting us know: An evening on local work and data",
        "「地域の仕事とデータの使い方を話す夜」お席が確定しました",
        "x" * 300,
    ],
)
def test_a_header_begins_on_the_line_of_its_name(subject):
    content, message = sent_to(subject=subject)
    head = content.partition(b"\r\n\r\n")[0]
    assert not [line for line in head.split(b"\r\n") if line.endswith(b":")]
    assert message["Subject"] == subject
    assert max(len(line) for line in head.split(b"\r\n")) <= 998


@pytest.mark.parametrize(
    "line", ["a" * 998, "あ" * 998, "a " * 499 + "b", ".", "..", "=3D", "From here", "a\tb \u2028c"]
)
def test_any_line_arrives_as_it_was_written(line):
    _, message = sent_to(text=f"Good evening.\n{line}\nGood night.\n", html=f"<p>{line}</p>\n")
    plain, dressed = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert plain == f"Good evening.\r\n{line}\r\nGood night.\r\n"
    assert dressed == f"<p>{line}</p>\r\n"


def test_every_kind_of_line_end_is_the_mails_own():
    content, message = sent_to(text="one\rtwo\r\nthree\n")
    assert message.get_content() == "one\r\ntwo\r\nthree\r\n"
    assert not content.replace(b"\r\n", b"").count(b"\r")


def test_words_dress_and_files_lie_in_each_other_without_a_fault():
    file = Attachment("a\r\nBcc: b@example.org\u2028.ics", "text/calendar", b"BEGIN\r\n" * 99)
    _, message = sent_to(html="<p>Hi</p>", attachments=(file, file))
    assert [part.get_content_type() for part in message.walk()] == [
        *("multipart/mixed", "multipart/alternative", "text/plain", "text/html"),
        *("text/calendar", "text/calendar"),
    ]
    assert not any(part.defects for part in message.walk())
    assert {len(part.keys()) for part in message.iter_attachments()} == {3}
    assert [part.get_payload(decode=True) for part in message.iter_attachments()] == (
        [file.content] * 2
    )


def test_only_a_letter_one_can_turn_off_says_how():
    _, plain = sent_to()
    url = "https://kizuna.example/mails/off/abcdefghjkmn/recaps/" + "x" * 80
    content, bulk = sent_to(unsubscribe_url=url)
    assert plain["List-Unsubscribe"] is None
    assert f"List-Unsubscribe: <{url}>\r\n".encode() in content
    assert bulk["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert bulk["List-Id"] == "<test.note.kizuna.example>"
    assert plain["List-Id"] is None


def test_the_same_letter_has_the_same_id_and_date_in_every_try():
    ids = {(m["Message-ID"], m["Date"]) for _, m in (sent_to(), sent_to(subject="Changed"))}
    assert ids == {
        (
            "<test.note.00000000-0000-0000-0000-000000000007@kizuna.example>",
            "Fri, 04 Dec 2026 08:30:00 +0000",
        )
    }


def test_a_file_travels_under_its_own_name():
    file = Attachment("予定.ics", "text/calendar; method=PUBLISH", b"BEGIN:VCALENDAR\r\n")
    _, message = sent_to(html="<p>Hi</p>", attachments=(file,))
    (part,) = message.iter_attachments()
    assert part.get_filename() == "予定.ics"
    assert part["Content-Type"].params["method"] == "PUBLISH"


@pytest.mark.parametrize(
    "address", ["", "nobody", "a b@example.org", "日本@example.org", "a@b\n.c"]
)
def test_what_is_no_address_is_not_written_to(address):
    with pytest.raises(Unaddressable):
        sent_to(to=address)


def test_a_japanese_domain_is_written_in_punycode():
    _, message = sent_to(to="aoi@日本語.jp")
    assert message["To"].addresses[0].addr_spec == "aoi@xn--wgv71a119e.jp"
