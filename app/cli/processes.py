"""`web`, `worker` and `scheduler`: one process each, for several machines or a supervisor."""

import contextlib
import signal
from gettext import gettext as _
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

import click

from app.cli.home import home_settings, running_addresses
from app.cli.leaving import leave
from config import Config

if TYPE_CHECKING:
    from app.web.app import App


@click.command(help=_("Serve the pages with gunicorn."))
@click.option("--port", type=click.IntRange(1, 65535), metavar="PORT", help=_("where to listen"))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("the address to listen on"))
@click.option("--fd", type=int, hidden=True)
@click.option("--prepare", is_flag=True, hidden=True)
def web(port: int | None, host: str, fd: int | None, prepare: bool) -> None:
    """Two processes of four threads, the application loaded once before they are forked."""
    from app.cli.gunicorn import Gunicorn

    config = _config()
    bind = f"fd://{fd}" if fd is not None else f"{host}:{port or config.PORT}"
    Gunicorn(config, bind, prepares=prepare).run()


@click.command(help=_("Do the work that pages leave for later."))
def worker() -> None:
    """Wait for work until told to stop."""
    from app.cli.worker import work

    app = _application()
    with app.app_context():
        work(app)
    leave()


@click.command(help=_("Look every few seconds for what is due."))
def scheduler() -> None:
    """Tick until told to stop."""
    from app.cli.scheduler import Scheduler

    app = _application()
    signal.signal(signal.SIGTERM, _leave)
    with contextlib.suppress(KeyboardInterrupt):
        Scheduler(app, seconds=5 if app.config["DEMO"] else 15).run()
    leave()


def _config() -> Config:
    return Config.from_env(running_addresses(home_settings()))


def _application() -> "App":
    from app.factory import create_app

    return create_app(_config())


def _leave(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
