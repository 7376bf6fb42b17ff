"""The databases that tests make for themselves."""

import psycopg
import pytest

from app.kit.tokens import public_id


@pytest.fixture
def exists(servers):
    def ask(name: str) -> bool:
        with psycopg.connect(servers.admin_url) as line:
            found = line.execute("SELECT FROM pg_database WHERE datname = %s", (name,))
            return found.fetchone() is not None

    return ask


def test_a_copy_is_gone_afterwards_although_somebody_is_still_in_it(servers, exists):
    with servers.copied("template1", f"copy_{public_id()}") as name:
        line = psycopg.connect(servers.database_url(name))
        line.execute("SELECT 1")
    assert not exists(name)
    with pytest.raises(psycopg.OperationalError):
        line.execute("SELECT 1")
    line.close()


def test_a_copy_is_gone_when_a_test_has_failed(servers, exists):
    with (
        pytest.raises(ZeroDivisionError),
        servers.copied("template1", f"copy_{public_id()}") as name,
    ):
        raise ZeroDivisionError
    assert not exists(name)
