"""Opening mails, also those that no honest program has written."""

from email.message import EmailMessage

from hypothesis import given
from hypothesis import strategies as st

from app.kit.eml import opened


def a_mail() -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = "Kizuna <k@example.org>", "田中 <m@example.org>"
    mail["Subject"] = "昨夜はありがとうございました"
    mail["Date"] = "Fri, 04 Dec 2026 08:30:00 +0000"
    mail.set_content("こんにちは。\n")
    mail.add_alternative("<p>こんにちは。</p>", subtype="html")
    mail.add_attachment(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename="夜.ics")
    return mail.as_bytes()


def test_a_mail_comes_apart_into_what_a_page_shows():
    mail = opened(a_mail())
    assert mail.subject == "昨夜はありがとうございました"
    assert mail.recipient == "田中 <m@example.org>"
    assert mail.text == "こんにちは。\n"
    assert mail.html == "<p>こんにちは。</p>\n"
    assert [(file.name, file.content) for file in mail.attachments] == [
        ("夜.ics", b"BEGIN:VCALENDAR")
    ]
    assert mail.at.hour == 8


def test_a_mail_without_anything_is_still_a_mail():
    mail = opened(b"")
    assert (mail.subject, mail.text, mail.html, mail.at) == ("", "", None, None)


def test_an_unknown_character_set_is_read_as_well_as_can_be():
    raw = b"Subject: x\r\nContent-Type: text/plain; charset=nobody-knows\r\n\r\nHello\r\n"
    assert opened(raw).text.startswith("Hello")


@given(st.binary(max_size=400))
def test_nothing_anybody_sends_raises(noise):
    opened(b"Date: " + noise)
    opened(b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=" + noise)
    opened(noise)
