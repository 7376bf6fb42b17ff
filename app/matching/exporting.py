"""One evening's lists and rounds, for whoever must show that they were fair."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from app.events.models import Event
from app.matching.circles import circle
from app.matching.engine.export import exported
from app.matching.engine.suggest import suggest
from app.matching.queries import rounds_of, who_shows_themselves

PER_LIST = 10


def export_of(event: Event, *, at: datetime) -> dict[str, Any]:
    """Everything that counts at `event`, in numbers: no name, and nothing anybody keeps private."""
    shown = who_shows_themselves(event)
    rounds = [
        tuple(_tables([(seat.table_no, seat.member_id) for seat in one.seats]))
        for one in rounds_of(event)
    ]
    seated = {it for tables in rounds for table in tables for it in table}
    everybody = circle(event, shown | seated, at=at, is_whole=True).pool
    listed = tuple(it for it in everybody.people if it.id in shown)
    lists = suggest(replace(everybody, people=listed), k=PER_LIST, seed=event.id)
    return exported(everybody, lists, rounds, PER_LIST)


def _tables(seats: list[tuple[int, int]]) -> list[tuple[int, ...]]:
    tables: dict[int, list[int]] = {}
    for table, member in sorted(seats):
        tables.setdefault(table, []).append(member)
    return [tuple(members) for members in tables.values()]
