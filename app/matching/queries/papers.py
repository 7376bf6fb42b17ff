"""The plan on paper, for walls and tables: everybody can read it."""

from dataclasses import dataclass

from app.accounts.models import User
from app.events.models import Event
from app.matching.models import Round
from app.matching.queries.lists import who_shows_themselves
from app.matching.queries.rounds import rounds_of


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
    rounds, shown = rounds_of(event), who_shows_themselves(event)
    seats = [{seat.member_id: seat.table_no for seat in one.seats} for one in rounds]
    everybody = {seat.member_id: seat.member for one in rounds for seat in one.seats}
    named = [person for id_, person in everybody.items() if id_ in shown]
    named.sort(key=lambda it: (it.reading or it.full_name, it.id))
    numbers = sorted({seat.table_no for one in rounds for seat in one.seats})
    return Paper(
        rounds=rounds,
        people=[(one, [places.get(one.id) for places in seats]) for one in named],
        tables=[(number, [_sheet(one, number, shown) for one in rounds]) for number in numbers],
        unnamed=len(everybody) - len(named),
    )


def _sheet(round_: Round, number: int, shown: set[int]) -> Sheet:
    members = [seat.member for seat in round_.seats if seat.table_no == number]
    named = [member for member in members if member.id in shown]
    return Sheet(named, len(members) - len(named))
