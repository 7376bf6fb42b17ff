"""Instants as people write them on a command line."""

from datetime import datetime
from gettext import gettext as _
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from app.cli.home import home_settings


class Instant(click.ParamType[datetime]):
    """An instant as ISO 8601; without an offset it is the installation's own time."""

    name = "ISO-TIME"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """The instant, aware of its offset."""
        try:
            found = datetime.fromisoformat(str(value))
        except ValueError:
            sentence = _("write it like 2026-12-04T19:00, not like %(value)s") % {"value": value}
            self.fail(sentence, param, ctx)
        return found if found.tzinfo else found.replace(tzinfo=_zone())


INSTANT = Instant()


def _zone() -> ZoneInfo:
    try:
        return ZoneInfo(home_settings().get("KIZUNA_TIMEZONE") or "Asia/Tokyo")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
