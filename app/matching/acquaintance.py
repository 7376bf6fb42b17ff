"""Who knows whom already, as far as it counts when people are suggested to each other."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import User
from app.connections.models import Connection
from app.connections.rules import State
from app.kit.db import db
from app.matching.engine.people import Contacts
from app.matching.engine.pool import Pair
from app.matching.models.likes import Answer
from app.matching.models.rounds import Round, Seat
from app.matching.reading import among
from app.matching.rules.feedback import Said
from app.matching.rules.listing import REST
from app.profiles.models import Profile


def known_among(ids: Collection[int], at: datetime, *, viewer: User | None = None) -> set[Pair]:
    """Pairs that are connected, or were in the last half year, sat together then, or have met.

    That they met must have been said by both: what one of them alone has said changes no list
    but their own. For one `viewer` only the pairs that they are part of.
    """
    since = at - REST
    low, high = Connection.low_id, Connection.high_id
    tied = sa.or_(
        Connection.state == State.ACTIVE,
        sa.and_(Connection.state == State.REMOVED, Connection.ended_at > since),
    )
    one, other = aliased(Seat), aliased(Seat)
    sat = (
        sa.select(one.member_id, other.member_id)
        .join(other, (other.round_id == one.round_id) & (other.table_no == one.table_no))
        .join(Round, Round.id == one.round_id)
        .where(Round.began_at > since, one.member_id != other.member_id)
    )
    if viewer is not None:
        sat = sat.where(one.member_id == viewer.id)
        tied = tied & sa.or_(low == viewer.id, high == viewer.id)
    queries = (
        sa.select(low, high).where(tied, among(low, ids), among(high, ids)),
        sat.where(among(one.member_id, ids), among(other.member_id, ids)),
        _said_by_both(since).where(among(Answer.member_id, ids), among(Answer.person_id, ids)),
    )
    return {(a, b) for query in queries for a, b in db.session.execute(query)}


def met_by(viewer: User, at: datetime) -> set[Pair]:
    """Pairs of `viewer` and those they say they have met in the last half year."""
    query = sa.select(Answer.person_id).where(
        Answer.member_id == viewer.id, Answer.said == Said.MET, Answer.at > at - REST
    )
    return {(viewer.id, id_) for id_ in db.session.scalars(query)}


def _said_by_both(since: datetime) -> "sa.Select[int, int]":
    back = aliased(Answer)
    return (
        sa.select(Answer.member_id, Answer.person_id)
        .join(back, (back.member_id == Answer.person_id) & (back.person_id == Answer.member_id))
        .where(Answer.said == Said.MET, back.said == Said.MET, Answer.at > since)
    )


def contacts_over(ids: Collection[int]) -> Contacts:
    """Whom these people know among those who are glad to introduce; never to be named.

    That two people have a contact in common counts, and is told to nobody.
    """
    glad = sa.select(Profile.member_id).where(Profile.is_connector)
    ends = ((Connection.low_id, Connection.high_id), (Connection.high_id, Connection.low_id))
    ties = sa.union_all(
        *(
            sa.select(person.label("person"), contact.label("contact")).where(
                Connection.state == State.ACTIVE, contact.in_(glad), among(person, ids)
            )
            for person, contact in ends
        )
    ).subquery()
    strength: dict[int, dict[int, float]] = {}
    degree: dict[int, int] = {}
    for person, contact in db.session.execute(sa.select(ties.c.person, ties.c.contact)):
        strength.setdefault(person, {})[contact] = 1.0
        degree[contact] = degree.get(contact, 0) + 1
    return Contacts(strength, degree)
