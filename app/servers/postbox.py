"""A mail server that delivers nothing: it keeps what it is given, for the demonstration and tests.

python -m app.servers.postbox FD FOLDER     # listens on the inherited socket FD
"""

import asyncio
import contextlib
import itertools
import socket
import sys
import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Self

from aiosmtpd.smtp import SMTP, Envelope, Session

MESSAGE_BYTES = 32 * 1024 * 1024
ACCEPTED = "250 OK"
SILENT_SECONDS = 3600


@dataclass(frozen=True)
class Answers:
    """What it says at each step, where that is not yes: `rcpt="550 5.1.1 No such user"`.

    `rcpt` may be a function of the address that gives None for yes. `delay` is in seconds and
    comes after the message, before the answer; `drop` keeps the message and hangs up unanswered.
    `drops_at` and `hangs_at` name a step before that (connect, mail, rcpt, data) at which it hangs
    up, or says nothing more.
    """

    connect: str | None = None
    mail: str | None = None
    rcpt: str | Callable[[str], str | None] | None = None
    data: str | None = None
    delay: float = 0
    drop: bool = False
    drops_at: str = ""
    hangs_at: str = ""

    async def misbehave(self, step: str, server: SMTP) -> None:
        """Hang up, or fall silent, if that is what it does at this step."""
        if self.drops_at == step and isinstance(server.transport, asyncio.WriteTransport):
            server.transport.abort()
        if self.hangs_at == step:
            await asyncio.sleep(SILENT_SECONDS)

    def to_recipient(self, address: str) -> str | None:
        return self.rcpt(address) if callable(self.rcpt) else self.rcpt


class Postbox:
    """A mail server in a thread. `with Postbox() as postbox:` and mail to `postbox.url`.

    Stopped and started again, it listens on the same port, like a server that was away.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self.answers = Answers()
        self.port = 0
        self.raw: list[bytes] = []
        self.arrived = threading.Condition()
        self._numbers = itertools.count(1)
        self._conversations: weakref.WeakSet[SMTP] = weakref.WeakSet()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_failure: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def messages(self) -> list[EmailMessage]:
        """Everything accepted so far, oldest first."""
        lines = [raw.replace(b"\r\n", b"\n") for raw in list(self.raw)]
        return [message_from_bytes(text, policy=policy.default) for text in lines]

    def wait_for(self, count: int, seconds: float = 10) -> list[EmailMessage]:
        """The messages, once there are `count` of them, or after `seconds`."""
        with self.arrived:
            self.arrived.wait_for(lambda: len(self.raw) >= count, seconds)
        return self.messages

    def start(self) -> None:
        """Listen, in a thread of its own."""
        listener = listen(self.port)
        self.port = listener.getsockname()[1]
        ready = threading.Event()
        self._thread = threading.Thread(
            target=self._run, args=(listener, ready), name="postbox", daemon=True
        )
        self._thread.start()
        ready.wait()

    def stop(self) -> None:
        """Hang up on everybody and close."""
        if self._loop and self._thread:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
        self._loop = self._thread = None

    def serve(self, listener: socket.socket) -> None:
        """Listen on `listener` until the process ends."""
        self._run(listener, threading.Event())

    def keep(self, content: bytes) -> None:
        """Take one message."""
        if self.folder:
            stamp = f"{datetime.fromtimestamp(time.time(), UTC):%Y%m%dT%H%M%S.%f}"
            path = self.folder / f"{stamp}-{next(self._numbers)}.eml"
            draft = path.with_suffix(".part")
            draft.write_bytes(content)
            draft.replace(path)
        else:
            with self.arrived:
                self.raw.append(content)
                self.arrived.notify_all()

    def _run(self, listener: socket.socket, ready: threading.Event) -> None:
        loop = asyncio.new_event_loop()
        server = loop.run_until_complete(loop.create_server(self._conversation, sock=listener))
        self._loop = loop
        loop.call_soon(ready.set)
        try:
            loop.run_forever()
        finally:
            server.close()
            loop.run_until_complete(self._hang_up())
            loop.close()

    async def _hang_up(self) -> None:
        """End every conversation while there is a loop that can still close its connection."""
        await asyncio.sleep(0)  # whoever has just come in is let in first
        for conversation in list(self._conversations):
            if isinstance(conversation.transport, asyncio.WriteTransport):
                conversation.transport.abort()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await asyncio.sleep(0)

    def _conversation(self) -> SMTP:
        conversation = _Conversation(
            _Keeper(self),
            hostname="kizuna.invalid",
            ident="Kizuna postbox",
            data_size_limit=MESSAGE_BYTES,
            enable_SMTPUTF8=True,
        )
        self._conversations.add(conversation)
        return conversation


class _Keeper:
    """Answers one conversation's questions the way aiosmtpd asks them."""

    def __init__(self, postbox: Postbox) -> None:
        self.postbox = postbox

    async def handle_EHLO(  # noqa: N802 -- aiosmtpd's name
        self, _server: SMTP, session: Session, _envelope: Envelope, host: str, said: list[str]
    ) -> list[str]:
        """It reads command after command from one stream, so it may say that it does."""
        session.host_name = host
        return [*said[:-1], "250-PIPELINING", said[-1]]

    async def handle_MAIL(  # noqa: N802 -- aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _more: list[str]
    ) -> str:
        await self.postbox.answers.misbehave("mail", server)
        if (refusal := self.postbox.answers.mail) is not None:
            return refusal
        envelope.mail_from = address
        return ACCEPTED

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _more: list[str]
    ) -> str:
        await self.postbox.answers.misbehave("rcpt", server)
        if (refusal := self.postbox.answers.to_recipient(address)) is not None:
            return refusal
        envelope.rcpt_tos.append(address)
        return ACCEPTED

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        answers = self.postbox.answers
        await answers.misbehave("data", server)
        if answers.data is not None:
            return answers.data
        self.postbox.keep(envelope.original_content or b"")
        if answers.drop and isinstance(server.transport, asyncio.WriteTransport):
            server.transport.abort()
        await asyncio.sleep(answers.delay)
        return ACCEPTED


class _Conversation(SMTP):
    """One client's connection, which may be turned away at the door."""

    async def _handle_client(self) -> None:
        answers = self.event_handler.postbox.answers
        await answers.misbehave("connect", self)
        refusal = answers.connect
        if refusal is not None and self.transport:
            await self.push(refusal)
            self.transport.close()
        else:
            await super()._handle_client()


def listen(port: int = 0) -> socket.socket:
    """A listening socket on this machine alone; port 0 takes a free one."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(128)
    return listener


def main(descriptor: str, folder: str) -> None:
    """Keep every message that comes to the inherited socket as a file in `folder`."""
    Postbox(Path(folder)).serve(socket.socket(fileno=int(descriptor)))


if __name__ == "__main__":
    main(*sys.argv[1:])
