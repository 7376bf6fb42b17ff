"""Whom somebody is asked about once an evening is over: "did you meet?"."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.attendance.queries import came_ids
from app.connections.people import visible_people
from app.events.models import Event
from app.kit.db import db
from app.matching.models.dismissals import Dismissal
from app.matching.models.likes import Answer, Like
from app.matching.models.lists import Listed, Listing
from app.matching.queries.listed import one_of
from app.matching.queries.lists import who_shows_themselves
from app.matching.queries.missing import missed
from app.matching.rules.feedback import Said

MOST = 8
FEW = 3


@dataclass(frozen=True)
class Asked:
    """One person to be asked about, and what has been said so far."""

    person: User
    said: Said | None


def asked_about(event: Event, member: User, *, at: datetime) -> list[Asked]:
    """Those `member` was shown or has marked at `event` and who came, the first ones first."""
    if at < event.starts_at or member.id not in who_shows_themselves(event):
        return []
    came = came_ids(event)
    if came and member.id not in came:
        return []
    ids = _shown_or_marked(event, member, at)
    there = who_shows_themselves(event) & came if came else who_shows_themselves(event)
    people = {one.id: one for one in _visible(member, [id_ for id_ in ids if id_ in there])}
    said = _said(event, member)
    return [Asked(people[id_], said.get(id_)) for id_ in ids if id_ in people][:MOST]


def _shown_or_marked(event: Event, member: User, at: datetime) -> list[int]:
    marked = sa.select(Like.liked_id).where(Like.member_id == member.id, Like.event_id == event.id)
    answered = sa.select(Answer.person_id).where(
        Answer.member_id == member.id, Answer.event_id == event.id
    )
    shown = (
        sa.select(Listed.person_id)
        .join(Listing, Listing.id == Listed.listing_id)
        .where(Listing.event_id == event.id, Listed.viewer_id == member.id)
        .order_by(Listed.place, Listed.person_id)
    )
    found = [id_ for query in (answered, marked, shown) for id_ in db.session.scalars(query)]
    if len(set(found)) < FEW:
        found += [match.person.id for match in missed(event, member, at=at, limit=MOST)]
    away = set(db.session.scalars(_set_aside(member)))
    return [id_ for id_ in dict.fromkeys(found) if id_ not in away]


def _set_aside(member: User) -> "sa.Select[int]":
    return sa.select(Dismissal.dismissed_id).where(Dismissal.member_id == member.id)


def _said(event: Event, member: User) -> dict[int, Said]:
    query = sa.select(Answer.person_id, Answer.said).where(
        Answer.member_id == member.id, Answer.event_id == event.id
    )
    return {row.person_id: row.said for row in db.session.execute(query)}


def _visible(member: User, ids: list[int]) -> list[User]:
    query = visible_people(member).where(User.id.in_(one_of(ids)), User.id != member.id)
    return list(db.session.scalars(query))
