"""Bringing the tables up to date, and filling them for the demonstration."""

import hashlib
import json
from datetime import datetime
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click
import psycopg

from app.cli.home import Env, application, say, upgrade_tables
from app.servers.places import write_private
from config import ROOT

if TYPE_CHECKING:
    from app.web.app import App

VERSIONS = ROOT / "migrations" / "versions"


@click.command(help=_("Bring the tables up to date with this version of the program."))
def migrate() -> None:
    """Upgrade, whosever the database is."""
    with application():
        upgrade_tables()
    say(_("The tables are up to date."))


def prepare(app: "App") -> None:
    """Upgrade the tables, fill them for a demonstration, and note that this has been done."""
    from app.kit import clock
    from app.kit.db import db

    with app.app_context():
        upgrade_tables()
        if app.config["DEMO"]:
            _seed(clock.now())
        db.session.remove()
        db.engine.dispose()
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    _note(Path(app.config["VAR"]), url, is_demo=app.config["DEMO"])


def is_prepared(env: Env, *, is_demo: bool) -> bool:
    """Whether the database is as `prepare` left it, found out without loading the application."""
    try:
        note = json.loads(_notebook(Path(env["KIZUNA_VAR"])).read_text())
        current = note["files"] == _files() and note["version"] == _version(env["DATABASE_URL"])
    except (OSError, ValueError, KeyError, psycopg.Error):
        return False
    return current and (note["demo"] or not is_demo)


def _seed(at: datetime) -> None:
    from app.demo.operations import seed_if_empty
    from app.kit.queue import job

    @job
    def seed() -> None:
        seed_if_empty(at=at)

    seed()


def _note(var: Path, url: str, *, is_demo: bool) -> None:
    note = {"files": _files(), "version": _version(url), "demo": is_demo}
    write_private(_notebook(var), json.dumps(note))


def _notebook(var: Path) -> Path:
    return var / "run" / "prepared.json"


def _files() -> str:
    """A fingerprint of every migration there is."""
    paths = sorted(VERSIONS.glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def _version(url: str) -> str:
    """The version the database says it is at."""
    with psycopg.connect(url.replace("+psycopg", "", 1), connect_timeout=5) as connection:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else ""
