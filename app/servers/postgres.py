"""Embedded PostgreSQL 18: the wheel's programs, on a private socket, with passwords.

What starts here is a server for one machine and about a thousand members; DATABASE_URL is for more.
"""

import json
import secrets
import shutil
import signal
import tempfile
from gettext import gettext as _
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from app.servers.account import Account, myself, unprivileged
from app.servers.binaries import copy_postgres, postgres_install
from app.servers.errors import CannotStart
from app.servers.places import private_folder, short_name, socket_folder, write_private
from app.servers.process import Program
from app.servers.server import Server

OWNER = "postgres"
APPLICATION = "kizuna"

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "shared_buffers": "128MB",
    "max_wal_size": "512MB",
    "checkpoint_timeout": "5min",
    "idle_in_transaction_session_timeout": "60s",
}
INITDB = (
    *("--username", OWNER, "--auth-local=scram-sha-256", "--auth-host=reject"),
    *("--encoding=UTF8", "--locale-provider=builtin", "--locale=C", "--builtin-locale=C.UTF-8"),
    *("--data-checksums", "--no-instructions"),
)
# A test's data may vanish with the machine, so it need not wait for the disk.
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgres(Server):
    """Holds everything. Its application role owns one database and nothing else."""

    role = "postgres"
    title = "PostgreSQL"

    @property
    def url(self) -> str:
        return self._url(APPLICATION, APPLICATION)

    @property
    def home(self) -> Path:
        """The folder of the account PostgreSQL runs as."""
        return self._elsewhere / "home" if self._moved else self.desk / "home"

    @property
    def account(self) -> Account:
        return unprivileged()

    def stop(self) -> None:
        super().stop()
        if self.ephemeral and self._moved:
            shutil.rmtree(self._elsewhere, ignore_errors=True)

    def forget(self) -> None:
        """Delete what was kept outside `var`, if anything was."""
        if self._moved:
            shutil.rmtree(self._elsewhere, ignore_errors=True)

    def _url(self, role: str, database: str) -> str:
        password = self._passwords()[role]
        return f"postgresql://{role}:{password}@/{database}?host={quote(str(self._socket), '')}"

    @property
    def _socket(self) -> Path:
        return socket_folder(self.home, self.account)

    @property
    def _elsewhere(self) -> Path:
        """A folder that nobody can reach, for when `var` or the programs cannot be."""
        root = Path(tempfile.gettempdir() if self.ephemeral else "/var/tmp")  # noqa: S108 -- owned by root and checked
        return root / f"kizuna-{short_name(self.var)}"

    @property
    def _moved(self) -> bool:
        return (self.desk / "elsewhere").exists()

    def _open_desk(self) -> None:
        private_folder(self.desk, myself(), 0o700 if self.account.is_me else 0o711)

    def _prepare(self) -> None:
        self._find_home()
        if not (self.home / "data" / "PG_VERSION").exists():
            self._initialise()
        self._check_version()
        # The lock proves that no server is left, so whoever the file names is someone else.
        self.account.run(["/bin/rm", "-f", self.home / "data" / "postmaster.pid"])

    def _find_home(self) -> None:
        if not self._moved:
            private_folder(self.home, self.account)
            if self.account.reaches(self.home, how="w"):
                return
            self.home.rmdir()
            write_private(self.desk / "elsewhere", str(self._elsewhere))
        self.say(
            _("%(account)s cannot reach %(var)s, so PostgreSQL's data is in %(home)s")
            % {"account": self.account.name, "var": self.var, "home": self._elsewhere}
        )
        private_folder(self._elsewhere, myself(), 0o711)
        private_folder(self.home, self.account)

    @property
    def _programs(self) -> Path:
        """The programs, copied to where the account can run them if it cannot as they are."""
        programs = postgres_install()
        if self.account.reaches(programs / "bin" / "postgres", how="x"):
            return programs / "bin"
        home = self._elsewhere if self._moved else self.desk
        return copy_postgres(private_folder(home / "programs", myself(), 0o711)) / "bin"

    def _initialise(self) -> None:
        """Make the cluster under another name and move it, so that half of one is never used."""
        fresh, word = self.home / "data.new", self.home / "word"
        self.account.run(["/bin/rm", "-rf", fresh])
        self.account.run(["/bin/sh", "-c", 'cat > "$0"', word], text=self._passwords()[OWNER])
        command: list[str | Path] = [self._programs / "initdb", "--pgdata", fresh, "--pwfile", word]
        command += [*INITDB, *(["--no-sync"] if self.ephemeral else [])]
        failed = self.account.run(command, log=self.log)
        self.account.run(["/bin/rm", "-f", word])
        move: list[str | Path] = [
            "/bin/sh",
            "-c",
            'test ! -e "$1" && mv "$0" "$1"',
            fresh,
            self.home / "data",
        ]
        if failed or self.account.run(move):
            raise CannotStart(
                _("PostgreSQL's data could not be made in %(home)s (see %(log)s).")
                % {"home": self.home, "log": self.log}
            )

    def _check_version(self) -> None:
        found = (self.home / "data" / "PG_VERSION").read_text().strip()
        if found != "18":
            raise CannotStart(
                _("The data in %(home)s is of PostgreSQL %(found)s, and this is PostgreSQL 18.")
                % {"home": self.home, "found": found}
            )

    def _to_run(self, alive: int) -> Program:
        settings = SETTINGS | (FORGETFUL if self.ephemeral else {})
        settings["unix_socket_directories"] = str(self._socket)
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return Program(
            role=self.role,
            command=[self._programs / "postgres", "-D", self.home / "data", *words],
            log=self.log,
            account=self.account,
            # "Fast shutdown": sessions are ended, nothing is lost, no recovery follows.
            stop_with=signal.SIGINT,
            stop_seconds=60,
            inherits=(alive,),
        )

    def _answers(self) -> bool:
        try:
            psycopg.connect(self._url(OWNER, OWNER), connect_timeout=2).close()
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                raise CannotStart(
                    _("The passwords in %(path)s are not those of the database.")
                    % {"path": self._secret}
                ) from error
            return False
        return True

    def _furnish(self) -> None:
        """The application's role and database, made once and mended at every start."""
        with psycopg.connect(self._url(OWNER, OWNER), autocommit=True) as owner:
            role, database = sql.Identifier(APPLICATION), sql.Identifier(APPLICATION)
            if not _finds(owner, "SELECT FROM pg_roles WHERE rolname = %s"):
                owner.execute(sql.SQL("CREATE ROLE {}").format(role))
            owner.execute(
                sql.SQL("ALTER ROLE {} LOGIN {} PASSWORD {}").format(
                    role,
                    sql.SQL("CREATEDB" if self.ephemeral else "NOCREATEDB"),
                    sql.Literal(self._passwords()[APPLICATION]),
                )
            )
            if not _finds(owner, "SELECT FROM pg_database WHERE datname = %s"):
                owner.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, role))

    @property
    def _secret(self) -> Path:
        return self.desk / "secret"

    def _passwords(self) -> dict[str, str]:
        if not self._secret.exists():
            fresh = {role: secrets.token_urlsafe(24) for role in (OWNER, APPLICATION)}
            write_private(self._secret, json.dumps(fresh))
        passwords: dict[str, str] = json.loads(self._secret.read_text())
        return passwords


def _finds(owner: "psycopg.Connection[tuple[object, ...]]", question: str) -> bool:
    return owner.execute(question, (APPLICATION,)).fetchone() is not None
