"""The plan on paper, for walls and tables: everybody can read it."""

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from app.accounts.models import User
from app.events.models import Event
from app.kit.db import db
from app.matching.models import Round, Seat
from app.matching.queries.lists import who_shows_themselves
from app.matching.queries.rounds import rounds_without_seats
from app.matching.reading import among


@dataclass(frozen=True)
class Sheet:
    """One table in one round; `unnamed` are those who do not show themselves."""

    people: list[User]
    unnamed: int


@dataclass(frozen=True)
class Paper:
    """Everybody by name with a table for each round, and every table with its people.

    `unnamed` people find their table on their phone.
    """

    rounds: list[Round]
    people: list[tuple[User, list[int | None]]]
    tables: list[tuple[int, list[Sheet]]]
    unnamed: int


def paper_of(event: Event) -> Paper:
    """The whole plan of the evening, as it stands."""
    rounds, shown = rounds_without_seats(event), who_shows_themselves(event)
    at = {one.id: place for place, one in enumerate(rounds)}
    seats = sa.select(Seat.round_id, Seat.table_no, Seat.member_id)
    places: dict[int, list[int | None]] = {}
    tables: dict[int, list[list[int]]] = {}
    for round_id, number, member in db.session.execute(seats.where(among(Seat.round_id, at))):
        places.setdefault(member, [None] * len(rounds))[at[round_id]] = number
        tables.setdefault(number, [[] for _ in rounds])[at[round_id]].append(member)
    named = _by_name(places.keys() & shown)
    order = {id_: place for place, id_ in enumerate(named)}
    return Paper(
        rounds=rounds,
        people=[(person, places[id_]) for id_, person in named.items()],
        tables=[
            (number, [_sheet(members, named, order) for members in sheets])
            for number, sheets in sorted(tables.items())
        ],
        unnamed=len(places) - len(named),
    )


def _by_name(ids: Collection[int]) -> dict[int, User]:
    """These people in the order in which one looks for a name."""
    query = sa.select(User).where(among(User.id, ids))
    found = sorted(db.session.scalars(query), key=lambda it: (it.reading or it.full_name, it.id))
    return {person.id: person for person in found}


def _sheet(members: list[int], named: dict[int, User], order: dict[int, int]) -> Sheet:
    seen = sorted((it for it in members if it in named), key=order.__getitem__)
    return Sheet([named[it] for it in seen], len(members) - len(seen))
