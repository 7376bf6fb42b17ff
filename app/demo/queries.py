"""What the pages of the demonstration show: its people, its mails, a list to bring in."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from app.accounts.models import User
from app.accounts.queries import member_at
from app.demo.rules import TOKYO, Calendar
from app.demo.story import ATTENDEE, COMMUNITY, OPERATOR, ORGANIZER, address
from app.kit.eml import Received, opened

ROLES = {"organizer": ORGANIZER, "attendee": ATTENDEE, "operator": OPERATOR}
_MAIL = re.compile(r"[\w.-]+\.eml")
_DAY = re.compile(r"(?<=,)(-\d+) (\d\d:\d\d)(?=,)")
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Kept:
    """One mail in the folder, under the name of its file."""

    name: str
    mail: Received

    @property
    def order(self) -> tuple[datetime, str]:
        """By the date it carries; by arrival where two are the same."""
        return self.mail.at or _LONG_AGO, self.name


def person_in(role: str) -> User | None:
    """Whoever plays that part, if the community lives here."""
    return member_at(address(ROLES[role]))


def mails_in(folder: Path) -> list[Kept]:
    """Every mail that has arrived, the newest first."""
    paths = folder.glob("*.eml") if folder.is_dir() else ()
    return sorted((_kept(path) for path in paths), key=lambda one: one.order, reverse=True)


def mail_called(folder: Path, name: str) -> Kept | None:
    """The mail in the file of that name."""
    path = folder / name
    return _kept(path) if _MAIL.fullmatch(name) and path.is_file() else None


def list_from_elsewhere(at: datetime) -> bytes:
    """An attendee list as another platform exports it, of people who registered these days."""
    days = Calendar(at)
    text = (COMMUNITY / "connpass.csv").read_text(encoding="utf-8")

    def day(found: re.Match[str]) -> str:
        local = days.on(int(found[1]), found[2]).astimezone(TOKYO)
        return f"{local:%Y/%m/%d %H:%M}"

    return _DAY.sub(day, text).encode("utf-8-sig")


@lru_cache(maxsize=1000)
def _kept(path: Path) -> Kept:
    # Files are written once, under a name of their own, and never change.
    return Kept(path.name, opened(path.read_bytes()))
