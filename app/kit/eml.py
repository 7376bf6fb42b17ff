"""Mails that have been received, opened so that a page can show them."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage

from app.kit.letters import Attachment

MOST_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True)
class Received:
    """One mail as it arrived. `html` is as the sender wrote it: show it in a sandbox only."""

    subject: str
    sender: str
    recipient: str
    at: datetime | None
    message_id: str
    text: str
    html: str | None
    headers: tuple[tuple[str, str], ...]
    attachments: tuple[Attachment, ...]


def opened(raw: bytes) -> Received:
    """The mail in its parts. What cannot be read is left out; nothing raises."""
    message = message_from_bytes(raw[:MOST_BYTES], policy=policy.default)
    return Received(
        subject=_header(message, "Subject"),
        sender=_header(message, "From"),
        recipient=_header(message, "To"),
        at=_date(message),
        message_id=_header(message, "Message-ID"),
        text=_body(message, "plain") or "",
        html=_body(message, "html"),
        headers=tuple((name, _header(message, name)) for name in dict.fromkeys(message.keys())),
        attachments=tuple(_attachment(part) for part in message.iter_attachments()),
    )


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    except (MessageError, ValueError, LookupError, IndexError):
        return ""


def _date(message: EmailMessage) -> datetime | None:
    try:
        return message["Date"].datetime if message["Date"] else None
    except (MessageError, ValueError, AttributeError, IndexError, TypeError):
        return None


def _body(message: EmailMessage, kind: str) -> str | None:
    part = message.get_body((kind,))
    return _words(part) if isinstance(part, EmailMessage) else None


def _words(part: EmailMessage) -> str:
    try:
        content = part.get_content()
    except (LookupError, ValueError, MessageError):  # a character set that nobody knows
        content = part.get_payload(decode=True)
    if isinstance(content, bytes):
        return content.decode(errors="replace")
    return str(content).replace("\r\n", "\n")


def _attachment(part: EmailMessage) -> Attachment:
    content = part.get_payload(decode=True)
    return Attachment(
        name=part.get_filename() or part.get_content_type().replace("/", "."),
        mime=part.get_content_type(),
        content=content if isinstance(content, bytes) else b"",
    )
