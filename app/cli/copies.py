"""`backup` and `restore`: everything in one file, and everything back."""

import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from gettext import gettext as _
from pathlib import Path
from typing import Any

import click
import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from app.cli.home import Env, Unable, application, home_settings, say, upgrade_tables, with_servers
from app.kit import clock
from app.servers.binaries import postgres_program

DUMP, ABOUT = "database.dump", "about.json"
# What an installation writes by itself before anybody has come; the next start writes it again.
OWN_TABLES = ("alembic_version", "digest_runs", "listings", "tag_spellings", "tags")
# Functions that no extension has brought.
FUNCTIONS = """
    SELECT oid::regprocedure::text FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
"""
FORMAT = 1

# The names libpq reads from the environment, where a password is not shown to everybody.
NAMES = {
    "host": "PGHOST",
    "hostaddr": "PGHOSTADDR",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "options": "PGOPTIONS",
}


@click.command(help=_("Put everything into one file, which only you can read."))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Dump the database, prove the dump readable, and only then give it its name."""
    if file.exists():
        raise Unable(_("%(file)s is there already.") % {"file": file})
    with with_servers(home_settings()) as env, tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / DUMP
        say(_("copying the database …"))
        _tool(env, "pg_dump", "--format=custom", "--no-owner", f"--file={dump}")
        _tool(env, "pg_restore", f"--file={os.devnull}", str(dump))
        _write(file, dump)
    size = file.stat().st_size / 1e6
    say(_("%(file)s holds everything (%(size).1f MB).") % {"file": file, "size": size})
    say(
        _(
            "SECRET_KEY is not in it: keep it elsewhere, or links in e-mails already sent "
            "will stop working."
        )
    )


@click.command(help=_("Bring everything back from a backup, into a database without data."))
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def restore(file: Path) -> None:
    """Refuse a database that holds data; restore all or nothing, then upgrade the tables."""
    with with_servers(home_settings()) as env, tempfile.TemporaryDirectory() as folder:
        dump = _read(file, Path(folder))
        # All of it can be read, or nothing is touched.
        _tool(env, "pg_restore", f"--file={os.devnull}", str(dump))
        _make_room(env)
        say(_("restoring the database …"))
        _tool(
            env,
            *("pg_restore", "--clean", "--if-exists", "--no-owner", "--no-privileges"),
            *("--single-transaction", "--exit-on-error", f"--dbname={_facts(env)['PGDATABASE']}"),
            str(dump),
        )
        with application(env):
            upgrade_tables()
    say(_("Everything is back."))


def _facts(env: Env) -> dict[str, str]:
    """The address of the database, as the environment of PostgreSQL's own tools."""
    url = env["DATABASE_URL"].replace("+psycopg", "", 1)
    facts = conninfo_to_dict(url)
    return {NAMES[name]: str(value) for name, value in facts.items() if name in NAMES and value}


def _tool(env: Env, program: str, *words: str) -> None:
    done = subprocess.run(
        [str(postgres_program(program)), *words],
        env={**env, **_facts(env)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        lines = done.stderr.strip().split("\n")
        raise Unable(lines[0] or program)


def _write(file: Path, dump: Path) -> None:
    """Write under another name, for the owner's eyes, and rename once it is on the disk."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    about = {"format": FORMAT, "made_at": clock.now().isoformat(timespec="seconds")}
    try:
        with os.fdopen(descriptor, "wb") as target:
            with tarfile.open(fileobj=target, mode="w") as tar:
                _add(tar, ABOUT, json.dumps(about).encode())
                tar.add(dump, DUMP, filter=_anonymous)
            target.flush()
            os.fsync(target.fileno())
        draft.rename(file)
    finally:
        draft.unlink(missing_ok=True)


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    tar.addfile(entry, io.BytesIO(content))


def _anonymous(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Leave out who made the file: it is nobody's business where it is restored."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


def _read(file: Path, folder: Path) -> Path:
    """The dump out of a backup. Raises Unable when the file is something else."""
    refusal = Unable(_("%(file)s is not a backup of Kizuna.") % {"file": file})
    try:
        with tarfile.open(file, "r:") as tar:
            about = tar.extractfile(ABOUT)
            if about is None or json.load(about)["format"] != FORMAT:
                raise refusal
            dump = tar.extractfile(DUMP)
            if dump is None:
                raise refusal
            with (folder / DUMP).open("wb") as target:
                shutil.copyfileobj(dump, target)
    except (tarfile.TarError, KeyError, TypeError, ValueError) as reason:
        raise refusal from reason
    return folder / DUMP


def _make_room(env: Env) -> None:
    """Drop the tables and functions that are there: a later version's would be in the way.

    Nobody writes anything meanwhile. Raises Unable where somebody has written something before.
    """
    with _line(env) as connection:
        names = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
        ).fetchall()
        tables = [sql.Identifier("public", name) for (name,) in names]
        for (name,), table in zip(names, tables, strict=True):
            connection.execute(sql.SQL("LOCK TABLE {}").format(table))
            found = connection.execute(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(table))
            if name not in OWN_TABLES and found.fetchone() == (True,):
                raise Unable(_("The database holds data already (%(table)s).") % {"table": name})
        for table in tables:
            connection.execute(sql.SQL("DROP TABLE IF EXISTS {} CASCADE").format(table))
        for (function,) in connection.execute(FUNCTIONS).fetchall():
            connection.execute(sql.SQL("DROP FUNCTION {} CASCADE").format(sql.SQL(function)))


def _line(env: Env) -> "psycopg.Connection[tuple[Any, ...]]":
    return psycopg.connect(env["DATABASE_URL"].replace("+psycopg", "", 1))
