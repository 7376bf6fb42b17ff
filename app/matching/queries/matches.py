"""Somebody worth meeting, as one viewer may read it at this moment."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import sqlalchemy as sa

from app.accounts.models import User
from app.kit.db import db
from app.matching.circles import Circle
from app.matching.engine.score import Reason, Why, strongest
from app.matching.engine.suggest import Note
from app.matching.models.likes import Like
from app.matching.openings import opening_for
from app.matching.queries.offers import offers_told
from app.matching.rules.listing import Came, Hint
from app.matching.wording import Ground, ground_for, tags_in
from app.profiles.models import Evidence, Profile
from app.profiles.visibility import Closeness, is_open

REASONS = 3
# What people can talk about at once comes before where they work and why they came.
CONCRETE = (Why.THEY_OFFER, Why.YOU_OFFER, Why.SHARED_INTEREST, Why.SHARED_TRAIT)


@dataclass(frozen=True)
class Pick:
    """One place on a list: who, how they came to it, and whether the viewer looks for such."""

    person_id: int
    came: Came
    is_sought: bool = False


@dataclass(frozen=True)
class Match:
    """Somebody worth meeting, with the reasons this viewer may read.

    `is_grounded`: there is more between the two than a language both speak. `opening`: what one
    could say first. `is_liked`: the viewer has said so, and the other does not know. `is_sought`:
    they are of a kind that the viewer looks for. `evenings`: how many both have been to before.
    `comes_for`: what they say of this evening in a line of their own. `promise`: what they say of
    an offer that is a reason. `evidence`: what their offers rest on, where all is told.
    """

    person: User
    headline: str
    lines: list[Ground]
    is_by_chance: bool
    has_more: bool
    is_grounded: bool
    opening: str = ""
    is_liked: bool = False
    is_sought: bool = False
    evenings: int = 0
    comes_for: str = ""
    promise: str = ""
    evidence: list[Evidence] = field(default_factory=list)


@dataclass(frozen=True)
class MatchList:
    """One person's list. `note` says why it is empty or thin; `is_arrived_only` who is in it.

    `percent` tells how far a list has come that is still being worked out; `language` is what one
    would have to speak.
    """

    matches: list[Match]
    note: Note | Hint | None
    is_arrived_only: bool = False
    percent: int | None = None
    language: str = ""


def matches_for(
    viewer: User,
    picks: Sequence[Pick],
    circle: Circle,
    closeness: Closeness = Closeness.MATCH,
    most: int = REASONS,
) -> list[Match]:
    """The people picked, in their order, with what the viewer may read of the reasons now."""
    return matches_for_each({viewer.id: picks}, circle, closeness, most)[viewer.id]


def matches_for_each(
    picked: Mapping[int, Sequence[Pick]],
    circle: Circle,
    closeness: Closeness = Closeness.MATCH,
    most: int = REASONS,
) -> dict[int, list[Match]]:
    """The same for several viewers of one circle, by viewer."""
    people = _people({pick.person_id for picks in picked.values() for pick in picks})
    headlines, liked = _headlines(people, closeness), _liked_by(picked, people)
    offers = offers_told(people, closeness)
    reasons = {
        (viewer, pick.person_id): circle.pool.explain(viewer, pick.person_id)
        for viewer, picks in picked.items()
        for pick in picks
        if pick.person_id in people
    }
    circle.codes.look_up(tags_in([one for found in reasons.values() for one in found]))
    matches: dict[int, list[Match]] = {viewer: [] for viewer in picked}
    for viewer, picks in picked.items():
        for pick in picks:
            pair = (viewer, pick.person_id)
            if pair in reasons:
                match = _match(people[pick.person_id], reasons[pair], pick, circle, most)
                match = replace(match, promise=_promise(match.person, reasons[pair], offers))
                headline = headlines.get(pick.person_id, "")
                matches[viewer].append(replace(match, headline=headline, is_liked=pair in liked))
    return matches


def telling(reasons: Collection[Reason], most: int = REASONS) -> list[Reason]:
    """The reasons worth a sentence, what one can talk about first.

    That both speak a language goes without saying where anything else can be said.
    """
    known = strongest(_ties_as_one(reasons), 2 * most)
    found = [reason for reason in known if reason.kind != Why.LANGUAGE] or [*known]
    return sorted(found, key=lambda reason: reason.kind not in CONCRETE)[:most]


def _ties_as_one(reasons: Iterable[Reason]) -> list[Reason]:
    """All acquaintances in common as one reason: how many there are is nobody's business."""
    ties = [reason for reason in reasons if reason.kind == Why.MUTUAL_CONTACT and reason.named]
    others = [reason for reason in reasons if reason not in ties]
    if ties:
        points = sum(reason.points for reason in ties)
        others.append(replace(ties[0], points=points, mine=None, theirs=None))
    return others


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
        is_sought=pick.is_sought,
    )


def _promise(person: User, reasons: Iterable[Reason], offers: Mapping[tuple[int, int], str]) -> str:
    """What they say of an offer that the viewer looks for."""
    sought = (it for it in reasons if it.kind == Why.THEY_OFFER and isinstance(it.theirs, int))
    said = (offers.get((person.id, int(it.theirs or 0)), "") for it in sought)
    return next(filter(None, said), "")


def _people(ids: Collection[int]) -> dict[int, User]:
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


def _liked_by(viewer_ids: Collection[int], ids: Collection[int]) -> set[tuple[int, int]]:
    query = sa.select(Like.member_id, Like.liked_id).where(
        Like.member_id.in_(viewer_ids), Like.liked_id.in_(ids)
    )
    return {(viewer, liked) for viewer, liked in (db.session.execute(query) if ids else ())}
