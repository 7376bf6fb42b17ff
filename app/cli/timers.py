"""`due`: everything that is due, once and for all."""

from datetime import datetime
from gettext import gettext as _

import click

from app.cli.home import application, say
from app.cli.instants import INSTANT
from app.kit import clock

ROUNDS = 1000


@click.command(help=_("Do everything that is due, now or at that instant, then end."))
@click.option("--at", type=INSTANT, help=_("as if it were that instant"))
def due(at: datetime | None) -> None:
    """Repeat the timetable until nothing more is due."""
    from app.cli.scheduler import run_due
    from app.notifications.sender import empty_outbox

    with application() as app:
        if at:
            clock.move(0)
            clock.move((at - clock.now()).total_seconds())
        done = 0
        for _round in range(ROUNDS):
            more = run_due(app)
            done += more
            if not more:
                break
        # No worker need be running, and one that is keeps its own time: send what is due here.
        done += empty_outbox()
    say(_("%(count)s things were due, and are done.") % {"count": done})
