"""Embedded Valkey: private, without a port, and it remembers."""

import os
import signal
import stat

import pytest
from redis import Redis

from app.servers.errors import AlreadyRunning
from app.servers.valkey import Valkey


@pytest.fixture
def valkey(tmp_path):
    with Valkey(tmp_path / "var") as valkey:
        yield valkey


def test_it_has_no_port_and_a_private_socket(valkey):
    with Redis.from_url(valkey.url) as redis:
        assert (
            redis.config_get("port") == {"port": "0"} or redis.config_get("port")[b"port"] == b"0"
        )
    folder = valkey.desk / "s"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "redis.sock").stat().st_mode) == 0o700


def test_it_remembers_across_a_kill(valkey):
    with Redis.from_url(valkey.url) as redis:
        redis.set("rung", "yes")
        redis.execute_command("WAITAOF", 1, 0, 60_000)
    os.kill(valkey.pids[0], signal.SIGKILL)
    valkey.process.wait()
    valkey.stop()
    valkey.start()
    with Redis.from_url(valkey.url) as redis:
        assert redis.get("rung") in ("yes", b"yes")


def test_a_second_start_is_refused(valkey):
    with pytest.raises(AlreadyRunning):
        Valkey(valkey.var).start()


def test_what_a_power_cut_has_left_unreadable_is_put_aside_and_keeps_nobody_out(tmp_path):
    kept = tmp_path / "var" / "redis" / "data" / "appendonlydir"
    kept.mkdir(parents=True)
    for folder in (kept, *list(kept.parents)[:2]):
        folder.chmod(0o700)
    manifest = "file appendonly.aof.1.incr.aof seq 1 type i\n"
    (kept / "appendonly.aof.manifest").write_text(manifest)
    (kept / "appendonly.aof.1.incr.aof").write_bytes(b"\0" * 100)
    said = []
    with Valkey(tmp_path / "var", say=said.append) as valkey:
        with Redis.from_url(valkey.url) as redis:
            assert redis.ping()
        aside = valkey.desk / "data.unreadable" / "appendonlydir"
        assert (aside / "appendonly.aof.manifest").read_text() == manifest
    assert [str(aside.parent) in sentence for sentence in said] == [True]
