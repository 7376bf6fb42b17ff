"""`import programme`: many events at once, from a file of another platform."""

import sys
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.home import Unable, application, say

if TYPE_CHECKING:
    from app.accounts.models import User
    from app.groups.models import Group
    from app.imports.models import ProgrammeImport
    from app.imports.operations import Upload
    from app.imports.programme_reports import ProgrammeReport


@click.command(help=_("Bring in the events of a programme: iCalendar, schedule XML or JSON."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--group", "slug", required=True, help=_("the group's address"))
@click.option("--dry-run", is_flag=True, help=_("say what would happen, and do nothing"))
def programme(file: Path, slug: str, dry_run: bool) -> None:
    """Read the file, bring it in unless it is a dry run, and say what came of it."""
    from app.imports.operations import Upload
    from app.imports.rules.programmes import MAX_BYTES

    with file.open("rb") as content:
        upload = Upload(file.name, content.read(MAX_BYTES + 1))
    with application():
        group, owner = _group(slug)
        _refuse_unreadable(upload, group, owner)
        _bring_in(group, owner, upload, is_dry=dry_run)


def _group(slug: str) -> "tuple[Group, User | None]":
    """The group at that address and its first owner. Raises Unable."""
    import sqlalchemy as sa

    from app.groups.models import Group
    from app.groups.queries import owners
    from app.kit.db import db

    name = slug.rstrip("/").rsplit("/", 1)[-1]
    group = db.session.scalars(sa.select(Group).where(Group.slug == name)).one_or_none()
    if group is None:
        raise Unable(_("There is no group %(group)s.") % {"group": slug})
    return group, next(iter(owners(group)), None)


def _refuse_unreadable(upload: "Upload", group: "Group", owner: "User | None") -> None:
    from app.imports.queries import usual_zone
    from app.imports.rules.programmes import Wrong, read_programme
    from app.imports.wording.programmes import UNUSABLE
    from app.kit.clock import now

    found = read_programme(upload.content, usual_zone(group, owner), now())
    if isinstance(found, Wrong):
        raise Unable(str(UNUSABLE[found.why]))


def _bring_in(group: "Group", owner: "User | None", upload: "Upload", *, is_dry: bool) -> None:
    from app.imports import operations
    from app.imports.programme_reports import programme_report_kept
    from app.kit.clock import now
    from app.kit.db import db
    from app.kit.queue import job

    reports: list[ProgrammeReport] = []

    def work() -> None:
        import_ = operations.look_at_programme(group, upload, by=owner, at=now())
        if is_dry:
            reports.append(programme_report_kept(import_.report))
            db.session.rollback()
            return
        _with_progress(import_, owner)
        reports.append(programme_report_kept(import_.report))

    job(work)()
    _tell(reports[0], is_dry=is_dry)


def _with_progress(import_: "ProgrammeImport", owner: "User | None") -> None:
    from app.imports import operations
    from app.kit.clock import now

    rows = len(import_.report["rows"])
    with click.progressbar(length=rows, label=_("Events"), file=sys.stderr) as bar:
        operations.bring_in_programme(import_, by=owner, at=now(), tick=lambda: bar.update(1))


def _tell(report: "ProgrammeReport", *, is_dry: bool) -> None:
    from app.imports.programme_reports import IMPOSSIBLE
    from app.imports.rules.programmes.comparing import Doing
    from app.imports.wording.programmes import oddity, reason

    for row in report.rows:
        if row.why:
            say(f"{row.line}: {row.title} {reason(row.why)} {row.detail}".rstrip())
        for code, detail in row.oddities:
            say(f"{row.line}: {row.title} {oddity(code)} {detail}".rstrip())
    sentence = (
        _("%(told)d in the file: %(new)d new, %(changed)d would change, %(same)d stay, "
          "%(out)d cannot come in.")
        if is_dry
        else _("%(told)d in the file: %(new)d came in as drafts, %(changed)d changed, "
               "%(same)d stay, %(out)d cannot come in.")
    )  # fmt: skip
    click.echo(
        sentence
        % {
            "told": report.told,
            "new": report.count(Doing.NEW),
            "changed": report.count(Doing.CHANGED),
            "same": report.count(Doing.SAME) + report.count(Doing.CALLED_OFF_HERE),
            "out": report.count(IMPOSSIBLE),
        }
    )
