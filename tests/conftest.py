"""Real PostgreSQL and Redis, started once a run; one transaction per test, undone."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import settings as chance

from app.accounts.models import SignIn, User
from app.accounts.session import KEY
from app.factory import create_app
from app.kit import clock
from app.kit.db import db
from app.kit.tokens import fingerprint, new_token, public_id
from app.web.app import App
from config import Config, sqlalchemy_url
from tests.servers_for_tests import Servers, running_servers
from tests.workers import pytest_collection_modifyitems, pytest_xdist_make_scheduler

__all__ = ["pytest_collection_modifyitems", "pytest_xdist_make_scheduler"]

# Lots are drawn by ids. Another number looks at every test with other ids, and what is made up is
# made up anew; without a number each run is as the last one. A busy machine is no fault.
SEED = os.environ.get("KIZUNA_TEST_SEED", "")
chance.register_profile("house", deadline=None, derandomize=not SEED)
chance.load_profile("house")
# Seconds. Whoever waits as long as this waits for ever; no page is given up on by a slow machine.
PATIENCE = 120
PATIENT_LINE = (
    f"-c timezone=UTC -c statement_timeout={PATIENCE}s -c lock_timeout={PATIENCE}s"
    " -c idle_in_transaction_session_timeout=0"
)
NUMBER_FROM = sa.text("""
    SELECT setval(oid, 1 + abs(hashtext(relname || :seed)::bigint) % 1000000, false)
    FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace
""")


class Browser(FlaskClient):
    """A client whose every request has its own context, as in life."""

    def open(self, *args, **kwargs):
        with self.application.app_context():
            return super().open(*args, **kwargs)

    def sign_in(self, member: User) -> "Browser":
        token = new_token()
        at = clock.now()
        db.session.add(
            SignIn(member_id=member.id, token_hash=fingerprint(token), started_at=at, seen_at=at)
        )
        db.session.commit()
        with self.session_transaction() as session:
            session[KEY] = token
        return self


class Bell:
    """Stands in for the queue: writes down which work was rung for."""

    def __init__(self, connection: object) -> None:
        self.rung: list[str] = []
        self.job_ids: list[str] = []
        self.connection = connection

    def enqueue(self, work, **_options):
        self.rung.append(work.__name__)


@pytest.fixture(scope="session")
def servers(tmp_path_factory) -> Iterator[Servers]:
    with running_servers(tmp_path_factory.mktemp("servers")) as running:
        yield running


def settings(servers: Servers, database: str, **given: object) -> Config:
    """The configuration of a test's application over `database`, patient with a busy machine."""
    usual: dict[str, object] = {
        "SECRET_KEY": "a secret that is only good for tests",
        "SQLALCHEMY_DATABASE_URI": sqlalchemy_url(servers.database_url(database)),
        "REDIS_URL": servers.redis_url,
        "BASE_URL": "http://localhost",
        "BABEL_DEFAULT_LOCALE": "en",
        "TESTING": True,
        "WTF_CSRF_ENABLED": False,
        "RATELIMIT_ENABLED": False,
        # Tests run at any hour; those about the night turn it on.
        "QUIET_HOURS": False,
        "REDIS_SECONDS": PATIENCE,
    }
    config = Config(**(usual | given))
    config.SQLALCHEMY_ENGINE_OPTIONS.update(
        pool_timeout=PATIENCE,
        connect_args={"connect_timeout": PATIENCE, "options": PATIENT_LINE},
    )
    return config


@pytest.fixture(scope="session")
def template(servers: Servers) -> Iterator[str]:
    """The name of a database with every table and no rows."""
    name = f"template_{os.getpid()}"
    with servers.copied("template1", name):
        app = create_app(settings(servers, name))
        with app.app_context():
            upgrade()
            db.session.remove()
            db.engine.dispose()
        yield name


@pytest.fixture(scope="session")
def app(servers: Servers, template: str) -> Iterator[App]:
    with servers.copied(template, f"shared_{os.getpid()}") as name:
        # What a test writes is never committed, so nobody else could see that pages have changed.
        app = create_app(settings(servers, name, KEEPS_PAGES=False))
        app.test_client_class = Browser
        app.extensions["queue"] = Bell(app.extensions["queue"].connection)
        yield app
        with app.app_context():
            db.engine.dispose()


def number_from(connection: sa.Connection, test: str) -> None:
    """Have ids begin where they always begin for this test, whichever tests have run before."""
    connection.execute(NUMBER_FROM, {"seed": f"{SEED}{test}"})


@pytest.fixture
def transaction(app: App, request: pytest.FixtureRequest) -> Iterator[None]:
    """Undo whatever a test did, commits included."""
    with app.app_context(), db.engine.connect() as connection:
        engine, engines = db.engine, db.engines
        outer = connection.begin()
        number_from(connection, request.node.nodeid)
        connection.begin_nested()  # so that a commit releases a savepoint, not the test
        engines[None] = connection
        yield
        db.session.remove()
        engines[None] = engine
        outer.rollback()


@pytest.fixture(autouse=True)
def _undone(request: pytest.FixtureRequest) -> None:
    """Every test that touches the shared application is undone; pure tests pay nothing."""
    if "app" in request.fixturenames or _uses_database(request):
        request.getfixturevalue("transaction")


def _uses_database(request: pytest.FixtureRequest) -> bool:
    module = request.module
    has_its_own = {"own_app", "house"} & set(request.fixturenames)
    return not has_its_own and any(
        getattr(value, "__module__", "") == "tests.factories" for value in vars(module).values()
    )


@pytest.fixture
def bell(app: App) -> Bell:
    app.extensions["queue"].rung.clear()
    return app.extensions["queue"]


@pytest.fixture
def browser(app: App) -> Browser:
    return app.test_client()


@pytest.fixture
def own_app(
    servers: Servers, template: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[App]:
    """An application over a database of its own: for threads, processes and real commits."""
    with servers.copied(template, f"own_{public_id()}") as name:
        app = create_app(settings(servers, name, VAR=tmp_path))
        app.test_client_class = Browser
        app.extensions["queue"] = Bell(app.extensions["queue"].connection)
        with app.app_context():
            with db.engine.begin() as connection:
                number_from(connection, request.node.nodeid)
            yield app
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Move the product's clock: `later(days=1)`."""

    def move(**distance: float) -> None:
        clock.move(timedelta(**distance).total_seconds())

    yield move
    clock.move(0)


@pytest.fixture
def count():
    """How many rows of a model there are: `count(Mail)`."""
    return lambda model, *where: db.session.scalar(
        sa.select(sa.func.count()).select_from(model).where(*where)
    )


@pytest.fixture
def statements(app: App):
    """What the database is asked meanwhile: `with statements() as asked: …; len(asked)`."""

    @contextmanager
    def listening() -> Iterator[list[str]]:
        asked: list[str] = []

        def note(_connection, _cursor, statement, *_rest: object) -> None:
            asked.append(statement)

        sa.event.listen(sa.Engine, "before_cursor_execute", note)
        yield asked
        sa.event.remove(sa.Engine, "before_cursor_execute", note)

    return listening
