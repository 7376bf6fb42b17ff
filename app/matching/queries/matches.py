"""Somebody worth meeting, as one viewer may read it at this moment."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from app.accounts.models import User
from app.kit.db import db
from app.matching.circles import Circle
from app.matching.engine.score import Reason, Why, strongest
from app.matching.engine.suggest import Note
from app.matching.models.likes import Like
from app.matching.openings import opening_for
from app.matching.rules.listing import Came
from app.matching.wording import Ground, ground_for, tags_in
from app.profiles.models import Profile
from app.profiles.visibility import Closeness, is_open

REASONS = 3
# What people can talk about at once comes before where they work and why they came.
CONCRETE = (Why.THEY_OFFER, Why.YOU_OFFER, Why.SHARED_INTEREST, Why.SHARED_TRAIT)


@dataclass(frozen=True)
class Pick:
    """One place on a list: who, and how they came to it."""

    person_id: int
    came: Came


@dataclass(frozen=True)
class Match:
    """Somebody worth meeting, with the reasons this viewer may read.

    `is_grounded`: there is more between the two than a language both speak. `opening`: what one
    could say first. `is_liked`: the viewer has said so, and the other does not know.
    """

    person: User
    headline: str
    lines: list[Ground]
    is_by_chance: bool
    has_more: bool
    is_grounded: bool
    opening: str = ""
    is_liked: bool = False


@dataclass(frozen=True)
class MatchList:
    """One person's list. `note` says why it is empty or thin; `is_arrived_only` who is in it.

    `percent` tells how far a list has come that is still being worked out.
    """

    matches: list[Match]
    note: Note | None
    is_arrived_only: bool = False
    percent: int | None = None


def matches_for(
    viewer: User,
    picks: Sequence[Pick],
    circle: Circle,
    closeness: Closeness = Closeness.MATCH,
    most: int = REASONS,
) -> list[Match]:
    """The people picked, in their order, with what the viewer may read of the reasons now."""
    people = _people([pick.person_id for pick in picks])
    headlines = _headlines(people, closeness)
    liked = _liked_by(viewer, people)
    reasons = {id_: circle.pool.explain(viewer.id, id_) for id_ in people}
    circle.codes.look_up(tags_in([one for found in reasons.values() for one in found]))
    matches = (
        _match(people[pick.person_id], reasons[pick.person_id], pick, circle, most)
        for pick in picks
        if pick.person_id in people
    )
    return [
        replace(
            match,
            headline=headlines.get(match.person.id, ""),
            is_liked=match.person.id in liked,
        )
        for match in matches
    ]


def telling(reasons: Collection[Reason], most: int = REASONS) -> list[Reason]:
    """The reasons worth a sentence, what one can talk about first.

    That both speak a language goes without saying where anything else can be said.
    """
    known = strongest(reasons, 2 * most)
    found = [reason for reason in known if reason.kind != Why.LANGUAGE] or [*known]
    return sorted(found, key=lambda reason: reason.kind not in CONCRETE)[:most]


def _match(
    person: User, reasons: tuple[Reason, ...], pick: Pick, circle: Circle, most: int
) -> Match:
    told = telling(reasons, most)
    grounds = (ground_for(reason, circle.codes) for reason in told)
    return Match(
        person=person,
        headline="",
        lines=[ground for ground in grounds if ground is not None],
        # Where nothing speaks for it, chance is the honest word for it.
        is_by_chance=pick.came != Came.BEST or not reasons,
        has_more=any(not reason.named for reason in reasons),
        is_grounded=any(reason.kind != Why.LANGUAGE for reason in told),
        opening=opening_for(told, circle.codes),
    )


def _people(ids: list[int]) -> dict[int, User]:
    found = db.session.scalars(sa.select(User).where(User.id.in_(ids))) if ids else ()
    return {person.id: person for person in found}


def _headlines(ids: Collection[int], closeness: Closeness) -> dict[int, str]:
    query = sa.select(Profile.member_id, Profile.headline, Profile.visibility).where(
        Profile.member_id.in_(ids)
    )
    return {
        row.member_id: row.headline
        for row in (db.session.execute(query) if ids else ())
        if is_open(row.visibility, "headline", closeness)
    }


def _liked_by(viewer: User, ids: Collection[int]) -> set[int]:
    query = sa.select(Like.liked_id).where(Like.member_id == viewer.id, Like.liked_id.in_(ids))
    return set(db.session.scalars(query)) if ids else set()
