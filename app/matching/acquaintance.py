"""Who knows whom already, as far as it counts when people are suggested to each other."""

from collections.abc import Collection
from datetime import datetime
from itertools import permutations

import sqlalchemy as sa

from app.accounts.models import User
from app.connections.contacts import Contact
from app.connections.models import Connection
from app.connections.rules import State
from app.kit.db import another, db
from app.matching.engine.people import Contacts
from app.matching.engine.pool import Pair
from app.matching.models.likes import Answer
from app.matching.models.rounds import Round, Seat
from app.matching.reading import among
from app.matching.rules.feedback import Said
from app.matching.rules.listing import REST
from app.profiles.models import Profile
from app.profiles.rules import tag_key
from app.profiles.visibility import Visibility, level

# Of more people than this one does not know everybody at work.
TEAM = 30


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
    one, other = another(Seat, "one"), another(Seat, "other")
    sat = (
        sa.select(one.member_id, other.member_id)
        .join(other, (other.round_id == one.round_id) & (other.table_no == one.table_no))
        .join(Round, Round.id == one.round_id)
        .where(Round.began_at > since, one.member_id != other.member_id)
    )
    if viewer is not None:
        sat = sat.where(one.member_id == viewer.id)
        tied = tied & sa.or_(low == viewer.id, high == viewer.id)
    known = sa.union_all(
        sa.select(low, high).where(tied, among(low, ids), among(high, ids)),
        sat.where(among(one.member_id, ids), among(other.member_id, ids)),
        _said_by_both(since).where(among(Answer.member_id, ids), among(Answer.person_id, ids)),
    )
    return {(a, b) for a, b in db.session.execute(known)}


def met_by(viewer: User, at: datetime) -> set[Pair]:
    """Pairs of `viewer` and those they say they have met in the last half year."""
    return met_by_each([viewer.id], at)


def met_by_each(viewer_ids: Collection[int], at: datetime) -> set[Pair]:
    """The same of several viewers."""
    query = sa.select(Answer.member_id, Answer.person_id).where(
        Answer.member_id.in_(viewer_ids), Answer.said == Said.MET, Answer.at > at - REST
    )
    return {(viewer, person) for viewer, person in db.session.execute(query)}


def _said_by_both(since: datetime) -> "sa.Select[int, int]":
    back = another(Answer, "back")
    return (
        sa.select(Answer.member_id, Answer.person_id)
        .join(back, (back.member_id == Answer.person_id) & (back.person_id == Answer.member_id))
        .where(Answer.said == Said.MET, back.said == Said.MET, Answer.at > since)
    )


def contacts_over(ids: Collection[int]) -> Contacts:
    """Whom these people know, and how well, where both ends let it count.

    A tie that one of the two keeps to themselves changes nothing that anybody can read.
    """
    glad = sa.select(Profile.member_id).where(Profile.tells_ties)
    open_ = sa.and_(Contact.a.in_(glad), Contact.b.in_(glad))
    ties = sa.select(Contact.a, Contact.b, Contact.strength).where(open_, among(Contact.a, ids))
    strength: dict[int, dict[int, float]] = {}
    for person, contact, how_well in db.session.execute(ties):
        strength.setdefault(person, {})[contact] = how_well
    known = {contact for row in strength.values() for contact in row}
    circles = sa.select(Contact.a, sa.func.count()).where(open_, among(Contact.a, known))
    degree = {who: int(n) for who, n in db.session.execute(circles.group_by(Contact.a))}
    told = frozenset((contact, one) for one, row in strength.items() for contact in row)
    return Contacts(strength, degree, told)


def colleagues_among(ids: Collection[int], viewer: User | None = None) -> set[Pair]:
    """Pairs who work at one company, both ways round: they need no evening in order to meet.

    Where very many work, people do not know each other; who keeps it private works nowhere.
    """
    query = sa.select(Profile.member_id, Profile.company, Profile.visibility).where(
        Profile.company != "", among(Profile.member_id, ids)
    )
    teams: dict[str, list[int]] = {}
    for member_id, company, chosen in db.session.execute(query):
        if level(chosen, "company") != Visibility.PRIVATE:
            teams.setdefault(tag_key(company), []).append(member_id)
    pairs = {
        pair
        for name, team in teams.items()
        if name not in _NOBODYS and len(team) <= TEAM
        for pair in permutations(team, 2)
    }
    return {pair for pair in pairs if viewer is None or pair[0] == viewer.id}


_NOBODYS = {
    tag_key(word)
    for word in (
        *("フリーランス", "個人事業主", "自営業", "無所属", "なし", "学生", "主婦", "求職中"),
        *("freelance", "freelancer", "self-employed", "independent", "none", "student"),
    )
}
