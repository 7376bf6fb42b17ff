"""Embedded PostgreSQL lets nobody in, touches nothing around it, and loses nothing."""

import json
import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from app.servers.account import Account, myself, unprivileged
from app.servers.errors import AlreadyRunning, CannotStart
from app.servers.postgres import Postgres

IS_ROOT = os.geteuid() == 0
OTHER = Account("daemon", 1, 1)

# Starts both servers, says their processes, and waits to be killed.
KEEPER = """
import sys, time
from pathlib import Path
from app.servers.postgres import Postgres
from app.servers.valkey import Valkey
with Postgres(Path(sys.argv[1]), ephemeral=True) as p, Valkey(Path(sys.argv[1])) as v:
    print(*p.pids, *v.pids, flush=True)
    time.sleep(600)
"""


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with Postgres(tmp_path_factory.mktemp("running"), ephemeral=True) as postgres:
        yield postgres


@pytest.fixture
def open_folder(tmp_path):
    """A folder whose parents let everybody through, so that data need not go elsewhere."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o711)
        yield Path(name)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def alive(pid: int) -> bool:
    """Whether it runs; it may end at any moment, this one included."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return told.rpartition(")")[2].split()[0] not in ("Z", "X")


def gone_within(seconds: float, pids: list[int]) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until and any(map(alive, pids)):
        time.sleep(0.05)
    return not any(map(alive, pids))


def socket_of(postgres: Postgres) -> Path:
    return next(postgres.home.glob("s/.s.PGSQL.5432"))


def test_the_application_owns_its_database_and_nothing_else(running):
    with psycopg.connect(running.url) as connection:
        row = connection.execute(
            "SELECT rolsuper, rolcreaterole, rolreplication, rolbypassrls,"
            " pg_get_userbyid(datdba) = current_user"
            " FROM pg_roles, pg_database WHERE rolname = current_user AND datname = 'kizuna'"
        ).fetchone()
    assert row == (False, False, False, False, True)


@pytest.mark.parametrize(
    "attempt",
    [
        "COPY (SELECT 1) TO PROGRAM 'id'",
        "SELECT pg_read_file('pg_hba.conf')",
        "SELECT * FROM pg_authid",
        "ALTER SYSTEM SET listen_addresses = '*'",
        "CREATE EXTENSION plperlu",
        "ALTER ROLE kizuna SUPERUSER",
    ],
)
def test_the_application_cannot_become_more(running, attempt):
    refusals = (psycopg.errors.InsufficientPrivilege, psycopg.errors.FeatureNotSupported)
    with psycopg.connect(running.url, autocommit=True) as connection, pytest.raises(refusals):
        connection.execute(attempt)


def test_nobody_else_on_the_machine_reaches_the_socket(running):
    socket = socket_of(running)
    assert running.account.reaches(socket, how="w")
    assert mode(socket.parent) == mode(running.home) == 0o700
    if IS_ROOT:
        assert not OTHER.reaches(socket, how="e")


def test_whoever_reaches_the_socket_needs_the_password(running):
    secret = json.loads((running.desk / "secret").read_text())["kizuna"]
    for guess in (running.url.replace(secret, "wrong"), running.url.replace(f":{secret}", "")):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(guess)


def test_the_passwords_are_for_their_owner_alone(running):
    secret = running.desk / "secret"
    assert mode(secret) == 0o600
    assert secret.stat().st_uid == os.geteuid()


def test_it_listens_on_no_port_and_checks_its_pages(running):
    with psycopg.connect(running.url) as connection:
        for setting, value in (
            ("listen_addresses", ""),
            ("data_checksums", "on"),
            ("TimeZone", "UTC"),
            ("password_encryption", "scram-sha-256"),
        ):
            assert connection.execute(f"SHOW {setting}").fetchone() == (value,)
        row = connection.execute(
            "SELECT datlocprovider, datlocale FROM pg_database WHERE datname = 'kizuna'"
        ).fetchone()
    assert row == ("b", "C.UTF-8")


def test_root_never_runs_it(running):
    owner = Path(f"/proc/{running.pids[0]}").stat().st_uid
    assert owner == unprivileged().uid
    assert owner != 0


