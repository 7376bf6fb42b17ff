"""A mail that has come in, read without trusting a byte of it."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import getaddresses, parseaddr
from html import unescape

from app.kit.eml import opened
from app.relay.rules import MOST_CHARACTERS

RECIPIENTS = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
BULK = {"bulk", "junk", "list", "auto_reply"}
ATTRIBUTION = re.compile(
    r"^(On .{0,200}wrote:|.{0,200}(さんは書きました|のメール|が書いたもの)[::]?|"
    r"-{2,} ?(Original Message|元のメッセージ|Forwarded message).*|"
    r"From: .*|差出人[::].*|_{20,})\s*$"
)
HIDDEN = "[…]"
RULED = re.compile(r"-- ?|[-=_*~+─━═―‐☆★◆◇□■]{4,}")
SIGNATURE_LINES = 14
# A field of a header that means anything to us, with the lines it goes on in.
FIELD = re.compile(
    rb"^(?:content-[a-z-]+|from|to|cc|delivered-to|x-original-to|envelope-to|return-path|subject"
    rb"|message-id|auto-submitted|precedence):[^\n]*(?:\n[ \t][^\n]*)*",
    re.IGNORECASE | re.MULTILINE,
)
PART = re.compile(rb"^content-type:", re.IGNORECASE | re.MULTILINE)
# Python's parser takes the square of a field's length, and a frame for each bracket and part.
LONGEST_FIELD = 4_000
MOST_BRACKETS = 50
MOST_PARTS = 60
SEALS = {
    "application/pgp-signature",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
}


@dataclass(frozen=True)
class Status:
    """What a report says of one recipient (RFC 3464): `5.1.1`, and the server's words."""

    action: str
    status: str
    diagnostic: str


@dataclass(frozen=True)
class Incoming:
    """A mail as it came in."""

    raw: bytes
    message: EmailMessage

    @property
    def recipients(self) -> list[str]:
        """Whom it was for, the surest first."""
        fields = [value for name in RECIPIENTS for value in self._all(name)]
        return [address for _name, address in getaddresses(fields) if address]

    @property
    def sender(self) -> str:
        """The address in From."""
        return parseaddr(self._one("From"))[1].lower()

    @property
    def subject(self) -> str:
        return " ".join(self._one("Subject").split())[:200]

    @property
    def is_automatic(self) -> bool:
        """Whether no person wrote it (RFC 3834), or it has been through a list or through us."""
        auto = self._one("Auto-Submitted").partition(";")[0].strip().lower()
        return (
            auto not in ("", "no")
            or self._one("Precedence").strip().lower() in BULK
            or self._one("Return-Path").strip() == "<>"
            or any(self._one(name) for name in ("List-Id", "X-Autoreply", "X-Loop", "Feedback-ID"))
        )

    @property
    def report_type(self) -> str:
        """`delivery-status`, `feedback-report`, or nothing."""
        if self.message.get_content_type() != "multipart/report":
            return ""
        return str(self.message.get_param("report-type", "")).lower()

    @property
    def fingerprint(self) -> str:
        """The same for the same mail, however often and by whichever way it comes in."""
        name = self._one("Message-ID").strip().encode() or self.raw
        return hashlib.sha256(name + b"\0" + self.sender.encode()).hexdigest()

    @property
    def text(self) -> str:
        """What was written: plain, without what was quoted and without attachments."""
        mail = opened(self.raw)
        words = mail.text or _without_tags(mail.html or "")
        return _own_words(words)[:MOST_CHARACTERS]

    @property
    def holds_files(self) -> bool:
        """Whether anything is enclosed but pictures within the text, and signatures by program."""
        return any(_is_file(part) for part in self.message.walk() if not part.is_multipart())

    def statuses(self) -> list[Status]:
        """What a delivery report says, recipient by recipient."""
        return [
            Status(
                _word(block, "Action").lower(),
                _word(block, "Status").partition(" ")[0],
                " ".join(_word(block, "Diagnostic-Code").split())[:300],
            )
            for block in self._blocks("message/delivery-status")
            if block.get("Action")
        ]

    def reported_ids(self) -> list[str]:
        """Message-IDs of the mails a complaint is about."""
        ids = []
        for part in self.message.walk():
            if part.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
                ids += [_word(each, "Message-ID") for each in _enclosed(part)]
        return [name for name in ids if name]

    def _blocks(self, kind: str) -> Iterator[Message]:
        for part in self.message.walk():
            payload = part.get_payload() if part.get_content_type() == kind else None
            if isinstance(payload, list):
                yield from (block for block in payload if isinstance(block, Message))

    def _one(self, name: str) -> str:
        return _word(self.message, name)

    def _all(self, name: str) -> list[str]:
        try:
            return [str(value) for value in self.message.get_all(name, [])]
        except (ValueError, LookupError, AttributeError, TypeError):
            return []


def is_tangled(raw: bytes) -> bool:
    """Whether the mail is made to keep whoever reads it busy, or to make them stumble."""
    if len(PART.findall(raw)) > MOST_PARTS:
        return True
    fields = (found[0] for found in FIELD.finditer(raw))
    return any(len(field) > LONGEST_FIELD or field.count(b"(") > MOST_BRACKETS for field in fields)


def incoming(raw: bytes) -> Incoming:
    """The mail in `raw`; whatever cannot be read in it reads as empty."""
    return Incoming(raw, message_from_bytes(raw, policy=policy.default))


def without(text: str, *addresses: str) -> str:
    """`text` with these addresses hidden, wherever they stand."""
    for address in filter(None, addresses):
        text = re.sub(re.escape(address), HIDDEN, text, flags=re.IGNORECASE)
    return text


def without_signature(text: str) -> str:
    """`text` without a few lines at its end, under a line of dashes, that say who writes."""
    lines = text.splitlines()
    for place in range(max(0, len(lines) - SIGNATURE_LINES), len(lines)):
        if RULED.fullmatch(lines[place]):
            return "\n".join(lines[:place]).strip()
    return text


def _is_file(part: Message) -> bool:
    if part.get_content_type() in SEALS:
        return False
    way = _word(part, "Content-Disposition").partition(";")[0].strip().lower()
    return way == "attachment" or (_has_name(part) and not _word(part, "Content-ID"))


def _has_name(part: Message) -> bool:
    try:
        return bool(part.get_filename())
    except (ValueError, LookupError, AttributeError, TypeError):
        return True


def _own_words(text: str) -> str:
    """What stands before the quotation, and between quotations."""
    lines: list[str] = []
    for line in text.splitlines():
        if ATTRIBUTION.match(line):
            break
        if not line.lstrip().startswith((">", "＞")):
            lines.append(line.rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _without_tags(html: str) -> str:
    lines = re.sub(r"<(br|/p|/div|/li)\b[^>]*>", "\n", html, flags=re.IGNORECASE)
    hidden = re.DOTALL | re.IGNORECASE
    return unescape(re.sub(r"<(style|script|head)\b.*?</\1>|<[^>]*>", " ", lines, flags=hidden))


def _enclosed(part: Message) -> list[Message]:
    payload = part.get_payload()
    if isinstance(payload, list):
        return [each for each in payload if isinstance(each, Message)]
    return [message_from_bytes(str(payload).encode(errors="replace"), policy=policy.default)]


def _word(message: Message, name: str) -> str:
    """A header as text; hostile ones make the parser stumble, and count for nothing."""
    try:
        return str(message.get(name, "") or "")
    except (ValueError, LookupError, AttributeError, TypeError):
        return ""
