"""From suggestions to people who met, in pairs: who it was is told to nobody."""

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.connections.models import Connection
from app.connections.rules import Origin
from app.connections.rules import State as Tie
from app.events.models import Event
from app.kit.db import db
from app.matching.models.likes import Answer
from app.matching.models.lists import Listed, Listing
from app.matching.models.rounds import Round, Seat
from app.matching.queries import who_shows_themselves
from app.matching.reading import among
from app.matching.rules.feedback import Said
from app.matching.rules.seating import RoundState
from app.recaps.rules import told


@dataclass(frozen=True)
class Funnel:
    """What came of suggestions, in pairs of people who both came; None where under five.

    `mutual`: both said they would like to meet. `met`: of those suggested, who sat at one table,
    connected there, or both say they talked. `unmatched`: people on show who came, and to whom
    nobody who came was suggested.
    """

    suggested: int | None
    mutual: int | None
    met: int | None
    unmatched: int | None


def funnel_of(event: Event, came: Collection[int]) -> Funnel | None:
    """What came of the suggestions of one evening; None where none are kept."""
    kept = sa.select(Listing.id).where(Listing.event_id == event.id, Listing.made_at.is_not(None))
    if db.session.scalars(kept.limit(1)).first() is None:
        return None
    shown = sa.and_(
        Listed.listing_id.in_(kept), among(Listed.viewer_id, came), among(Listed.person_id, came)
    )
    suggested = _pairs(Listed.viewer_id, Listed.person_id, shown)
    viewers = sa.select(Listed.viewer_id).where(shown).distinct()
    on_show = who_shows_themselves(event) & set(came)
    return Funnel(
        suggested=told(_number(suggested)),
        mutual=told(_number(_ties(event).where(Connection.origin == Origin.MUTUAL))),
        met=told(_number(sa.intersect(suggested, sa.union(*_meetings(event))))),
        unmatched=told(len(on_show - set(db.session.scalars(viewers)))),
    )


def _meetings(event: Event) -> "tuple[sa.Select[int, int], ...]":
    one, other, answer, back = aliased(Seat), aliased(Seat), Answer, aliased(Answer)
    sat = _pairs(one.member_id, other.member_id, one.member_id < other.member_id)
    at_one_table = (other.round_id == one.round_id) & (other.table_no == one.table_no)
    both = sa.and_(
        *(row.event_id == event.id for row in (answer, back)),
        *(row.said == Said.MET for row in (answer, back)),
    )
    return (
        _ties(event),
        sat.join(other, at_one_table)
        .join(Round, Round.id == one.round_id)
        .where(Round.event_id == event.id, Round.state != RoundState.PLANNED),
        _pairs(answer.member_id, answer.person_id, both).join(
            back, (back.member_id == answer.person_id) & (back.person_id == answer.member_id)
        ),
    )


def _ties(event: Event) -> "sa.Select[int, int]":
    stands = (Connection.event_id == event.id) & (Connection.state == Tie.ACTIVE)
    return _pairs(Connection.low_id, Connection.high_id, stands)


def _pairs(
    one: InstrumentedAttribute[int],
    other: InstrumentedAttribute[int],
    where: "sa.ColumnElement[bool]",
) -> "sa.Select[int, int]":
    """Each pair once, the lower id first."""
    low, high = sa.func.least(one, other), sa.func.greatest(one, other)
    return sa.select(low, high).where(where).distinct()


def _number(pairs: "sa.Select[int, int] | sa.CompoundSelect[int, int]") -> int:
    return db.session.scalars(sa.select(sa.func.count()).select_from(pairs.subquery())).one()
