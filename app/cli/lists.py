"""`import`: attendee lists of other platforms, for operators and for nights with many of them."""

import sys
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.home import Unable, application, say
from app.cli.programmes import programme

if TYPE_CHECKING:
    from app.events.models import Event
    from app.imports.operations import Upload
    from app.imports.reports import Report


@click.group("import", help=_("Bring in attendee lists and programmes from other platforms."))
def import_() -> None:
    """Commands about lists."""


@import_.command(help=_("Bring in the attendees of an event from a CSV file."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--event", "event_id", required=True, help=_("the event's id, or its address"))
@click.option("--dry-run", is_flag=True, help=_("say what would happen, and do nothing"))
def attendees(file: Path, event_id: str, dry_run: bool) -> None:
    """Read the file, bring it in unless it is a dry run, and say what came of it."""
    from app.imports.operations import Upload

    upload = Upload(file.name, file.read_bytes())
    with application():
        _refuse_unreadable(upload)
        _bring_in(_event(event_id), upload, is_dry=dry_run)


import_.add_command(programme)


def _refuse_unreadable(upload: "Upload") -> None:
    from app.imports.rules import Reading, read_attendees
    from app.imports.wording import REFUSALS

    found = read_attendees(upload.content, upload.filename)
    if not isinstance(found, Reading):
        raise Unable(str(REFUSALS[found.code]))


def _event(event_id: str) -> "Event":
    """The event of that id, or at that address. Raises Unable."""
    import sqlalchemy as sa
    from sqlalchemy.orm import joinedload

    from app.events.models import Event
    from app.kit.db import db

    slug = event_id.rstrip("/").rsplit("/", 1)[-1]
    query = (
        sa.select(Event)
        .options(joinedload(Event.group), joinedload(Event.host))
        .where(sa.or_(Event.public_id == slug, Event.slug == slug))
    )
    event = db.session.scalars(query).one_or_none()
    if event is None:
        raise Unable(_("There is no event %(event)s.") % {"event": event_id})
    return event


def _bring_in(event: "Event", upload: "Upload", *, is_dry: bool) -> None:
    from app.imports import operations
    from app.imports.queries import prospect
    from app.imports.reports import reading_of, report_kept, report_of
    from app.kit.clock import now
    from app.kit.db import db
    from app.kit.queue import job

    reports: list[Report] = []

    def work() -> None:
        import_ = operations.look_at(event, upload, by=event.host, at=now())
        if is_dry:
            found = prospect(event, reading_of(import_, event))
            reports.append(report_kept(report_of(found, event)))
            db.session.rollback()
            return
        rows = len(import_.report["rows"])
        with click.progressbar(length=rows, label=_("Rows"), file=sys.stderr) as bar:
            operations.bring_in_list(import_, by=event.host, at=now(), tick=lambda: bar.update(1))
        reports.append(report_kept(import_.report))

    job(work)()
    _tell(reports[0], is_dry=is_dry)


def _tell(report: "Report", *, is_dry: bool) -> None:
    from app.imports.rules import Fate
    from app.imports.wording import outcome, remark

    for row in report.rows:
        if row.is_left_out:
            say(f"{row.line}: {row.name} {outcome(row.outcome)}")
        for code, detail in row.remarks:
            say(f"{row.line}: {row.name} {remark(code)} {detail}".rstrip())
    sentence = (
        _("%(comes)d would come in, %(waits)d would wait, %(stays)d are here, %(out)d left out.")
        if is_dry
        else _("%(comes)d have come in, %(waits)d wait, %(stays)d were here, %(out)d left out.")
    )
    click.echo(
        sentence
        % {
            "comes": report.count(Fate.COMES),
            "waits": report.count(Fate.WAITS),
            "stays": report.count(Fate.STAYS),
            "out": len(report.left_out),
        }
    )
