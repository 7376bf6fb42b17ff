"""Where a command finds things: settings, servers that run already, the application."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.language import language
from app.servers.errors import AlreadyRunning
from app.servers.places import make_var, write_private
from config import ROOT, environment

if TYPE_CHECKING:
    from app.servers.server import Server
    from app.web.app import App

Env = dict[str, str]


def say(sentence: str) -> None:
    """Tell the operator something on the way."""
    click.echo(click.style("· ", dim=True) + sentence, err=True)


def var_folder(env: Env) -> Path:
    """The folder everything lives in."""
    return Path(env.get("KIZUNA_VAR") or ROOT / "var").resolve()


def home_settings() -> Env:
    """The environment, completed with what an installation makes for itself."""
    env = environment()
    var = var_folder(env)
    env["KIZUNA_VAR"] = str(var)
    # Children must find the house from any folder, and nothing else by accident.
    env["PYTHONPATH"] = str(ROOT)
    env["PYTHONUNBUFFERED"] = "1"
    if not env.get("SECRET_KEY"):
        env["SECRET_KEY"] = _secret_key(var)
    return env


@contextmanager
def with_servers(env: Env) -> Iterator[Env]:
    """`env` with the addresses of both servers: named in it, running already, or started here."""
    from app.servers.postgres import Postgres
    from app.servers.valkey import Valkey

    var = Path(env["KIZUNA_VAR"])
    with ExitStack() as stack:
        for name, kind in (("DATABASE_URL", Postgres), ("REDIS_URL", Valkey)):
            if not env.get(name):
                env[name] = _lend(kind(var, say=say), stack)
        yield env


@contextmanager
def application(env: Env | None = None) -> Iterator["App"]:
    """The application over this installation's data, in its context.

    Where PostgreSQL has to be started for it, the tables are brought up to date: nobody else would.
    """
    from flask_babel import force_locale

    from app.factory import create_app
    from app.kit.db import db
    from config import Config

    given = running_addresses(env or home_settings())
    is_unattended = not given.get("DATABASE_URL")
    with with_servers(given) as complete:
        app = create_app(Config.from_env(complete))
        with app.app_context():
            if is_unattended:
                upgrade_tables()
            try:
                with force_locale(language()), _refusals_as_sentences():
                    yield app
            finally:
                db.session.remove()
                db.engine.dispose()


@contextmanager
def _refusals_as_sentences() -> Iterator[None]:
    from app.kit.errors import Refused

    try:
        yield
    except Refused as refusal:
        raise Unable(str(refusal.message)) from refusal


def upgrade_tables() -> None:
    """Bring the tables up to date with the models, and the tags with the vocabulary."""
    from flask_migrate import upgrade

    from app.kit.queue import job
    from app.profiles.operations import learn_vocabulary

    upgrade()
    job(learn_vocabulary)()


def committed(work: Callable[[], str]) -> str:
    """What `work` returns, once its transaction has been committed."""
    from app.kit.queue import job

    answers: list[str] = []
    job(lambda: answers.append(work()))()
    return answers[0]


def running_addresses(env: Env) -> Env:
    """`env` with the addresses of embedded servers that run now, for a process of its own."""
    from app.servers.postgres import Postgres
    from app.servers.valkey import Valkey

    var = Path(env["KIZUNA_VAR"])
    for name, server in (("DATABASE_URL", Postgres(var)), ("REDIS_URL", Valkey(var))):
        if not env.get(name) and server.is_running():
            env[name] = server.url
    return env


def _lend(server: "Server", stack: ExitStack) -> str:
    with suppress(AlreadyRunning):
        stack.enter_context(server)
    return server.url


def _secret_key(var: Path) -> str:
    path = var / "secret_key"
    if not path.exists():
        make_var(var)
        write_private(path, secrets.token_urlsafe(48))
    return path.read_text().strip()


class Unable(click.ClickException):
    """A command that cannot do what it was asked, in one sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)

    def show(self, file: object = None) -> None:
        click.echo(click.style(_("Not done: "), fg="red") + self.message, err=True)
