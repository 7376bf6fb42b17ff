"""A letter as a mail: headers that nobody's name can break, text, dress and attachments."""

import hmac
import re
import unicodedata
from binascii import b2a_qp
from dataclasses import dataclass
from datetime import UTC
from email.errors import HeaderParseError
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime, parseaddr
from uuid import UUID

from app.kit.letters import Letter
from app.kit.tokens import address_token
from app.notifications.models import Mail
from app.notifications.wire import Envelope

# Control characters of both sets, and what Unicode counts as the end of a line.
BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
NOT_IN_AN_ID = re.compile(r"[^a-z0-9._-]+")
SUBJECT_LENGTH = 300
NAME_LENGTH = 60
RETURN_PATH = re.compile(r"bounce-([0-9a-f]{32})-([a-z2-7]{16})@(.+)")


class _Verbatim(UnstructuredHeader, BaseHeader):
    """A header that holds an address or an id: folding would encode it, or send it a line down."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


_headers = HeaderRegistry()
for _name in ("list-unsubscribe", "message-id", "in-reply-to", "references"):
    _headers.map_to_type(_name, _Verbatim)
POLICY = SMTP.clone(header_factory=_headers)


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
    message = EmailMessage(policy=POLICY)
    shown = one_line(letter.sender_name)[:NAME_LENGTH] or one_line(name)
    message["From"] = Address(shown, addr_spec=_ascii(address))
    message["To"] = Address(one_line(mail.member.full_name)[:NAME_LENGTH], addr_spec=recipient)
    message["Subject"] = one_line(letter.subject)[:SUBJECT_LENGTH]
    message["Date"] = format_datetime(mail.dated_at.astimezone(UTC))
    message["Message-ID"] = message_id(mail, address)
    if letter.reply_to:
        message["Reply-To"] = Address(shown, addr_spec=_ascii(letter.reply_to))
    if letter.thread:
        root = f"<{_word(letter.thread)}@{_domain(address)}>"
        message["In-Reply-To"] = message["References"] = root
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "OOF, NRN, AutoReply, RN"
    if letter.unsubscribe_url:
        message["List-Unsubscribe"] = f"<{one_line(letter.unsubscribe_url)}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message["List-Id"] = f"<{_word(mail.kind)}.{_domain(address)}>"  # RFC 2919
    _fill(message, letter)
    message["Content-Language"] = mail.member.locale
    return Envelope(
        sender=return_path(mail, desk) or _ascii(address),
        recipient=recipient,
        content=message.as_bytes(),
        name=f"{mail.dated_at:%Y%m%dT%H%M%S}-{_word(mail.kind)}-{mail.uid.hex[:12]}",
    )


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


def _fill(message: EmailMessage, letter: Letter) -> None:
    # Quoted-printable keeps every line short and every byte seven bits wide; filters take
    # base64 for a disguise.
    message["MIME-Version"] = "1.0"
    _words(message, letter.text, "plain")
    if letter.html:
        message.make_alternative()
        dressed = EmailMessage(policy=POLICY)
        _words(dressed, letter.html, "html")
        message.attach(dressed)
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


def _words(part: EmailMessage, words: str, kind: str) -> None:
    """Fill `part` with text, encoded in C: the package's own encoder is most of a letter's time."""
    part["Content-Type"] = f'text/{kind}; charset="utf-8"'
    part["Content-Transfer-Encoding"] = "quoted-printable"
    encoded = b2a_qp(words.replace("\r\n", "\n").encode(), istext=True)
    part.set_payload(encoded.decode("ascii"))


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
