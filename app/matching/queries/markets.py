"""What an evening offers and looks for, and who finds little there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import sqlalchemy as sa

from app.accounts.models import User
from app.events.models import Event
from app.kit.db import db
from app.kit.paging import Page
from app.matching.queries.lists import on_show
from app.matching.queries.voices import finding_nobody, offers_and_needs, said_by, taking_part
from app.matching.reading import among
from app.matching.rules.market import Hard, Row, Side, Totals, Voice, hard_for
from app.profiles.models import Tag
from app.registrations.models import Registration
from app.registrations.states import State

DRAWN, PER_PAGE, NAMED = 20, 50, 30


@dataclass(frozen=True)
class Overview:
    """How well an evening fits together, for those who run it.

    `drawn` is the top of the list, for the picture. `silent` people take no part in suggestions.
    """

    totals: Totals
    drawn: Sequence[Row]
    page: Page[Row]
    hard: Sequence[Hard]
    hard_number: int
    silent: int
    people: Mapping[int, User]
    tags: Mapping[int, Tag]


def overview_of(event: Event, viewer: User, number: int) -> Overview:
    """Offers against needs, as far as `viewer` may read them, and who finds little here.

    All of it is counted by the database: an evening of thousands is a handful of rows here.
    """
    people = on_show(event)
    said = said_by(people, viewer)
    market = offers_and_needs(said)
    page, drawn = _page(market, number), _rows(market, DRAWN)
    hard, hard_number = _hard(said, people)
    shown = {row.tag for row in chain(page.items, drawn)}
    shown |= {tag for one in hard for ground in one.grounds for tag in ground.tags}
    return Overview(
        totals=_totals(market),
        drawn=drawn,
        page=page,
        hard=hard,
        hard_number=hard_number,
        silent=number_confirmed(event) - _number(taking_part(people)),
        people=_users(one.member for one in hard),
        tags={
            tag.id: tag for tag in db.session.scalars(sa.select(Tag).where(among(Tag.id, shown)))
        },
    )


def number_confirmed(event: Event) -> int:
    """How many have a seat."""
    seats = sa.select(Registration.id).where(
        Registration.event_id == event.id, Registration.state == State.CONFIRMED
    )
    return _number(seats)


def _number(query: "sa.Select[int]") -> int:
    return db.session.scalars(sa.select(sa.func.count()).select_from(query.subquery())).one()


def _totals(market: sa.Subquery) -> Totals:
    offers, needs = market.c.offers, market.c.needs
    counts = (
        sa.func.count().filter(offers + needs > 0),
        sa.func.count().filter(offers == 0, needs > 0),
        sa.func.count().filter(offers + needs == 0),
    )
    things, gaps, untold = db.session.execute(sa.select(*counts)).one()
    return Totals(things, gaps, untold)


def _page(market: sa.Subquery, number: int) -> Page[Row]:
    number = max(1, min(number, 100_000))
    rows = _rows(market, PER_PAGE + 1, (number - 1) * PER_PAGE)
    return Page(rows[:PER_PAGE], number, len(rows) > PER_PAGE)


def _rows(market: sa.Subquery, most: int, skipped: int = 0) -> list[Row]:
    """What meets first, then what is looked for, then what is offered."""
    offers, needs = market.c.offers, market.c.needs
    query = sa.select(market.c.tag, offers, needs).where(offers + needs > 0)
    query = query.order_by(
        sa.func.least(needs, offers).desc(), needs.desc(), offers.desc(), market.c.tag
    )
    rows = db.session.execute(query.limit(most).offset(skipped))
    return [Row(tag, offers=offers_, needs=needs_) for tag, offers_, needs_ in rows]


def _hard(said: sa.CTE, people: "sa.Select[int]") -> tuple[list[Hard], int]:
    """Those to be named, and how many there are in all."""
    rows = db.session.execute(finding_nobody(said, people).limit(NAMED)).all()
    lines = sa.select(said.c.member, said.c.side, said.c.tag, said.c.told)
    heard: dict[int, dict[Side, set[int]]] = {row[0]: {} for row in rows}
    told: dict[int, set[Side]] = {row[0]: set() for row in rows}
    for member, side, tag, is_told in db.session.execute(
        lines.where(among(said.c.member, list(heard)))
    ):
        heard[member].setdefault(Side(side), set()).add(tag)
        told[member] |= {Side(side)} if is_told else set()
    voices = (
        Voice(member, {it: frozenset(tags) for it, tags in sides.items()}, frozenset(told[member]))
        for member, sides in heard.items()
    )
    return [hard_for(voice) for voice in voices], rows[0][2] if rows else 0


def _users(ids: Iterable[int]) -> dict[int, User]:
    query = sa.select(User).where(among(User.id, list(ids))).order_by(User.id)
    return {user.id: user for user in db.session.scalars(query)}
