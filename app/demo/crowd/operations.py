"""Making a crowd: people, groups, evenings, doors and ties, in a few statements each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.demo.crowd import circles, evenings, people, ties
from app.demo.crowd.rules import Size
from app.demo.crowd.writing import Tell
from app.events.models import Event
from app.events.rules import Mode
from app.kit.db import db
from app.kit.errors import Refused
from app.registrations.operations import drawing


class AlreadyHere(Refused):
    message = _l("A community of this seed is here already. Please choose another seed.")


@dataclass(frozen=True)
class Crowd:
    """What has been made. `keys` are the members' keys to the API, in the order of `ids`."""

    ids: list[int]
    groups: int
    events: int
    registrations: int
    connections: int
    keys: list[str]


def gather(size: Size, *, at: datetime, tell: Tell, with_keys: bool) -> Crowd:
    """Make a community of that size, beside whatever there is. Raises AlreadyHere."""
    named = sa.select(User.id).where(User.email.endswith(people.first_address(size)))
    if db.session.scalars(named.limit(1)).first() is not None:
        raise AlreadyHere
    # The house's patience with one statement is for pages; a large crowd takes longer.
    db.session.execute(sa.text("set local statement_timeout = 0"))
    ids = people.settle(size, at, tell)
    founded = circles.found(size, ids, at, tell)
    nights = evenings.hold(size, founded, at, tell)
    guests = evenings.fill(size, nights, at, tell)
    came = evenings.keep_doors(size, guests, tell)
    known = ties.tie(size, came, ids, tell)
    for night in nights:
        if night.mode == Mode.LOTTERY:
            drawing.promise(db.session.get_one(Event, night.event_id), at=at)
    keys = people.hand_out_keys(ids, at, tell) if with_keys else []
    return Crowd(ids, len(founded), len(nights), len(guests), known, keys)


def named(ids: list[int]) -> Iterator[tuple[str, str]]:
    """Address and public name of each, in the order of `ids`."""
    query = sa.select(User.id, User.email, User.public_id).where(User.id.in_(ids))
    found = {id_: (email or "", name) for id_, email, name in db.session.execute(query)}
    return (found[id_] for id_ in ids)
