"""What speaks for a meeting of people who are together already, without scoring everybody."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.connections.people import fellow_participants
from app.connections.queries import contacts_of
from app.events.models import Event
from app.kit.db import db
from app.matching.circles import circle
from app.matching.queries.matches import REASONS, Match, Pick, matches_for, telling
from app.matching.queries.offers import backing_of
from app.matching.reading import Codebook, people_of
from app.matching.reading import among as those
from app.matching.rules.listing import Came
from app.matching.wording import Ground, ground_for, tags_in
from app.profiles.visibility import Closeness
from app.registrations.queries import lines_at

# As many sentences as two people could ever fill.
EVERYTHING = 40


def grounds_between(
    viewer: User,
    member_ids: Collection[int],
    event: Event | None,
    *,
    at: datetime,
    most: int = REASONS,
) -> dict[int, list[Ground]]:
    """The sentences `viewer` may read about each of these people, the strongest first.

    To whom the viewer is neither a contact nor a fellow participant, they are a member.
    """
    others = set(member_ids) - {viewer.id}
    if not others:
        return {}
    among = circle(event, others | {viewer.id}, at=at, viewer=viewer)
    far = others - near_ids(viewer, others)
    shown_to_members = {
        person.id: person.shown
        for person in (people_of(far, Codebook(), closeness=Closeness.MEMBER) if far else ())
    }
    found = {}
    for id_ in sorted(others):
        visible = shown_to_members.get(id_)
        reasons = among.pool.explain(viewer.id, id_)
        found[id_] = telling([it for it in reasons if visible is None or it.facet in visible], most)
    among.codes.look_up(tags_in([it for reasons in found.values() for it in reasons]))
    return {
        id_: [it for reason in reasons if (it := ground_for(reason, among.codes)) is not None]
        for id_, reasons in found.items()
    }


def near_ids(viewer: User, ids: Collection[int]) -> set[int]:
    """Which of these people are contacts or fellow participants of `viewer`."""
    near = sa.union_all(contacts_of(viewer), fellow_participants(viewer)).subquery()
    query = sa.select(near.c[0]).where(those(near.c[0], ids)).distinct()
    return set(db.session.scalars(query))


def match_with(viewer: User, person: User, event: Event | None, *, at: datetime) -> Match:
    """Everything that speaks for a meeting of the two, as `viewer` may read it."""
    among = circle(event, {viewer.id, person.id}, at=at, viewer=viewer)
    is_near = event is not None and bool(near_ids(viewer, [person.id]))
    closeness = Closeness.MATCH if is_near else Closeness.MEMBER
    if event is not None and not is_near:
        among = circle(None, {viewer.id, person.id}, at=at, viewer=viewer)
    found = matches_for(viewer, [Pick(person.id, Came.BEST)], among, closeness, EVERYTHING)[0]
    said = lines_at(event, viewer, [person.id]) if event is not None else {}
    evidence = backing_of(person, closeness)
    return replace(found, comes_for=said.get(person.id, ""), evidence=evidence)
