"""Everything `doctor` looks at, one function each."""

import importlib.metadata
import re
import shutil
import smtplib
import time
from collections.abc import Callable
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path
from platform import python_version
from typing import LiteralString
from urllib.parse import urlsplit

import psycopg
from redis import Redis, RedisError
from sqlalchemy.exc import SQLAlchemyError

from app.cli.home import Env, application
from app.cli.language import catalogs, is_compiled
from config import ROOT

ENOUGH_BYTES = 1_000_000_000
CLOCK_SECONDS = 2
SECRET_LENGTH = 32


@dataclass(frozen=True)
class Patient:
    """An installation: its settings, and whether it brings its own servers."""

    env: Env
    is_self_contained: bool


@dataclass(frozen=True)
class Finding:
    """What was looked at, how it is, and what to do about it if it is not well."""

    subject: str
    state: str
    remedy: str = ""

    @property
    def is_well(self) -> bool:
        return not self.remedy


def python(_patient: Patient) -> Finding:
    """Whether Python is one this is made for; the starter refuses what is too old."""
    return Finding("Python", python_version())


def packages(_patient: Patient) -> Finding:
    """Whether every locked package is installed in its locked version."""
    subject = _("packages")
    wanted = re.findall(
        r"^([\w.-]+)==([^\s;]+)(?: ; (.*?))? ?\\?$",
        (ROOT / "requirements.lock").read_text(),
        re.MULTILINE,
    )
    wrong = [name for name, version, mark in wanted if not mark and _installed(name) != version]
    if wrong:
        state = _("not as in requirements.lock: %(names)s") % {"names": ", ".join(wrong[:5])}
        return Finding(subject, state, _("Delete .venv and start again."))
    return Finding(subject, _("as in requirements.lock"))


def database(patient: Patient) -> Finding:
    """Whether PostgreSQL answers and is new enough."""
    if not patient.env.get("DATABASE_URL"):
        return Finding("PostgreSQL", _("embedded, not running now"))
    try:
        return Finding("PostgreSQL", _answer(patient, "SHOW server_version"))
    except psycopg.Error as error:
        return Finding("PostgreSQL", _first_line(error), _("Check DATABASE_URL."))


def redis(patient: Patient) -> Finding:
    """Whether Redis answers; without it mail waits for the next sweep."""
    url = patient.env.get("REDIS_URL")
    if not url:
        return Finding("Redis", _("embedded, not running now"))
    try:
        with Redis.from_url(url, socket_timeout=5, socket_connect_timeout=5) as connection:
            return Finding("Redis", str(connection.info("server")["redis_version"]))
    except (RedisError, ValueError) as error:
        return Finding("Redis", _first_line(error), _("Check REDIS_URL."))


def tables(patient: Patient) -> Finding:
    """Whether the tables are those of this version of the program."""
    subject = _("tables")
    if not patient.env.get("DATABASE_URL"):
        return Finding(subject, _("looked after at the next start"))
    try:
        found = _answer(patient, "SELECT version_num FROM alembic_version")
    except psycopg.Error:
        found = _("none")
    if found != _head():
        state = _("at %(found)s, not at %(head)s") % {"found": found, "head": _head()}
        return Finding(subject, state, _("Run ./kizuna migrate."))
    return Finding(subject, _("up to date"))


def secret_key(patient: Patient) -> Finding:
    """Whether the secret is long enough and nobody else's."""
    path = Path(patient.env["KIZUNA_VAR"]) / "secret_key"
    if len(patient.env["SECRET_KEY"]) < SECRET_LENGTH:
        return Finding("SECRET_KEY", _("too short"), _("Set one of 32 characters or more."))
    if path.exists() and path.stat().st_mode & 0o077:
        state = _("%(path)s can be read by others") % {"path": path}
        return Finding("SECRET_KEY", state, f"chmod 600 {path}")
    return Finding("SECRET_KEY", _("long enough"))


def base_url(patient: Patient) -> Finding:
    """Whether links in mails lead back here."""
    url = patient.env.get("BASE_URL")
    if not url:
        remedy = _("Set BASE_URL to the address people use.")
        return _wanted(patient, "BASE_URL", _("not set; links lead to this machine"), remedy)
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        return Finding("BASE_URL", url, _("Write it like https://kizuna.example.org."))
    return Finding("BASE_URL", url)


