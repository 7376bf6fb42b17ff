"""Private folders, locks and files: where servers keep what is nobody else's business."""

import fcntl
import hashlib
import os
import stat
import tempfile
import time
from gettext import gettext as _
from pathlib import Path

from app.servers.account import Account, myself
from app.servers.errors import AlreadyRunning, CannotStart

# The kernel's limit for a socket's path is 107 bytes on Linux and 103 on macOS.
LONGEST_SOCKET = 99
LONGEST_NAME = len(".s.PGSQL.5432")


def make_var(var: Path) -> None:
    """Make the folder everything lives in; one that exists is left as it is.

    As root it can be walked through, though not read: PostgreSQL lives in it as nobody.
    """
    if not var.exists():
        var.mkdir(parents=True)
        var.chmod(0o700 if os.geteuid() else 0o711)


def private_folder(path: Path, owner: Account, mode: int = 0o700) -> Path:
    """The folder at `path`, made if need be, a true folder of `owner` and closed to others.

    Raises CannotStart when it is something else or somebody else's.
    """
    try:
        path.mkdir(mode=mode)
        if not owner.is_me:
            os.chown(path, owner.uid, owner.gid, follow_symlinks=False)
    except FileExistsError:
        pass
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise CannotStart(_("%(path)s is not a folder. Please move it away.") % {"path": path})
    if found.st_uid != owner.uid:
        raise CannotStart(
            _("%(path)s does not belong to %(name)s. Choose another folder with KIZUNA_VAR.")
            % {"path": path, "name": owner.name}
        )
    if stat.S_IMODE(found.st_mode) != mode:
        owner.run(["/bin/chmod", f"{mode:o}", path])
    return path


def socket_folder(home: Path, owner: Account) -> Path:
    """A private folder for sockets: in `home`, or in a temporary one where that is too long."""
    temporary = f"kizuna-{owner.uid}-{short_name(home)}"
    for path in (home / "s", Path(tempfile.gettempdir()) / temporary, Path("/tmp") / temporary):  # noqa: S108 -- the folder itself is private and checked
        if len(os.fsencode(path)) + 1 + LONGEST_NAME <= LONGEST_SOCKET:
            return private_folder(path, owner)
    raise CannotStart(
        _("%(path)s is too long for a socket. Choose a shorter folder with KIZUNA_VAR.")
        % {"path": home}
    )


def short_name(path: Path) -> str:
    """Ten characters that stand for `path`."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:10]


def write_private(path: Path, text: str) -> None:
    """Put `text` at `path` for its owner's eyes only, wholly or not at all."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


class Lock:
    """A file only one process holds; the system lets go of it when the holder is gone."""

    def __init__(self, path: Path) -> None:
        self.descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)

    def take(self, *, patience: float = 0) -> bool:
        """Whether the lock is ours, within `patience` seconds."""
        until = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= until:
                    return False
                time.sleep(0.05)
            else:
                return True

    def drop(self) -> None:
        """Let go; whoever inherited the descriptor still holds it."""
        os.close(self.descriptor)


def take_lock(folder: Path) -> Lock:
    """The right to run what lives in `folder`. Raises CannotStart when it runs already."""
    lock = Lock(folder / "lock")
    if not lock.take():
        lock.drop()
        raise AlreadyRunning(
            _("Kizuna is already running with the data in %(path)s.") % {"path": folder}
        )
    return lock


def my_folder(path: Path) -> Path:
    """A private folder of the one who runs this."""
    return private_folder(path, myself())
