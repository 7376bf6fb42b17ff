"""The scheduler: asks the database again and again what is due, one process at a time."""

import time
from datetime import datetime

import psycopg
from flask import Flask
from redis import RedisError
from sqlalchemy.exc import SQLAlchemyError

from app.kit import clock
from app.kit.queue import job
from app.timetable import TIMETABLE, Watch

# Any number will do, as long as every scheduler of this database uses the same.
ELECTION = 5_391_204


class Scheduler:
    """Ticks every `seconds`. A tick missed does not matter: the next asks the same question."""

    def __init__(self, app: Flask, *, seconds: float) -> None:
        self.app = app
        self.seconds = seconds
        self._office: psycopg.Connection[tuple[object, ...]] | None = None

    def run(self) -> None:
        """Tick until interrupted."""
        while True:
            self.tick()
            time.sleep(self.seconds)

    def tick(self) -> None:
        """Do what is due, if this is the elected scheduler."""
        try:
            if self._is_elected():
                run_due(self.app)
        except psycopg.Error as error:
            self.app.logger.warning("The database is away, trying again: %s", error)
            self._resign()

    def _is_elected(self) -> bool:
        """Whether this process holds the office: a lock that ends with its connection."""
        if self._office is not None:
            self._office.execute("SELECT 1")
            return True
        url = self.app.config["SQLALCHEMY_DATABASE_URI"].replace("+psycopg", "", 1)
        candidate = psycopg.connect(url, autocommit=True, connect_timeout=5)
        row = candidate.execute("SELECT pg_try_advisory_lock(%s)", (ELECTION,)).fetchone()
        if row and row[0]:
            self._office = candidate
            return True
        candidate.close()
        return False

    def _resign(self) -> None:
        if self._office is not None:
            self._office.close()
        self._office = None


def run_due(app: Flask, at: datetime | None = None) -> int:
    """Call everything in the timetable once, each in its own transaction; how much was done."""
    return sum(_call(app, name, watch, at or clock.now()) for name, watch in TIMETABLE)


def _call(app: Flask, name: str, watch: Watch, at: datetime) -> int:
    done = 0

    def once() -> None:
        nonlocal done
        done = watch(at=at) or 0

    try:
        with app.app_context():
            job(once)()
    except (SQLAlchemyError, RedisError) as error:
        app.logger.warning("%s has to wait: %s", name, error)
    except Exception:
        # One broken watch must not keep the others from their work.
        app.logger.exception("%s failed", name)
    return done
