"""Whether anything has changed that the page of an event tells everybody alike."""

import sqlalchemy as sa

from app.kit.db import db

# The number of rows, and all their versions folded into one: PostgreSQL gives a row another
# `xmin` with each change, whoever makes it.
ROWS = "concat(count(*), ':', bit_xor(hashtextextended({version}::text, {key})))"

PARTS = tuple(
    f"(SELECT {told} FROM {rows})"  # noqa: S608 -- all of it ours
    for told, rows in (
        # The event, its group's others (how many, since when, of its series), what it needs,
        # what needs it.
        (
            ROWS.format(version="e.xmin", key="e.id"),
            "events e WHERE e.group_id = it.group_id OR e.id = it.requires_event_id"
            " OR e.requires_event_id = it.id",
        ),
        (ROWS.format(version="s.xmin", key="s.id"), "series s WHERE s.id = it.series_id"),
        (ROWS.format(version="s.xmin", key="s.id"), "slots s WHERE s.event_id = it.id"),
        (
            ROWS.format(version="d.xmin", key="d.id"),
            "draws d JOIN slots s ON s.id = d.slot_id WHERE s.event_id = it.id",
        ),
        (ROWS.format(version="g.xmin", key="g.id"), "groups g WHERE g.id = it.group_id"),
        (
            ROWS.format(version="m.xmin", key="m.member_id"),
            "memberships m WHERE m.group_id = it.group_id AND m.role <> 'member'",
        ),
        ("count(*)", "memberships m WHERE m.group_id = it.group_id"),
        # Newcomers and the share of those who came look back at all evenings of the group.
        (
            ROWS.format(version="r.xmin", key="r.id"),
            "registrations r JOIN events e ON e.id = r.event_id WHERE e.group_id = it.group_id",
        ),
        (
            ROWS.format(version="concat(a.id, a.xmin)", key="a.event_id"),
            "attendance_entries a JOIN events e ON e.id = a.event_id"
            " WHERE e.group_id = it.group_id",
        ),
        (
            ROWS.format(version="concat(u.xmin, ' ', p.xmin)", key="u.id"),
            "registrations r JOIN users u ON u.id = r.attendee_id"
            " LEFT JOIN profiles p ON p.member_id = u.id"
            " WHERE r.event_id = it.id AND r.state = 'confirmed'",
        ),
    )
)
TABLES = {
    *("events", "series", "slots", "draws", "groups", "memberships", "registrations"),
    *("attendance_entries", "users", "profiles"),
}

_QUESTION = (
    "WITH it AS (SELECT id, group_id, requires_event_id, series_id FROM events WHERE slug = :slug) "
)
_QUESTION += f"SELECT concat_ws(' ', {', '.join(PARTS)}) FROM it"  # noqa: S608 -- all of it ours
_VERSION = sa.text(_QUESTION)


def fingerprint(slug: str) -> str | None:
    """What changes with every row the page of that event is made of; None where there is none."""
    return db.session.execute(_VERSION, {"slug": slug}).scalar_one_or_none()