def mail(patient: Patient) -> Finding:
    """Whether a mail server takes our letters."""
    url = patient.env.get("MAIL_URL", "")
    parts = urlsplit(url)
    if not url:
        remedy = _("Set MAIL_URL to your mail server.")
        return _wanted(patient, "MAIL_URL", _("not set; e-mails are kept, not sent"), remedy)
    if parts.scheme == "file":
        return Finding(
            "MAIL_URL", _("e-mails are kept as files in %(path)s") % {"path": parts.path}
        )
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    try:
        with kind(parts.hostname or "", parts.port or 0, timeout=5) as server:
            server.noop()
    except (OSError, smtplib.SMTPException) as error:
        return Finding("MAIL_URL", _first_line(error), _("Check MAIL_URL and the mail server."))
    return Finding("MAIL_URL", _("%(host)s answers") % {"host": parts.hostname})


def disk(patient: Patient) -> Finding:
    """Whether there is room to write."""
    free = shutil.disk_usage(patient.env["KIZUNA_VAR"]).free
    state = _("%(size).1f GB free") % {"size": free / 1e9}
    return Finding(_("disk"), state, "" if free > ENOUGH_BYTES else _("Make room soon."))


def clock(patient: Patient) -> Finding:
    """Whether this clock agrees with the database's, and whether it has been moved."""
    subject = _("clock")
    if patient.env.get("KIZUNA_CLOCK_OFFSET"):
        state = _("moved by %(seconds)s s") % {"seconds": patient.env["KIZUNA_CLOCK_OFFSET"]}
        return Finding(subject, state, _("Unset KIZUNA_CLOCK_OFFSET, unless this is a rehearsal."))
    if not patient.env.get("DATABASE_URL"):
        return Finding(subject, _("not moved"))
    asked = time.time()
    try:
        theirs = float(_answer(patient, "SELECT extract(epoch FROM clock_timestamp())"))
    except psycopg.Error:
        return Finding(subject, _("not compared, as PostgreSQL does not answer"))
    # However long the answer took, it was right at some moment meanwhile.
    offset = max(asked - theirs, theirs - time.time(), 0)
    state = _("%(seconds).1f s from the database's") % {"seconds": offset}
    return Finding(subject, state, "" if offset < CLOCK_SECONDS else _("Set the clock (NTP)."))


def translations(_patient: Patient) -> Finding:
    """Whether programs see the newest wording."""
    stale = [str(path) for path in catalogs() if not is_compiled(path)]
    if stale:
        return Finding(_("translations"), ", ".join(stale), _("Make that folder writable once."))
    return Finding(_("translations"), _("compiled"))


def seats(patient: Patient) -> Finding:
    """Whether a seat is free anywhere while somebody waits who could have it."""
    subject = _("seats")
    if not patient.env.get("DATABASE_URL"):
        return Finding(subject, _("looked after at the next start"))
    try:
        with application(patient.env):
            from app.kit.clock import now
            from app.registrations.queries import free_while_waiting

            stuck = free_while_waiting(now())
    except SQLAlchemyError:
        return Finding(subject, _("not counted, as the tables do not answer"))
    free = sum(each.seats for each in stuck)
    state = _("free while people wait: %(count)s") % {"count": free}
    if stuck:
        remedy = _("Is the scheduler running? ./kizuna due passes seats on, once.")
        return Finding(subject, f"{state} ({', '.join(each.event.slug for each in stuck)})", remedy)
    return Finding(subject, state)


ALL: tuple[Callable[[Patient], Finding], ...] = (
    *(python, packages, database, redis, tables, seats, secret_key),
    *(base_url, mail, disk, clock, translations),
)


def _wanted(patient: Patient, subject: str, state: str, remedy: str) -> Finding:
    """Something a demonstration can do without, and a real installation cannot."""
    return Finding(subject, state, "" if patient.is_self_contained else remedy)


def _answer(patient: Patient, question: LiteralString) -> str:
    """What the database answers. Raises psycopg.Error."""
    url = patient.env["DATABASE_URL"].replace("+psycopg", "", 1)
    with psycopg.connect(url, connect_timeout=5) as connection:
        row = connection.execute(question).fetchone()
    return str(row[0]) if row else ""


def _installed(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _head() -> str:
    """The newest migration, read from the files."""
    text = "\n".join(path.read_text() for path in (ROOT / "migrations/versions").glob("*.py"))
    made = set(re.findall(r'^revision\b.*?= ?"(\w+)"', text, re.MULTILINE))
    followed = set(re.findall(r'^down_revision\b.*?= ?"(\w+)"', text, re.MULTILINE))
    return ", ".join(sorted(made - followed))


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0]
