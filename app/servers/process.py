"""A child process: started on a tether, stopped with patience."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.servers import tether
from app.servers.account import Account

LOG_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True)
class Program:
    """What to run, as whom, where its words go, and the signal that ends it."""

    role: str
    command: Sequence[str | Path]
    log: Path
    account: Account | None = None
    stop_with: signal.Signals = signal.SIGTERM
    stop_seconds: float = 20
    env: Mapping[str, str] | None = None
    inherits: tuple[int, ...] = ()

    def start(self) -> "subprocess.Popen[bytes]":
        """Start it; it will not outlive this process."""
        other = self.account is not None and not self.account.is_me
        order = {
            "parent": os.getpid(),
            "signal": int(self.stop_with),
            "account": self.account.name if self.account and other else None,
        }
        command = [sys.executable, "-I", "-S", tether.__file__, json.dumps(order), *self.command]
        _turn_page(self.log)
        with self.log.open("ab") as words:
            return subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=subprocess.STDOUT,
                env=self.env,
                pass_fds=self.inherits,
            )

    def stop(self, process: "subprocess.Popen[bytes]") -> None:
        """Ask it to end, and make it end when it does not."""
        if process.poll() is None:
            process.send_signal(self.stop_with)
            try:
                process.wait(self.stop_seconds)
            except subprocess.TimeoutExpired:
                _end_group(process)
        process.wait()

    def last_words(self) -> str:
        """The last line it wrote, for a sentence about why it stopped."""
        if not self.log.exists():
            return ""
        lines = self.log.read_text(encoding="utf-8", errors="replace")[-4000:].split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "")


def family(process: "subprocess.Popen[bytes]") -> list[int]:
    """The process and its children, where the system tells (Linux)."""
    told = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    try:
        return [process.pid, *map(int, told.read_text().split())]
    except OSError:
        return [process.pid]


def _turn_page(log: Path) -> None:
    """Keep a log from growing for ever: at most two files of it."""
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))


def _end_group(process: "subprocess.Popen[bytes]") -> None:
    # The tether made it the leader of a session, so its own children go with it.
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        process.kill()
