"""What stands below a mail's head: the same words as text and in full dress, and attachments.

Put together by hand: the package's generator reads every line of every part four times over, which
was most of a letter's time.
"""

import re
from binascii import b2a_qp
from collections.abc import Sequence
from email.message import MIMEPart
from email.policy import SMTP

from app.accounts.names import one_line
from app.kit.letters import Attachment, Letter

LINE_ENDS = re.compile(r"\r\n?")


def body(letter: Letter, name: str) -> bytes:
    """The rest of the head, an empty line, and everything below it. `name` is the letter's own."""
    words = [_words("plain", letter.text)]
    if letter.html:
        words.append(_words("html", letter.html))
    whole = _together("alternative", words, f"=_{name}.words") if letter.html else words[0]
    if letter.attachments:
        parts = [whole, *map(_attached, letter.attachments)]
        whole = _together("mixed", parts, f"=_{name}.all")
    return whole


def _words(kind: str, words: str) -> bytes:
    # Quoted-printable keeps every line short and every byte seven bits wide; filters take
    # base64 for a disguise.
    head = (
        f'Content-Type: text/{kind}; charset="utf-8"\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    encoded = b2a_qp(LINE_ENDS.sub("\n", words).encode(), istext=True)
    return head.encode() + encoded.replace(b"\n", b"\r\n")


def _attached(attachment: Attachment) -> bytes:
    kind, _, subkind = attachment.mime.partition("/")
    subtype, *parameters = [part.strip() for part in subkind.split(";")]
    part = MIMEPart(policy=SMTP)
    part.set_content(
        attachment.content,
        maintype=kind,
        subtype=subtype,
        disposition="attachment",
        filename=one_line(attachment.name),
        params=dict(each.split("=", 1) for each in parameters),
    )
    return part.as_bytes()


def _together(how: str, parts: Sequence[bytes], boundary: str) -> bytes:
    """Parts one below the other. "=_" stands in no part: neither encoding can write it."""
    head = f'Content-Type: multipart/{how};\r\n boundary="{boundary}"\r\n\r\n'.encode()
    between = f"--{boundary}".encode()
    each = b"".join(between + b"\r\n" + part + b"\r\n" for part in parts)
    return head + each + between + b"--\r\n"
