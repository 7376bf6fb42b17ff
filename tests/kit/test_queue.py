"""The bell: rung once the work is kept, never for work undone, and once for many rings."""

import logging

import pytest
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from rq import Queue
from rq.serializers import JSONSerializer

from app.kit.db import db
from app.kit.queue import enqueue, job, ring
from app.kit.tokens import public_id
from app.notifications.jobs import drain, sweep
from tests.factories import a_member


@pytest.fixture
def queue(app, monkeypatch):
    bell = app.extensions["queue"]
    queue = Queue(public_id(), connection=bell.connection, serializer=JSONSerializer)
    monkeypatch.setitem(app.extensions, "queue", queue)
    yield queue
    queue.delete()


def test_bells_ring_once_and_only_after_the_commit(own_app):
    bell = own_app.extensions["queue"]
    enqueue(drain)
    enqueue(drain)
    a_ring_before = list(bell.rung)
    a_member()
    assert (a_ring_before, bell.rung) == ([], ["drain"])


def test_a_savepoint_rings_nothing_and_silences_nothing(own_app):
    bell = own_app.extensions["queue"]
    enqueue(drain)
    with db.session.begin_nested():
        db.session.flush()
    with db.session.begin_nested() as undone:
        undone.rollback()
    a_ring_before = list(bell.rung)
    a_member()
    assert (a_ring_before, bell.rung) == ([], ["drain"])


def test_work_that_was_undone_rings_no_bell(own_app):
    db.session.connection()
    enqueue(drain)
    db.session.rollback()
    a_member()
    assert own_app.extensions["queue"].rung == []


def test_a_silent_bell_is_noted_and_harms_nobody(app, monkeypatch, caplog):
    away = Redis.from_url("redis://127.0.0.1:1", retry=Retry(NoBackoff(), 0))
    monkeypatch.setitem(app.extensions, "queue", Queue(connection=away))
    with caplog.at_level(logging.WARNING):
        assert not ring(drain)
    assert "the sweep will do the work" in caplog.text


def test_a_job_keeps_what_it_did(own_app):
    member = a_member("Before")

    @job
    def rename():
        member.given_name = "After"

    rename()
    db.session.rollback()
    assert member.given_name == "After"


def test_many_rings_that_nobody_has_heard_are_one(queue):
    assert ring(drain)
    assert ring(drain)
    assert queue.count == 1


def test_a_ring_for_other_work_is_another(queue):
    ring(drain)
    ring(sweep)
    assert queue.count == 2


def test_whoever_rings_after_the_work_has_begun_is_heard_again(queue):
    ring(drain)
    queue.pop_job_id()
    ring(drain)
    assert queue.count == 1
