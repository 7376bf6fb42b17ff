"""A letter as a mail: headers that nobody's name can break, text, dress and attachments."""

import re
import unicodedata
from datetime import UTC
from email.errors import HeaderParseError
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime, parseaddr

from app.kit.letters import Letter
from app.notifications.models import Mail
from app.notifications.wire import Envelope

# Control characters of both sets, and what Unicode counts as the end of a line.
BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
NOT_IN_AN_ID = re.compile(r"[^a-z0-9._-]+")
SUBJECT_LENGTH = 300
NAME_LENGTH = 60


class _Verbatim(UnstructuredHeader, BaseHeader):
    """A header that holds an address of the web: folding would encode it beyond recognition."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


_headers = HeaderRegistry()
_headers.map_to_type("list-unsubscribe", _Verbatim)
POLICY = SMTP.clone(header_factory=_headers)


class Unaddressable(Exception):
    """No mail can be addressed to this."""


def sealed(mail: Mail, letter: Letter, *, to: str, sender: str) -> Envelope:
    """The letter in its envelope, from `sender` as MAIL_FROM gives it. Raises Unaddressable."""
    name, address = parseaddr(sender)
    recipient = _ascii(to)
    message = EmailMessage(policy=POLICY)
    shown = one_line(letter.sender_name)[:NAME_LENGTH] or one_line(name)
    message["From"] = Address(shown, addr_spec=_ascii(address))
    message["To"] = Address(one_line(mail.member.full_name)[:NAME_LENGTH], addr_spec=recipient)
    message["Subject"] = one_line(letter.subject)[:SUBJECT_LENGTH]
    message["Date"] = format_datetime(mail.dated_at.astimezone(UTC))
    message["Message-ID"] = message_id(mail, address)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "OOF, NRN, AutoReply, RN"
    if letter.unsubscribe_url:
        message["List-Unsubscribe"] = f"<{one_line(letter.unsubscribe_url)}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    _fill(message, letter)
    message["Content-Language"] = mail.member.locale
    return Envelope(
        sender=_ascii(address),
        recipient=recipient,
        content=message.as_bytes(),
        name=f"{mail.dated_at:%Y%m%dT%H%M%S}-{_word(mail.kind)}-{mail.uid.hex[:12]}",
    )


def message_id(mail: Mail, sender: str) -> str:
    """The same in every try, so that a mailbox can fold a second copy into the first."""
    return f"<{_word(mail.kind)}.{mail.uid}@{sender.rpartition('@')[2] or 'localhost'}>"


def one_line(text: str) -> str:
    """`text` as a header may hold it: no line breaks of any kind, no control characters."""
    return " ".join(BREAKS.sub(" ", text).split())


def _fill(message: EmailMessage, letter: Letter) -> None:
    # Quoted-printable keeps every line short and every byte seven bits wide; filters take
    # base64 for a disguise.
    message.set_content(letter.text, cte="quoted-printable")
    if letter.html:
        message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    for attachment in letter.attachments:
        kind, _, subkind = attachment.mime.partition("/")
        subtype, *parameters = [part.strip() for part in subkind.split(";")]
        message.add_attachment(
            attachment.content,
            maintype=kind,
            subtype=subtype,
            filename=one_line(attachment.name),
            params=dict(part.split("=", 1) for part in parameters),
        )


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


def _word(kind: str) -> str:
    return NOT_IN_AN_ID.sub("-", kind.lower())
