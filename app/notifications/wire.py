"""One conversation with the mail server, step by step, so that a failure says how far it got."""

import re
import select
import smtplib
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from app.notifications.rules import Phase

STEP_SECONDS = 30
PORTS = {"smtp": 25, "smtps": 465}
LEADING_DOT = re.compile(rb"(?m)^\.")


@dataclass(frozen=True)
class Envelope:
    """A letter as the server takes it: bytes with CRLF, seven bits wide."""

    sender: str
    recipient: str
    content: bytes
    name: str


class No(Exception):
    """The server has answered, and not with yes."""

    def __init__(self, phase: Phase, code: int, text: str) -> None:
        super().__init__(f"{code} {text}")
        self.phase, self.code = phase, code


class Lost(Exception):
    """The server is away, or hung up on us. Before the dot nothing has been handed over."""

    def __init__(self, phase: Phase, reason: object) -> None:
        super().__init__(f"{phase}: {reason or type(reason).__name__}")
        self.phase = phase


class Step(NamedTuple):
    """One command, and the first digit of a yes to it."""

    phase: Phase
    command: str
    yes: int = 2


class Line(Protocol):
    """Somewhere letters can be handed over, one after the other.

    Every step raises No or Lost. `answer` gives None when none has come within `seconds`.
    """

    def offer(self, envelope: Envelope) -> None: ...
    def dot(self) -> None: ...
    def answer(self, seconds: float) -> tuple[int, str] | None: ...
    def fileno(self) -> int: ...
    def close(self) -> None: ...


def open_line(url: str, hostname: str) -> Line:
    """Connect to the server that MAIL_URL names. Raises No or Lost."""
    scheme = urlsplit(url).scheme
    if scheme == "file":
        return Folder(Path(unquote(urlsplit(url).path)))
    return Conversation(url, hostname)


class Conversation:
    """An SMTP connection (RFC 5321) that stops before and after each final dot."""

    def __init__(self, url: str, hostname: str) -> None:
        parts = urlsplit(url)
        host, port = parts.hostname or "localhost", parts.port or PORTS[parts.scheme]
        self._has_offered = False
        with _step(Phase.SESSION):
            if parts.scheme == "smtps":
                self._smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                    host,
                    port,
                    hostname,
                    timeout=STEP_SECONDS,
                    context=ssl.create_default_context(),
                )
            else:
                self._smtp = smtplib.SMTP(host, port, hostname, STEP_SECONDS)
            _at_once(self._smtp)
        try:
            self._greet(parse_qs(parts.query).get("tls") == ["start"])
            self._sign_in(parts.username, parts.password)
        except (No, Lost):
            self._smtp.close()
            raise

    def _greet(self, starts_tls: bool) -> None:
        with _step(Phase.SESSION):
            self._smtp.ehlo_or_helo_if_needed()
            if starts_tls:
                self._smtp.starttls(context=ssl.create_default_context())
                self._smtp.ehlo_or_helo_if_needed()

    def _sign_in(self, user: str | None, password: str | None) -> None:
        if user:
            with _step(Phase.SESSION):
                self._smtp.login(unquote(user), unquote(password or ""))

    def offer(self, envelope: Envelope) -> None:
        """Hand over the addresses and the whole letter, but not the final dot."""
        if self._has_offered:
            self._say(Phase.MAIL, "RSET")
        self._has_offered = True
        size = f" SIZE={len(envelope.content)}" if self._smtp.has_extn("size") else ""
        steps = (
            Step(Phase.MAIL, f"MAIL FROM:<{envelope.sender}>{size}"),
            Step(Phase.RCPT, f"RCPT TO:<{envelope.recipient}>"),
            Step(Phase.DATA, "DATA", yes=3),
        )
        if self._smtp.has_extn("pipelining"):
            self._say_at_once(steps)
        else:
            for step in steps:
                self._say(*step)
        with _step(Phase.DATA):
            self._smtp.send(LEADING_DOT.sub(b"..", envelope.content))

    def dot(self) -> None:
        """End the letter. From here on only the server knows whether it has it."""
        with _step(Phase.DOT):
            self._smtp.send(b".\r\n")

    def answer(self, seconds: float) -> tuple[int, str] | None:
        """The server's answer to the dot."""
        with _step(Phase.DOT):
            if not select.select([self.fileno()], [], [], seconds)[0]:
                return None
            code, text = self._smtp.getreply()
        self._has_offered = False
        return code, text.decode(errors="replace")

    def fileno(self) -> int:
        sock = self._smtp.sock
        return sock.fileno() if sock else -1

    def close(self) -> None:
        """Hang up, politely if the server still listens."""
        try:
            if self._smtp.sock:
                self._smtp.sock.settimeout(1)
            self._smtp.quit()
        except (OSError, smtplib.SMTPException):
            self._smtp.close()

    def _say(self, phase: Phase, command: str, yes: int = 2) -> None:
        with _step(phase):
            self._smtp.putcmd(command)
        self._hear(phase, yes)

    def _hear(self, phase: Phase, yes: int = 2) -> None:
        with _step(phase):
            code, text = self._smtp.getreply()
        if code // 100 != yes:
            raise No(phase, code, text.decode(errors="replace"))

    def _say_at_once(self, steps: Sequence[Step]) -> None:
        """Say all of it, then hear all answers (RFC 2920): one journey there and back, not three.

        Raises what went wrong first.
        """
        with _step(steps[0].phase):
            self._smtp.send("".join(f"{step.command}\r\n" for step in steps))
        faults: list[No | Lost] = []
        for phase, _, yes in steps:
            try:
                self._hear(phase, yes)
            except No as no:
                faults.append(no)
            except Lost as lost:
                faults.append(lost)
                break
        else:
            if faults and faults[-1].phase != Phase.DATA:
                self._end_empty_letter()
        if faults:
            raise faults[0]

    def _end_empty_letter(self) -> None:
        """The server waits for a letter to nobody: end it, as RFC 2920 says, and hear its no."""
        with suppress(No, Lost):
            self.dot()
            self._hear(Phase.DOT)


class Folder:
    """`file:///dir`: letters become files there, for rehearsals. The same letter, one file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with _step(Phase.SESSION):
            folder.mkdir(parents=True, exist_ok=True)

    def offer(self, envelope: Envelope) -> None:
        self._path = self._folder / f"{envelope.name}.eml"
        with _step(Phase.DATA):
            self._path.with_suffix(".part").write_bytes(envelope.content)

    def dot(self) -> None:
        with _step(Phase.DOT):
            self._path.with_suffix(".part").replace(self._path)

    def answer(self, seconds: float) -> tuple[int, str] | None:
        return 250, f"kept as {self._path.name}"

    def fileno(self) -> int:
        return -1

    def close(self) -> None: ...


def _at_once(smtp: smtplib.SMTP) -> None:
    """Let the dot leave when it is given, not once the server has confirmed what came before."""
    if smtp.sock:
        smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


@contextmanager
def _step(phase: Phase) -> Iterator[None]:
    """Say every failure as No or Lost, with the phase it happened in."""
    try:
        yield
    except smtplib.SMTPNotSupportedError as lacking:
        raise No(phase, 504, str(lacking)) from lacking
    except smtplib.SMTPResponseException as no:
        text = no.smtp_error
        said = text.decode(errors="replace") if isinstance(text, bytes) else str(text)
        if no.smtp_code < 400:  # noqa: PLR2004 -- no answer at all, only noise
            raise Lost(phase, said) from no
        raise No(phase, no.smtp_code, said) from no
    except (OSError, ValueError) as lost:
        raise Lost(phase, lost) from lost
