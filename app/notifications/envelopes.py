"""A letter as a mail: headers that nobody's name can break, then text, dress and attachments."""

import hmac
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from email.errors import HeaderParseError
from email.headerregistry import Address, HeaderRegistry
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from uuid import UUID

from app.kit.letters import Letter
from app.kit.tokens import address_token
from app.notifications import bodies
from app.notifications.models import Mail
from app.notifications.wire import Envelope

# Control characters of both sets, and what Unicode counts as the end of a line.
BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
NOT_IN_AN_ID = re.compile(r"[^a-z0-9._-]+")
SUBJECT_LENGTH = 300
NAME_LENGTH = 60
HEADERS = HeaderRegistry()
RETURN_PATH = re.compile(r"bounce-([0-9a-f]{32})-([a-z2-7]{16})@(.+)")


class Unaddressable(Exception):
    """No mail can be addressed to this."""


@dataclass(frozen=True)
class Desk:
    """Who sends, as MAIL_FROM says, and where letters come back to that cannot be delivered."""

    sender: str
    reply_domain: str = ""
    secret: str = ""


def sealed(mail: Mail, letter: Letter, *, to: str, desk: Desk) -> Envelope:
    """The letter in its envelope, from `desk`. Raises Unaddressable."""
    name, address = parseaddr(desk.sender)
    recipient = _ascii(to)
    shown = one_line(letter.sender_name)[:NAME_LENGTH] or one_line(name)
    reader = one_line(mail.member.full_name)[:NAME_LENGTH]
    head = [
        _folded("From", Address(shown, addr_spec=_ascii(address))),
        _folded("To", Address(reader, addr_spec=recipient)),
        _folded("Subject", one_line(letter.subject)[:SUBJECT_LENGTH]),
        _line("Date", format_datetime(mail.dated_at.astimezone(UTC))),
        _line("Message-ID", message_id(mail, address)),
    ]
    if letter.reply_to:
        head.append(_folded("Reply-To", Address(shown, addr_spec=_ascii(letter.reply_to))))
    head += [_line(*each) for each in _usual(mail, letter, _domain(address))]
    return Envelope(
        sender=return_path(mail, desk) or _ascii(address),
        recipient=recipient,
        content="".join(head).encode("ascii") + bodies.body(letter, mail.uid.hex),
        name=f"{mail.dated_at:%Y%m%dT%H%M%S}-{_word(mail.kind)}-{mail.uid.hex[:12]}",
    )


def _usual(mail: Mail, letter: Letter, domain: str) -> Iterator[tuple[str, str]]:
    """What programs read: the thread, that nobody is to answer, and where such letters stop."""
    if letter.thread:
        yield "In-Reply-To", f"<{_word(letter.thread)}@{domain}>"
        yield "References", f"<{_word(letter.thread)}@{domain}>"
    yield "Auto-Submitted", "auto-generated"
    yield "X-Auto-Response-Suppress", "OOF, NRN, AutoReply, RN"
    if letter.unsubscribe_url:
        yield "List-Unsubscribe", f"<{letter.unsubscribe_url}>"
        yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"
        yield "List-Id", f"<{_word(mail.kind)}.{domain}>"  # RFC 2919
    yield "Content-Language", mail.member.locale
    yield "MIME-Version", "1.0"


def message_id(mail: Mail, sender: str) -> str:
    """The same in every try, so that a mailbox can fold a second copy into the first."""
    return f"<{_word(mail.kind)}.{mail.uid}@{_domain(sender)}>"


def return_path(mail: Mail, desk: Desk) -> str:
    """Where this one letter comes back to when it cannot be delivered; nobody can make one up."""
    if not desk.reply_domain:
        return ""
    name = mail.uid.hex
    return f"bounce-{name}-{address_token(desk.secret, 'bounce', name)}@{desk.reply_domain}"


def letter_behind(address: str, secret: str) -> UUID | None:
    """Which letter comes back to `address`; None when that is no return path of ours."""
    found = RETURN_PATH.fullmatch(address.strip().lower())
    if found is None:
        return None
    name, token, _domain_part = found.groups()
    is_ours = hmac.compare_digest(token, address_token(secret, "bounce", name))
    return UUID(name) if is_ours else None


def one_line(text: str) -> str:
    """`text` as a header may hold it: no line breaks of any kind, no control characters."""
    return " ".join(BREAKS.sub(" ", text).split())


def _line(name: str, value: str) -> str:
    """A header that holds an id, an address or a date: it is never folded nor encoded."""
    return f"{name}: {one_line(value)}\r\n"


def _folded(name: str, value: str | Address) -> str:
    """A header that holds words: encoded where they need it, in lines of a proper length.

    It begins on the line of its name: programs have been seen that take the other form for empty.
    """
    return str(HEADERS(name, value).fold(policy=SMTP)).replace(":\r\n ", ": ", 1)


def _ascii(address: str) -> str:
    """The address in the characters every mail server takes: its domain in Punycode."""
    local, at, domain = unicodedata.normalize("NFKC", address).strip().rpartition("@")
    if (
        not (local and at and local.isascii())
        or BREAKS.search(address)
        or set(address) & set("<> ")
    ):
        raise Unaddressable(f"No mail can be addressed to {address!r}")
    try:
        spelled = f"{local}@{domain.encode('idna').decode()}"
        return Address(addr_spec=spelled).addr_spec
    except (ValueError, HeaderParseError) as wrong:
        raise Unaddressable(f"No mail can be addressed to {address!r}") from wrong


def _domain(address: str) -> str:
    return address.rpartition("@")[2] or "localhost"


def _word(kind: str) -> str:
    return NOT_IN_AN_ID.sub("-", kind.lower())
