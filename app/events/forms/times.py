"""Local times on forms: whether they exist, and which instants they mean."""

from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

from flask_babel import gettext as _
from wtforms.validators import ValidationError

from app.events.rules import NoSuchTime, instant

YEARS = range(2000, 2101)


def require_real(local: datetime | None, zone: str) -> None:
    """Go on with nothing, or with a time the clocks of `zone` show. Raises ValidationError."""
    if local is None:  # not a date at all: the field has said so
        return
    fault = what_is_unreal(local, zone)
    if fault:
        raise ValidationError(fault)


def what_is_unreal(local: datetime, zone: str) -> str:
    """What is wrong with a local time; nothing where the clocks of `zone` show it."""
    if local.year not in YEARS:
        return str(_("Is the year right?"))
    if zone not in available_timezones():
        return ""
    try:
        instant(local, zone)
    except NoSuchTime:
        return str(_("That hour does not exist there: the clocks are put forward that night."))
    return ""


def on_clock(at: datetime | None, zone: str) -> datetime | None:
    """The local time that a form shows for an instant, to the minute."""
    return at and at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0)


def meant(local: datetime | None, zone: str, was: datetime | None) -> datetime | None:
    """The instant a local time means: the one it has been, where the form shows that one.

    So an hour that comes twice, or a start on the second, stays when something else is changed.
    Nothing for a time that cannot be meant: its field has said so.
    """
    if local is None or local.year not in YEARS or zone not in available_timezones():
        return None
    if was is not None and on_clock(was, zone) == local:
        return was
    try:
        return instant(local, zone)
    except NoSuchTime:
        return None
