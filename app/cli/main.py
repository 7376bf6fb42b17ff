"""The list of commands, and the one place where a failure becomes a sentence."""

import importlib
import sys
import traceback
from gettext import gettext as _
from pathlib import Path

import click

from app.cli.home import Unable, home_settings
from app.cli.language import speak
from app.servers.errors import CannotStart
from app.servers.places import my_folder
from config import BadSettings


class Kizuna(click.Group):
    """Commands by name, each imported only when it is asked for, so that starting stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_places())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = _places().get(cmd_name)
        if place is None:
            return None
        module = importlib.import_module(f"app.cli.{place[0]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"), None) or getattr(
            module, f"{cmd_name}_"
        )
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, place[1]) for name, place in _places().items()])


def _places() -> dict[str, tuple[str, str]]:
    return {
        "demo": ("start", _("everything in one command, with a lively community to look at")),
        "test": ("gates", _("every test; arguments go to pytest")),
        "check": ("gates", _("format, types, walls, tables and translations")),
        "serve": ("start", _("all processes for a small server")),
        "web": ("processes", _("the pages alone")),
        "worker": ("processes", _("the worker alone")),
        "scheduler": ("processes", _("the scheduler alone")),
        "doctor": ("doctor", _("what is wrong here, and how to mend it")),
        "migrate": ("tables", _("bring the tables up to date")),
        "user": ("members", _("add a member whose address is known")),
        "token": ("members", _("a new key to the HTTP API")),
        "mail": ("mail", _("take in what a mail server pipes: answers, bounces, complaints")),
        "import": ("lists", _("attendee lists and programmes from other platforms")),
        "export-matching": ("audits", _("an evening's lists and rounds, to work out again")),
        "seed": ("seed", _("a synthetic community of any size, for load and rehearsal")),
        "due": ("timers", _("do everything that is due, now or at another time")),
        "backup": ("copies", _("everything in one file")),
        "restore": ("copies", _("everything back from that file")),
        "benchmark": ("benchmarks", _("the figures of the README")),
    }


def main() -> None:
    """Run one command; whatever goes wrong, say it in one sentence and exit accordingly."""
    speak()
    group = Kizuna("kizuna", help=_("Kizuna: communities that meet in order to help each other."))
    try:
        sys.exit(group.main(sys.argv[1:] or ["demo"], "kizuna", standalone_mode=False))
    except click.Abort:
        sys.exit(130)
    except click.ClickException as refusal:
        refusal.show()
        sys.exit(refusal.exit_code)
    except (CannotStart, BadSettings) as reason:
        Unable(str(reason)).show()
    except Exception as failure:
        # Nobody at a terminal is shown a traceback: one sentence here, the whole story in a file.
        Unable(_explain(failure)).show()
    sys.exit(1)


def _explain(failure: Exception) -> str:
    """One sentence for what nobody expected; the whole story goes to a file."""
    first = str(failure).strip().split("\n")[0] or type(failure).__name__
    try:
        log = my_folder(Path(home_settings()["KIZUNA_VAR"]) / "log") / "commands.log"
        with log.open("a", encoding="utf-8") as file:
            traceback.print_exception(failure, file=file)
    except (OSError, CannotStart):
        return first
    return _("%(reason)s (see %(log)s)") % {"reason": first, "log": log}