def test_a_second_start_is_refused_and_disturbs_nothing(running):
    with pytest.raises(AlreadyRunning):
        Postgres(running.var, ephemeral=True).start()
    psycopg.connect(running.url).close()
    assert running.is_running()


@pytest.mark.parametrize("parent_mode", [0o700, 0o755])
def test_folders_above_keep_their_modes(tmp_path, parent_mode):
    parent = tmp_path / "parent"
    parent.mkdir()
    parent.chmod(parent_mode)
    above = [parent, *list(parent.parents)[:-1]]
    before = [(path, mode(path), path.stat().st_uid) for path in above]
    with Postgres(parent / "var", ephemeral=True) as postgres:
        psycopg.connect(postgres.url).close()
    assert [(path, mode(path), path.stat().st_uid) for path in above] == before


def test_what_was_kept_elsewhere_for_a_test_is_gone_afterwards(tmp_path):
    tmp_path.chmod(0o700)
    with Postgres(tmp_path / "var", ephemeral=True) as postgres:
        home = postgres.home
        assert home.exists()
        assert home.is_relative_to(tmp_path) is not IS_ROOT
    assert not IS_ROOT or not home.exists()


def test_acknowledged_rows_survive_the_death_of_everything(tmp_path):
    postgres = Postgres(tmp_path / "var")
    postgres.start()
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (n int)")
        for number in range(200):
            connection.execute("INSERT INTO kept VALUES (%s)", (number,))
        os.killpg(postgres.pids[0], signal.SIGKILL)
    postgres.process.wait()
    postgres.stop()
    try:
        with postgres, psycopg.connect(postgres.url) as connection:
            assert connection.execute("SELECT count(*) FROM kept").fetchone() == (200,)
    finally:
        postgres.forget()


def test_a_stale_pid_file_that_names_somebody_else_is_no_obstacle(open_folder):
    postgres = Postgres(open_folder / "var", ephemeral=True)
    with postgres:
        pid_file = postgres.home / "data" / "postmaster.pid"
        text = pid_file.read_text().split("\n", 1)[1]
    pid_file.write_text(f"{os.getppid()}\n{text}")
    with postgres:
        psycopg.connect(postgres.url).close()


def test_the_servers_go_when_their_keeper_is_killed_and_start_again_at_once(tmp_path):
    command = [sys.executable, "-c", KEEPER, str(tmp_path / "var")]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as keeper:
        pids = [int(pid) for pid in keeper.stdout.readline().split()]
        assert len(pids) == 2
        keeper.kill()
    with Postgres(tmp_path / "var", ephemeral=True) as successor:
        psycopg.connect(successor.url).close()
    assert gone_within(120, pids)


def test_a_long_path_gets_a_short_private_socket_folder(tmp_path):
    var = tmp_path / ("long" * 20) / "var"
    var.parent.mkdir()
    for folder in (tmp_path, var.parent):
        folder.chmod(0o755)
    with Postgres(var, ephemeral=True) as postgres:
        folder = postgres._socket
        psycopg.connect(postgres.url).close()
        assert len(str(folder)) < 90
        assert mode(folder) == 0o700
        assert folder.stat().st_uid == unprivileged().uid


def test_a_link_in_place_of_its_folder_is_refused(tmp_path):
    (tmp_path / "var").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "var" / "postgres").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CannotStart, match="not a folder"):
        Postgres(tmp_path / "var").start()


def test_a_folder_of_somebody_else_is_refused(tmp_path):
    """As root it belongs to another account; otherwise root's own folder stands in for it."""
    from app.servers.places import private_folder

    theirs = tmp_path / "theirs"
    if IS_ROOT:
        theirs.mkdir()
        os.chown(theirs, OTHER.uid, OTHER.gid)
    else:
        theirs = Path("/usr")
    with pytest.raises(CannotStart, match="does not belong"):
        private_folder(theirs, myself())


def test_lost_passwords_are_explained(open_folder):
    with Postgres(open_folder / "var", ephemeral=True) as postgres:
        secret = postgres.desk / "secret"
    secret.unlink()
    with pytest.raises(CannotStart, match="not those of the database"):
        postgres.start()
