"""What the house leaves behind itself, in its logs and in Redis, names nobody."""

import logging
import traceback
from datetime import timedelta

import pytest
import sqlalchemy as sa
from redis import Redis
from rq import Queue
from rq.job import Job
from rq.serializers import JSONSerializer

from app.accounts.access import public
from app.cli.worker import Tethered
from app.connections.operations import share
from app.factory import create_app
from app.kit.clock import now
from app.kit.db import db
from app.notifications.composers import compose
from app.notifications.models import Mail
from app.profiles.models import Profile
from app.web.limits import limiter
from tests.conftest import Browser, settings
from tests.factories import a_member, a_seat, an_arrival, an_event, connected

SECRETS = {
    "email": "zq-canary@example.org",
    "phone": "090-0000-7777",
    "line_id": "zq-line-7777",
    "website": "https://zq-site.example.org/",
}


@pytest.fixture
def house(servers, own_app, tmp_path):
    """The same database, with everything counted and logged as it is for people."""
    database = own_app.config["SQLALCHEMY_DATABASE_URI"].rpartition("/own_")[2].partition("?")[0]
    app = create_app(
        settings(servers, f"own_{database}", TESTING=False, RATELIMIT_ENABLED=True, VAR=tmp_path)
    )
    app.test_client_class = Browser
    _redis(app).flushdb()
    yield app
    limiter.enabled = False
    _redis(app).flushdb()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def two():
    """Aoi shows Ren every way to be reached."""
    aoi, ren = a_member("Aoi", email=SECRETS["email"]), a_member("Ren")
    profile = db.session.get_one(Profile, aoi.id)
    for field in ("phone", "line_id", "website"):
        setattr(profile, field, SECRETS[field])
    share(connected(aoi, ren), aoi, tuple(SECRETS), at=now())
    db.session.commit()
    return aoi, ren


def _redis(app) -> Redis:
    return app.extensions["queue"].connection


def everything_in(redis: Redis) -> str:
    """All keys and all values, whatever their kind."""
    read = {
        b"string": redis.get,
        b"list": lambda key: redis.lrange(key, 0, -1),
        b"hash": redis.hgetall,
        b"set": redis.smembers,
        b"zset": lambda key: redis.zrange(key, 0, -1, withscores=True),
        b"stream": redis.xrange,
    }
    return "\n".join(f"{key} {read[redis.type(key)](key)}" for key in redis.scan_iter())


def assert_names_nobody(text: str) -> None:
    assert [secret for secret in SECRETS.values() if secret in text] == []
    assert "canary" not in text


def use(app, aoi, ren) -> None:
    """What people do in an evening: read, share, mistype, ask for links, call as programs."""
    browser = app.test_client().sign_in(ren)
    for path in (f"/people/{aoi.public_id}", f"/people/{aoi.public_id}/card.vcf", "/connections"):
        assert browser.get(path).status_code == 200
    assert SECRETS["line_id"] in browser.get(f"/people/{aoi.public_id}").text
    met = an_event(starts_at=now() - timedelta(hours=3), ends_at=now() - timedelta(hours=1))
    mio = a_member("Mio")
    for one in (ren, mio):
        an_arrival(a_seat(met, one))
    db.session.commit()
    words = {"greeting": "The canary sang at our table."}
    browser.post(f"/people/{mio.public_id}/connection", data=words)
    assert words["greeting"] in browser.get(f"/people/{mio.public_id}").text
    stranger = app.test_client()
    for way in ("/sign-in/links", "/sign-in/password"):
        stranger.post(way, data={"email": SECRETS["email"], "password": "wrong wrong"})
    stranger.get("/api/v1/me", headers={"Authorization": "Bearer kz_wrong"})
    assert all(compose(mail) for mail in db.session.scalars(sa.select(Mail)))


def test_redis_and_the_log_hold_nothing_of_anybody(house, two, caplog):
    with caplog.at_level(logging.DEBUG):
        use(house, *two)
    kept = everything_in(_redis(house))
    assert "LIMITS" in kept or "rq:" in kept
    assert_names_nobody(kept)
    assert_names_nobody(caplog.text)


def test_a_fault_of_the_database_names_nobody(house, two, caplog):
    @public
    def twice(**_parts):
        db.session.execute(
            sa.text("INSERT INTO users SELECT * FROM users WHERE email = :email"),
            {"email": SECRETS["email"]},
        )

    house.view_functions["meeting.invited"] = twice
    with caplog.at_level(logging.DEBUG):
        answer = house.test_client().get("/connect/zq-canary-secret")
    assert answer.status_code == 500
    assert "/connect/<token>" in caplog.text
    assert "Traceback" in caplog.text
    assert_names_nobody(caplog.text)
    assert_names_nobody(answer.text)


def test_a_job_that_fails_leaves_a_story_without_people(house, two):
    redis = Redis.from_url(house.config["REDIS_URL"])
    queue = Queue(connection=redis, serializer=JSONSerializer)
    job = Job.create(print, connection=redis, serializer=JSONSerializer, failure_ttl=60)
    job.origin = queue.name
    job.save()
    fault = ValueError(f"{SECRETS['email']} does not answer")
    story = "".join(traceback.format_exception(fault))
    worker = Tethered([queue], connection=redis, serializer=JSONSerializer)
    worker.handle_job_failure(job, queue, exc_string=story)
    kept = everything_in(redis)
    assert "does not answer" in Job.fetch(job.id, redis, JSONSerializer).latest_result().exc_string
    assert_names_nobody(kept)
