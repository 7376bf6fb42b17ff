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
        redis.execute_command("WAITAOF", 1, 0, 2000)
    os.kill(valkey.pids[0], signal.SIGKILL)
    valkey.process.wait()
    valkey.stop()
    valkey.start()
    with Redis.from_url(valkey.url) as redis:
        assert redis.get("rung") in ("yes", b"yes")


def test_a_second_start_is_refused(valkey):
    with pytest.raises(AlreadyRunning):
        Valkey(valkey.var).start()
