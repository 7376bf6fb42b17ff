"""`test` and `check`: what must hold before anything is handed on."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from gettext import gettext as _
from pathlib import Path

import click

from app.cli import catalog, models_in_step
from app.cli.home import say
from config import ROOT

REPORT_LINES = 40
# Each has servers of its own, and a browser.
MOST_HANDS = 6
# Who asks for these wants to see one test after the other.
CLOSELY = (
    "-n",
    "-s",
    "-h",
    "--pdb",
    "--trace",
    "--capture=no",
    "--collect-only",
    "--fixtures",
    "--version",
)
# Of thousands of tests with real servers one may run out of patience on a busy machine. Whichever
# needs a second try is named at the end: it is a race to be mended.
SECOND_TRY = ("--reruns=1", "-rfER")

Gate = Callable[[], str]


@click.command(
    help=_("Run every test; arguments go to pytest."),
    context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test_(arguments: tuple[str, ...]) -> None:
    """Become pytest, so that its closing line is the last one."""
    os.chdir(ROOT)
    hands = _hands(arguments)
    again = SECOND_TRY if hands else ()
    words = [sys.executable, "-P", "-m", "pytest", "--durations=10", *again, *hands, *arguments]
    os.execv(sys.executable, words)  # noqa: S606 -- exactly what was asked for


def _hands(arguments: tuple[str, ...]) -> list[str]:
    """As many processes as there are cores for all tests; one for what is looked at closely.

    One, too, where a Redis is given: every process empties its own.
    """
    is_close = any(word.startswith(CLOSELY) for word in arguments) or "TEST_REDIS_URL" in os.environ
    names_some = any((ROOT / word.partition("::")[0]).exists() for word in arguments if word)
    hands = min(os.cpu_count() or 1, MOST_HANDS)
    return [] if is_close or names_some or hands == 1 else ["-n", str(hands)]


@click.command(help=_("Check format, types, walls, tables and translations."))
def check() -> None:
    """Every gate, each with its time; all are tried before any failure is reported."""
    gates: dict[str, Gate] = {
        "ruff format": lambda: _run("ruff", "format", "--check", "."),
        "ruff check": lambda: _run("ruff", "check", "."),
        "mypy": lambda: _run("mypy"),
        "lint-imports": lambda: _run("lint-imports"),
        "alembic check": models_in_step.faults,
        "translations": catalog.faults,
    }
    failed = [name for name, gate in gates.items() if not _passes(name, gate)]
    if failed:
        raise click.ClickException(_("not in order: %(names)s") % {"names": ", ".join(failed)})
    say(_("Everything is in order."))


def _passes(name: str, gate: Gate) -> bool:
    began = time.monotonic()
    with _shown(name):
        report = gate()
    verdict = click.style("✗", fg="red") if report else click.style("✓", fg="green")
    click.echo(f"{verdict} {name:<15} {time.monotonic() - began:6.1f} s")
    lines = report.strip().split("\n")
    if report:
        click.echo("\n".join(lines[:REPORT_LINES]))
    if len(lines) > REPORT_LINES:
        click.echo(_("… and %(count)s more lines") % {"count": len(lines) - REPORT_LINES})
    return not report


@contextmanager
def _shown(name: str) -> Iterator[None]:
    """Show on a terminal which gate is being waited for."""
    is_terminal = sys.stdout.isatty()
    if is_terminal:
        click.echo(f"… {name}\r", nl=False)
    yield
    if is_terminal:
        click.echo("\x1b[2K", nl=False)


def _run(program: str, *words: str) -> str:
    """What `program` complains about; nothing when it is content."""
    path = Path(sys.executable).with_name(program)
    done = subprocess.run(
        [str(path), *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return (done.stdout or program) if done.returncode else ""
