"""Reading a programme: what cannot be read is an answer, not an error."""

import re
from datetime import datetime

from app.imports.rules.programmes.calendars import read_calendar
from app.imports.rules.programmes.entries import NoProgramme, Programme, Unusable, Wrong
from app.imports.rules.programmes.pentabarf import read_pentabarf
from app.imports.rules.programmes.schedules import read_json

MAX_BYTES = 10 * 1024 * 1024
_COMPRESSED = (
    *(b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!"),
    b"\x28\xb5\x2f\xfd",
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_CALENDAR = re.compile(rb"^(?:\xef\xbb\xbf)?[ \t]*BEGIN:VCALENDAR", re.IGNORECASE | re.MULTILINE)
_WEB_PAGE = re.compile(rb"\s*<(!doctype\s+html|html)", re.IGNORECASE)


def read_programme(data: bytes, zone: str, at: datetime) -> Programme | Wrong:
    """What a file announces. Times that name no zone are in `zone`; `at` is now.

    Whatever is in `data`, this takes seconds at most and a small multiple of its size.
    """
    try:
        return _read(data, zone, at)
    except NoProgramme as reason:
        return reason.wrong


def _read(data: bytes, zone: str, at: datetime) -> Programme:
    if len(data) > MAX_BYTES:
        raise NoProgramme(Unusable.TOO_LARGE)
    if data.startswith(_COMPRESSED):
        raise NoProgramme(Unusable.COMPRESSED)
    if not data.strip():
        raise NoProgramme(Unusable.EMPTY)
    return _in_its_form(data, zone, at)


def _in_its_form(data: bytes, zone: str, at: datetime) -> Programme:
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((b"{", b"[")):
        return read_json(data, zone)
    if start.startswith(_UTF16) or _CALENDAR.search(data):
        return read_calendar(data, zone, at)
    if start.startswith(b"<") and not _WEB_PAGE.match(start):
        return read_pentabarf(data, zone)
    raise NoProgramme(Unusable.NOT_TEXT if b"\0" in start else Unusable.UNKNOWN)
