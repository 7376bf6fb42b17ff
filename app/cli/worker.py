"""The worker: RQ, made to survive what machines do."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from types import FrameType

from flask import Flask
from redis import Redis, RedisError
from rq import Queue, Worker
from rq.job import Job
from rq.registry import StartedJobRegistry
from rq.serializers import JSONSerializer

from app.kit.db import db
from app.kit.logs import discreet
from app.kit.queue import leaving
from app.matching.warming import is_of_use
from app.servers.tether import die_with_parent
from config import ROOT

PAUSE_SECONDS = 2
HURRY = signal.SIGUSR1


class Tethered(Worker):
    """A worker whose forked horse dies with it, so that nothing is ever done twice at once."""

    max_connection_wait_time = 5.0
    is_leaving = False

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        """Have the job at hand come to a good end soon, then leave for good."""
        self.is_leaving = True
        if self.horse_pid:
            with suppress(ProcessLookupError):
                os.kill(self.horse_pid, HURRY)
        super().request_stop(signum, frame)  # type: ignore[no-untyped-call]

    def setup_work_horse_signals(self) -> None:
        """Let the forked process be told that we are leaving."""
        super().setup_work_horse_signals()  # type: ignore[no-untyped-call]
        signal.signal(HURRY, lambda _number, _frame: leaving.set())

    def main_work_horse(self, job: Job, queue: Queue) -> None:
        """Begin the forked process: tied to its parent, with connections of its own."""
        die_with_parent(signal.SIGKILL)
        if os.getppid() != self.pid:
            os._exit(1)
        db.engine.dispose(close=False)
        super().main_work_horse(job, queue)

    def handle_job_failure(
        self,
        job: Job,
        queue: Queue,
        started_job_registry: StartedJobRegistry | None = None,
        exc_string: str = "",
    ) -> None:
        """Keep the story of a fault in Redis, without the people in it."""
        told = discreet(exc_string)
        super().handle_job_failure(job, queue, started_job_registry, told)


def warm_up() -> None:
    """Have the machine code of matching made ready beside the work, where there is any."""
    if not is_of_use():
        return
    with suppress(OSError):
        subprocess.Popen(
            [sys.executable, "-m", "app.matching.warming"],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def work(app: Flask) -> None:
    """Work until told to stop, whatever becomes of Redis meanwhile."""
    # Until it listens, a forked process ignores what its parent ignores.
    signal.signal(HURRY, signal.SIG_IGN)
    warm_up()
    while True:
        worker = None
        try:
            worker = _worker(app)  # asks Redis already
            worker.work(logging_level="INFO")
        except RedisError as error:
            app.logger.warning("Redis is away, trying again: %s", error)
        if worker is not None and worker.is_leaving:
            return
        time.sleep(PAUSE_SECONDS)


def _worker(app: Flask) -> Tethered:
    connection = Redis.from_url(app.config["REDIS_URL"], socket_connect_timeout=5)
    return Tethered(
        [app.extensions["queue"].name],
        connection=connection,
        serializer=JSONSerializer,
        job_monitoring_interval=5,
        maintenance_interval=20,
        worker_ttl=30,
    )
