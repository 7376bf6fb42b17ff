"""PostgreSQL has no line left: whoever asks is told so kindly, nothing is half done."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from tests.faults.asking import Asker, wait_until, wish

KIND = "We are catching our breath."
CROWD = "crowd"
SEND_THE_HOUSE_AWAY = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE usename = current_user AND backend_type = 'client backend' AND application_name <> %s
"""


@contextmanager
def every_line_taken(url: str) -> Iterator[psycopg.Connection]:
    """Somebody else takes every line there is, and each that comes free; one of their lines."""
    held, over = [], threading.Event()

    def take() -> None:
        while not over.is_set():
            try:
                held.append(psycopg.connect(url, application_name=CROWD, autocommit=True))
            except psycopg.OperationalError:
                over.wait(0.01)

    taking = threading.Thread(target=take)
    taking.start()
    try:
        wait_until(lambda: bool(held))
        yield held[0]
    finally:
        over.set()
        taking.join()
        for line in held:
            line.close()


def test_without_a_line_to_the_database_nothing_is_lost(town):
    event_id, path = town.an_evening()
    askers = [Asker(town.house.port, guest) for guest in town.guests[80:92]]
    url = town.house.app.config["SQLALCHEMY_DATABASE_URI"].replace("+psycopg", "")
    before = processes(town)
    with every_line_taken(url) as line:

        def is_cut_off() -> bool:
            line.execute(SEND_THE_HOUSE_AWAY, (CROWD,))
            return askers[0].get("/me").status == 503

        wait_until(is_cut_off)
        for asker in askers:
            asker.post(path, **wish())
    for answer in (answer for asker in askers for answer in asker.answers):
        assert answer.status in (200, 303, 503)
        if answer.status == 503:
            assert KIND in answer.text
            assert answer.headers["Retry-After"]
    for asker in askers:
        wait_until(lambda asker=asker: asker.post(path, **wish()).status == 303)
    assert town.registered(event_id) == len(askers)
    assert processes(town) == before


def processes(town) -> dict[str, list[int]]:
    """Every process by its role; those that the worker forks come and go."""
    told = town.house.pids()
    return told | {"worker": told["worker"][:1]}
