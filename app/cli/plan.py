"""What is started, in which order, with which settings."""

import signal
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path

from app.cli.home import Env, say
from app.cli.tables import is_prepared
from app.servers.errors import CannotStart
from app.servers.places import my_folder
from app.servers.postbox import listen
from app.servers.postgres import Postgres
from app.servers.process import Program
from app.servers.supervisor import Service, Supervisor
from app.servers.valkey import Valkey

PORTS_TO_TRY = 50
USUAL_PORT = 8000


@dataclass(frozen=True)
class Plan:
    """What the operator asked for. `offset` is in seconds, ahead of the world's clock."""

    is_demo: bool
    port: int | None
    lan: bool
    offset: float | None


@dataclass(frozen=True)
class Running:
    """What runs now, for the welcome."""

    url: str
    is_lan: bool
    is_demo: bool
    var: Path
    postgres: Postgres | None


def start_all(supervisor: Supervisor, plan: Plan, env: Env) -> Running:
    """Start every process and return once a page answers. Raises CannotStart."""
    var = supervisor.var
    my_folder(var / "log")
    door = _door(plan, env)
    port = door.getsockname()[1]
    env["PORT"] = str(port)
    env.setdefault("BASE_URL", f"http://{_host(plan)}:{port}")
    if plan.offset is not None:
        env["KIZUNA_CLOCK_OFFSET"] = f"{plan.offset:.0f}"
    postgres = _start_servers(supervisor, env)
    if plan.is_demo:
        env["KIZUNA_DEMO"] = "1"
        _start_postbox(supervisor, env)
    _start_pages(supervisor, plan, door, env)
    # Worker and scheduler wait, because the page is what somebody waits for.
    for role in ("worker", "scheduler"):
        supervisor.keep(Service(program(role, env=env)))
    return Running(env["BASE_URL"], plan.lan, plan.is_demo, var, postgres)


def program(role: str, *words: str, env: Env, inherits: tuple[int, ...] = ()) -> Program:
    """One of the house's own processes."""
    module = words or ("app", role)
    return Program(
        role=role,
        command=[sys.executable, "-P", "-m", *module],
        log=Path(env["KIZUNA_VAR"]) / "log" / f"{role}.log",
        stop_with=signal.SIGTERM,
        stop_seconds=35,
        env=env,
        inherits=inherits,
    )


def _start_servers(supervisor: Supervisor, env: Env) -> Postgres | None:
    """PostgreSQL and Redis, unless the settings name some."""
    postgres = None
    if not env.get("DATABASE_URL"):
        postgres = Postgres(supervisor.var, say=say)
        supervisor.keep(postgres)
        env["DATABASE_URL"] = postgres.url
        say(_("PostgreSQL is ready."))
    if not env.get("REDIS_URL"):
        valkey = Valkey(supervisor.var, say=say)
        supervisor.keep(valkey)
        env["REDIS_URL"] = valkey.url
        say(_("Redis is ready."))
    return postgres


def _start_postbox(supervisor: Supervisor, env: Env) -> None:
    """The demonstration's mail server, unless the settings name one."""
    if env.get("MAIL_URL"):
        return
    mails = my_folder(supervisor.var / "mails")
    listener = listen()
    number = listener.fileno()
    words = ("app.servers.postbox", str(number), str(mails))
    supervisor.keep(Service(program("postbox", *words, env=env, inherits=(number,))))
    supervisor.lend(listener)
    env["MAIL_URL"] = f"smtp://127.0.0.1:{listener.getsockname()[1]}"


def _start_pages(supervisor: Supervisor, plan: Plan, door: socket.socket, env: Env) -> None:
    """The web server, which prepares the database first where that has not been done.

    One process does both, because loading the application is most of the work of either.
    """
    supervisor.lend(door)
    number, port = door.fileno(), door.getsockname()[1]
    words = ["app", "web", "--fd", str(number)]
    if not is_prepared(env, is_demo=plan.is_demo):
        words.append("--prepare")
    doing = _("making the demonstration community …") if plan.is_demo else _("making the tables …")
    web = program("web", *words, env=env, inherits=(number,))
    is_answering = _answering(f"http://127.0.0.1:{port}/healthz")
    is_long = "--prepare" in words
    supervisor.keep(Service(web, is_answering, (lambda: say(doing)) if is_long else None))


def _answering(url: str) -> Callable[[], bool]:
    def is_answering() -> bool:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 -- our own page
                return bool(answer.status == 200)  # noqa: PLR2004
        except (urllib.error.URLError, OSError):
            return False

    return is_answering


def _door(plan: Plan, env: Env) -> socket.socket:
    """The socket pages are served from: the wanted port, or the next free one.

    It is opened here and handed down, so that a web process that dies leaves visitors waiting
    for the next one instead of turned away.
    """
    wanted = plan.port or int(env.get("PORT") or USUAL_PORT)
    for port in range(wanted, min(wanted + PORTS_TO_TRY, 65536)):
        door = socket.socket()
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("0.0.0.0" if plan.lan else "127.0.0.1", port))  # noqa: S104 -- --lan asks for it
            door.listen(1024)
        except OSError:
            door.close()
            continue
        if port != wanted:
            say(_("Port %(wanted)s is taken; using %(port)s.") % {"wanted": wanted, "port": port})
        return door
    raise CannotStart(_("No port from %(wanted)s on is free.") % {"wanted": wanted})


def _host(plan: Plan) -> str:
    """The address other machines of this network know this one by, if they are let in."""
    if plan.lan:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as nowhere:
            try:
                # Nothing is sent: the system only tells which address it would send from.
                nowhere.connect(("192.0.2.1", 9))
                return str(nowhere.getsockname()[0])
            except OSError:
                pass
    return "127.0.0.1"
