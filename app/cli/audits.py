"""`export-matching`: an evening's lists and rounds, for anybody to work out again."""

import json
from gettext import gettext as _
from typing import TYPE_CHECKING

import click

from app.cli.home import Unable, application

if TYPE_CHECKING:
    from app.events.models import Event


@click.command("export-matching", help=_("An evening's lists and rounds, to work out again."))
@click.argument("event")
def export_matching(event: str) -> None:
    """Print everything that counted, by numbers alone; see docs/matching.md."""
    from app.kit.clock import now
    from app.matching.exporting import export_of

    with application():
        found = export_of(_event(event), at=now())
    click.echo(json.dumps(found, ensure_ascii=False, sort_keys=True, indent=1))


def _event(wanted: str) -> "Event":
    """The event by its address or its number. Raises Unable."""
    import sqlalchemy as sa

    from app.events.models import Event
    from app.kit.db import db

    name = wanted.rstrip("/").rsplit("/", 1)[-1]
    known = (Event.slug == name) | (Event.public_id == name)
    if name.isascii() and name.isdigit():
        known |= Event.id == int(name)
    found = db.session.scalars(sa.select(Event).where(known).limit(1)).first()
    if found is None:
        raise Unable(_("There is no event %(event)s.") % {"event": wanted})
    return found
