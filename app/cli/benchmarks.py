"""`benchmark`: the figures of the README, each a module of `benchmarks/` with a `measure()`."""

import ast
import importlib
import inspect
import json
import time
from dataclasses import asdict
from gettext import gettext as _

import click

from app.cli.figures import Figure, table
from app.cli.home import Unable, say
from config import ROOT

FOLDER = ROOT / "benchmarks"


@click.command(help=_("Measure what the README claims: all of it, or one figure."))
@click.argument("name", required=False)
@click.option("--list", "only_list", is_flag=True, help=_("show what there is, measure nothing"))
@click.option("--json", "as_json", is_flag=True, help=_("print the figures as JSON"))
@click.option("--trials", type=click.IntRange(1), help=_("how often, where a figure takes trials"))
def benchmark(name: str | None, only_list: bool, as_json: bool, trials: int | None) -> None:
    """Run the modules of `benchmarks/`, one after the other; fail when a figure must be another."""
    known = _known()
    if name is not None and name not in known:
        there = ", ".join(known) or "–"
        raise Unable(
            _("There is no figure %(name)s; there are: %(known)s") % {"name": name, "known": there}
        )
    wanted = [name] if name else list(known)
    if only_list:
        click.echo("\n".join(f"{each:<20} {known[each]}" for each in wanted))
        return
    measured = {each: _measure(each, known[each], trials, quiet=as_json) for each in wanted}
    if as_json:
        told = {each: [asdict(it) for it in figures] for each, figures in measured.items()}
        click.echo(json.dumps(told, indent=1, ensure_ascii=False))
    wrong = [it.name for figures in measured.values() for it in figures if not it.holds]
    if wrong:
        raise Unable(_("These figures do not hold: %(names)s") % {"names": ", ".join(wrong)})


def _known() -> dict[str, str]:
    """Names and what each measures, told without running any of them."""
    return {
        path.stem: (ast.get_docstring(ast.parse(path.read_text())) or "").split("\n")[0]
        for path in sorted(FOLDER.glob("[!_]*.py"))
    }


def _measure(name: str, title: str, trials: int | None, *, quiet: bool) -> list[Figure]:
    began = time.monotonic()
    say(_("measuring %(name)s …") % {"name": name})
    measure = importlib.import_module(f"benchmarks.{name}").measure
    takes_trials = trials and "trials" in inspect.signature(measure).parameters
    figures: list[Figure] = measure(trials=trials) if takes_trials else measure()
    if not quiet:
        click.echo("\n".join([title, *table(figures), ""]))
    say(_("%(name)s took %(seconds).0f s") % {"name": name, "seconds": time.monotonic() - began})
    return figures
