"""Figures for a monitoring system, in the text format of Prometheus."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from flask import current_app
from redis import RedisError

from app.admin.queries import seats_left_lying
from app.notifications.queries import counts, oldest_waiting

MIME = "text/plain; version=0.0.4; charset=utf-8"

Sample = tuple[str, float]


def metrics(at: datetime) -> str:
    """Every figure, each with what it means; a service that is away is said to be down."""
    lines: list[str] = []
    for name, meaning, samples in _figures(at):
        lines += [f"# HELP {name} {meaning}", f"# TYPE {name} gauge"]
        lines += [f"{name}{labels} {value:g}" for labels, value in samples]
    return "\n".join(lines) + "\n"


def _figures(at: datetime) -> Iterator[tuple[str, str, Iterable[Sample]]]:
    mails = [(f'{{state="{state}"}}', float(number)) for state, number in counts().items()]
    yield "kizuna_mails", "Letters in the outbox, by state.", mails
    oldest = oldest_waiting(at)
    late = max(0.0, (at - oldest).total_seconds()) if oldest else 0.0
    yield "kizuna_mail_lateness_seconds", "How late the oldest letter that is due is.", [("", late)]
    lying = float(len(seats_left_lying(at)))
    yield "kizuna_events_with_seats_left_lying", "Free seats while people wait: 0.", [("", lying)]
    queued = _queued()
    yield "kizuna_redis_up", "Whether Redis answers.", [("", float(queued is not None))]
    yield "kizuna_jobs_queued", "Jobs no worker has begun.", [("", float(queued or 0))]


def _queued() -> int | None:
    try:
        return len(current_app.extensions["queue"].job_ids)
    except RedisError:
        return None
