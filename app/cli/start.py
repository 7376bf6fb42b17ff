"""`demo` and `serve`: every process of a small server, started in order."""

import shutil
import time
from collections.abc import Callable
from datetime import datetime
from gettext import gettext as _
from pathlib import Path

import click

from app.cli.home import home_settings, say
from app.cli.instants import INSTANT
from app.cli.plan import Plan, start_all
from app.cli.welcome import welcome
from app.kit import clock
from app.servers.places import make_var, my_folder, take_lock
from app.servers.postgres import Postgres
from app.servers.supervisor import Supervisor

# What an installation makes for itself, and `--fresh` may therefore delete.
OWN = ("postgres", "redis", "mails", "log", "secret_key")


PORT = click.IntRange(1, 65535)


def _with_address(command: Callable[..., None]) -> Callable[..., None]:
    """The options that `demo` and `serve` share."""
    port = click.option(
        "--port", type=PORT, metavar="PORT", help=_("where to listen; 8000 unless PORT says")
    )
    lan = click.option("--lan", is_flag=True, help=_("let other machines of this network in"))
    return port(lan(command))


@click.command(help=_("Start everything, with a lively community to look at."))
@click.option("--fresh", is_flag=True, help=_("delete the data of earlier demonstrations first"))
@_with_address
@click.option("--at", type=INSTANT, help=_("start the product's clock at that instant"))
def demo(fresh: bool, port: int | None, lan: bool, at: datetime | None) -> None:
    """The main job in one command."""
    if fresh:
        _delete_own(Path(home_settings()["KIZUNA_VAR"]))
    _run(Plan(is_demo=True, port=port, lan=lan, offset=_offset(at)))


@click.command(help=_("Start everything for a small server, with nobody in it yet."))
@_with_address
def serve(port: int | None, lan: bool) -> None:
    """All processes, without demonstration data or demonstration sign-in."""
    _run(Plan(is_demo=False, port=port, lan=lan, offset=None))


def _run(plan: Plan) -> None:
    began = time.monotonic()
    settings = home_settings()
    supervisor = Supervisor(Path(settings["KIZUNA_VAR"]), say)
    try:
        supervisor.open()
        address = start_all(supervisor, plan, settings)
        welcome(address, seconds=time.monotonic() - began)
        supervisor.watch()
    except KeyboardInterrupt:
        say(_("stopping …"))
    finally:
        supervisor.close()
    say(_("Everything has stopped."))


def _offset(at: datetime | None) -> float | None:
    return (at - clock.now()).total_seconds() if at else None


def _delete_own(var: Path) -> None:
    """Delete what an earlier start has made, and nothing else. Refuses while it runs."""
    make_var(var)
    lock = take_lock(my_folder(var / "run"))
    Postgres(var).forget()
    for name in OWN:
        path = var / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    (var / "run" / "prepared.json").unlink(missing_ok=True)
    lock.drop()
    if home_settings().get("DATABASE_URL"):
        say(_("The database of DATABASE_URL is left as it is."))
