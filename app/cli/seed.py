"""`seed`: a synthetic community of any size, for load and rehearsal."""

import os
import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from app.cli.home import Unable, application, say

if TYPE_CHECKING:
    from app.demo.crowd.operations import Crowd
    from app.demo.crowd.rules import Size

COUNT = click.IntRange(min=0, max=1_000_000)


@click.command(help=_("Make a synthetic community of that size, beside whatever is there."))
@click.option("--members", type=COUNT, required=True, help=_("how many people"))
@click.option("--groups", type=COUNT, required=True, help=_("how many groups"))
@click.option("--events", type=COUNT, required=True, help=_("how many events"))
@click.option("--seed", default=1, type=COUNT, help=_("the same seed makes the same community"))
@click.option(
    "--tokens",
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("write a key to the API for everybody: address, id and key in each line"),
)
def seed(members: int, groups: int, events: int, seed: int, tokens: Path | None) -> None:
    """Make the community in one transaction, then write the keys."""
    from app.demo.crowd.rules import Size

    size = Size(members, groups, events, seed)
    _require_sense(size)
    with ExitStack() as stack:
        file = stack.enter_context(_opened(tokens)) if tokens else None
        stack.enter_context(application())
        crowd = _made(size, with_keys=file is not None)
        _make_found()
        if file is not None:
            _write(file, crowd)
    made = _(
        "Made %(members)d members, %(groups)d groups, %(events)d events, %(places)d registrations"
        " and %(ties)d connections."
    )
    say(
        made
        % {
            "members": len(crowd.ids),
            "groups": crowd.groups,
            "events": crowd.events,
            "places": crowd.registrations,
            "ties": crowd.connections,
        }
    )


def _require_sense(size: "Size") -> None:
    if size.groups and size.members < 2:  # noqa: PLR2004 -- a group is at least a pair
        raise Unable(_("Groups need at least two members."))
    if size.events and not size.groups:
        raise Unable(_("Events need at least one group."))


def _opened(path: Path) -> TextIO:
    """The file for keys, readable by nobody else.

    Opened first, so that no work is in vain; emptied last, so that a refusal costs no keys.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        os.fchmod(handle, 0o600)
        return os.fdopen(handle, "w")
    except OSError as reason:
        message = _("%(file)s cannot be written: %(reason)s.")
        raise Unable(message % {"file": path, "reason": reason.strerror}) from reason


def _made(size: "Size", *, with_keys: bool) -> "Crowd":
    from app.demo.crowd.operations import Crowd, gather
    from app.kit.clock import now
    from app.kit.queue import job

    made: list[Crowd] = []
    at, rows = now(), _rows_about(size, with_keys=with_keys)
    with click.progressbar(length=rows, label=_("Making the community"), file=sys.stderr) as bar:
        job(lambda: made.append(gather(size, at=at, tell=bar.update, with_keys=with_keys)))()
        bar.finish()
    return made[0]


def _make_found() -> None:
    """Write everything down for the search, as the timer would, and let PostgreSQL count it."""
    from app.demo.crowd.writing import look_over
    from app.events.jobs import write_down as write_events_down
    from app.groups.jobs import write_down as write_groups_down
    from app.kit.clock import now

    for work in (write_groups_down, write_events_down):
        while _done(work, now()):
            pass
    _done(lambda _at: look_over(), now())


def _done(work: Callable[[datetime], int], at: datetime) -> int:
    from app.kit.queue import job

    numbers: list[int] = []
    job(lambda: numbers.append(work(at)))()
    return numbers[0]


def _rows_about(size: "Size", *, with_keys: bool) -> int:
    """About how many rows there will be, for the bar."""
    from app.demo.crowd.rules import LARGEST_EVENT, group_sizes

    places = min(LARGEST_EVENT, size.members // 4) + 25 * size.events
    people = size.members * (16 + with_keys)
    return max(1, people + sum(group_sizes(size)) + 5 * min(places, 10 * size.members))


def _write(file: TextIO, crowd: "Crowd") -> None:
    from app.demo.crowd.operations import named

    file.truncate(0)
    members = zip(named(crowd.ids), crowd.keys, strict=True)
    file.writelines(f"{email}\t{name}\t{key}\n" for (email, name), key in members)
