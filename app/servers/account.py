"""Whom a server runs as: the person who started it, or nobody when that is root."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path

from app.servers.errors import CannotStart

UNPRIVILEGED = "nobody"


@dataclass(frozen=True)
class Account:
    """A user of this machine."""

    name: str
    uid: int
    gid: int

    @property
    def is_me(self) -> bool:
        return self.uid == os.geteuid()

    def run(self, command: Sequence[str | Path], *, text: str = "", log: Path | None = None) -> int:
        """Run `command` to its end as this account, `text` its input; the exit status."""
        with (log or Path(os.devnull)).open("ab") as words:
            done = subprocess.run(
                [str(part) for part in command],
                input=text.encode(),
                stdout=words,
                stderr=words,
                cwd="/",
                umask=0o077,
                check=False,
                user=None if self.is_me else self.uid,
                group=None if self.is_me else self.gid,
                extra_groups=None if self.is_me else os.getgrouplist(self.name, self.gid),
            )
        return done.returncode

    def reaches(self, path: Path, *, how: str) -> bool:
        """Whether this account may read (`r`), write (`w`) or run (`x`) what is at `path`.

        Asked of the system by trying, because modes alone do not tell of mounts and lists.
        """
        return self.is_me or self.run(["/bin/sh", "-c", f'test -{how} "$0"', path]) == 0


def myself() -> Account:
    """The account this process runs as, which in a container may have no name."""
    uid = os.geteuid()
    try:
        return Account(pwd.getpwuid(uid).pw_name, uid, os.getegid())
    except KeyError:
        return Account(str(uid), uid, os.getegid())


def unprivileged() -> Account:
    """Myself, or nobody when I am root: PostgreSQL refuses to run as root, and it is right.

    Raises CannotStart when there is no such account.
    """
    if os.geteuid():
        return myself()
    try:
        entry = pwd.getpwnam(UNPRIVILEGED)
    except KeyError:
        raise CannotStart(
            _("There is no account %(name)s for PostgreSQL to run as. Set DATABASE_URL instead.")
            % {"name": UNPRIVILEGED}
        ) from None
    return Account(UNPRIVILEGED, entry.pw_uid, entry.pw_gid)
