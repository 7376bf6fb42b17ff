"""Lists worked out ahead, and whom to look at when there is none."""

from collections.abc import Collection
from datetime import datetime
from random import Random
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.kit.db import db
from app.matching.circles import Circle
from app.matching.engine.suggest import Note, suggest
from app.matching.models.lists import Listed, Listing
from app.matching.queries.matches import Pick
from app.matching.queries.picking import picked_alone
from app.matching.reading import TAGGED, among
from app.matching.rules.listing import PER_LIST, Came
from app.profiles.models import Profile, ProfileTag
from app.profiles.traits import Facet as TagFacet
from app.profiles.visibility import Visibility, level

# Up to so many people everybody's list is worked out while the page is asked for.
AT_ONCE = 50
# Of more people so many come into question for one list, and so many others by chance.
LIKELY, OTHERS = 70, 30
# Of everybody who has said a word sought so many are looked at, from a person drawn by lot on and
# from the first, and so many of these who have said most of them.
STRETCH, CLOSEST = 100, 280
# So many numbers are drawn to find those others among very many.
TRIED = 120
# So many who have changed since a list was made are compared anew by everybody who reads theirs.
LATEST = 20
# Fewer than this, wherever they are, are looked for among those here and not the other way round.
FEW = 200
# Where a need stands on one profile, an offer is looked for on the others.
_SOUGHT = {
    TagFacet.INTEREST: TagFacet.INTEREST,
    TagFacet.HOBBY: TagFacet.HOBBY,
    TagFacet.LEARNING: TagFacet.LEARNING,
    TagFacet.NEED: TagFacet.OFFER,
    TagFacet.OFFER: TagFacet.NEED,
}
FIELDS = {facet: field.value for field, facet in TAGGED.items()}


def kept_for(viewer: User, occasion: str) -> list[Pick] | None:
    """The list kept for `viewer`; None where there is none, or they have changed since then."""
    query = (
        sa.select(Listed.person_id, Listed.came)
        .join(Listing, Listing.id == Listed.listing_id)
        .outerjoin(Profile, Profile.member_id == Listed.viewer_id)
        .where(Listing.occasion == occasion, Listed.viewer_id == viewer.id)
        .where(sa.or_(Profile.changed_at.is_(None), Profile.changed_at <= Listing.made_at))
        .order_by(Listed.place)
    )
    return [Pick(person, came) for person, came in db.session.execute(query)] or None


def listing_called(occasion: str) -> Listing | None:
    return db.session.scalars(sa.select(Listing).where(Listing.occasion == occasion)).one_or_none()


def still_allowed(picks: list[Pick], viewer: User, circle: Circle) -> list[Pick]:
    """The picks that nothing forbids by now."""
    pool = circle.pool
    if viewer.id not in pool.place:
        return []
    row = pool.suggestable[pool.place[viewer.id]]
    return [
        pick for pick in picks if pick.person_id in pool.place and row[pool.place[pick.person_id]]
    ]


def picked_now(
    viewer: User, circle: Circle, seed: int, limit: int = PER_LIST
) -> tuple[list[Pick], Note | None]:
    """A list worked out here and now, and what there is to say about it.

    Where everybody is here it is fair to all of them; of many, only this one list is made.
    """
    if not circle.is_whole:
        return picked_alone(viewer, circle.pool, seed, limit)
    lists = suggest(circle.pool, k=limit, seed=seed)
    picks = [
        Pick(one.person, Came.CHANCE if one.by_chance else Came.BEST) for one in lists.of(viewer.id)
    ]
    return picks, lists.note(viewer.id)


def likeliest(viewer: User, pool: "sa.Select[int]", seed: int) -> set[int]:
    """Those of many people whose tags answer to the viewer's, and a few by lot.

    What is kept private on either side counts for nothing.
    """
    latest = db.session.scalar(sa.select(sa.func.max(User.id))) or 1
    found = _along_a_stretch(viewer, pool, seed, latest)
    if len(found) < LIKELY:
        found |= set(db.session.scalars(answering(viewer, pool, seed).limit(LIKELY)))
    return found | _some_of(viewer, pool, seed, latest) | {viewer.id}


def _along_a_stretch(viewer: User, pool: "sa.Select[int]", seed: int, latest: int) -> set[int]:
    """Those who answer best among the next ones to have said each of the words sought.

    A word that thousands have said says little: a stretch of them, begun by lot, is looked at.
    Of a word that few have said nobody is missing. Fewer than are wanted may be found where only
    few of those are of the pool.
    """
    sought = _sought_by(viewer)
    if not sought:
        return set()
    told = _told_along(sought, _lots(viewer, seed).randint(1, latest), latest).subquery()
    query = (
        sa.select(told.c.member_id)
        .where(told.c.member_id != viewer.id)
        .group_by(told.c.member_id)
        .order_by(sa.func.sum(told.c.points).desc(), _lot(told.c.member_id, viewer, seed))
        .limit(CLOSEST)
    )
    closest = list(db.session.scalars(query))
    allowed = set(db.session.scalars(pool.where(User.id.in_(closest))))
    return {*[it for it in closest if it in allowed][:LIKELY]}


def _told_along(
    sought: list[tuple[TagFacet, int]], start: int, latest: int
) -> "sa.Select[tuple[int, float]]":
    """Who says what is sought, in the stretches from `start` on and from the first member on.

    The points of a word are the logarithm of how few say it, by how densely they stand there.
    """
    words = sa.values(
        sa.column("facet", ProfileTag.facet.type), sa.column("tag_id", sa.Integer), name="words"
    ).data(sought)
    # Only what is told: whoever keeps a word to themselves takes nobody's place.
    stretches = (
        sa.select(ProfileTag.member_id, ProfileTag.facet, ProfileTag.tag_id)
        .join(Profile, Profile.member_id == ProfileTag.member_id)
        .where(ProfileTag.facet == words.c.facet, ProfileTag.tag_id == words.c.tag_id)
        .where(_is_told(ProfileTag.facet, Profile.visibility), is_there)
        .order_by(ProfileTag.member_id)
        .limit(STRETCH)
        .lateral()
        for is_there in (ProfileTag.member_id >= start, ProfileTag.member_id < start)
    )
    said = sa.union_all(
        *(
            sa.select(sa.literal(side).label("side"), *it.c).select_from(words).join(it, sa.true())
            for side, it in enumerate(stretches)
        )
    ).subquery()
    stretch = (said.c.side, said.c.facet, said.c.tag_id)
    count = sa.func.count().over(partition_by=stretch)
    first = sa.func.min(said.c.member_id).over(partition_by=stretch)
    last = sa.func.max(said.c.member_id).over(partition_by=stretch)
    length = sa.case((count < STRETCH, latest), else_=last - first + 1)
    points = sa.func.ln(sa.cast(length, sa.Float) / count)
    return sa.select(said.c.member_id, points.label("points"))


def _lots(viewer: User, seed: int) -> Random:
    return Random(f"{viewer.public_id}:{seed}")


def _some_of(viewer: User, pool: "sa.Select[int]", seed: int, latest: int) -> set[int]:
    """A few by lot; of very many, without a look at all of them."""
    lots = _lots(viewer, seed)
    tried = [lots.randint(1, latest) for _ in range(TRIED)]
    near = pool.where(User.id.in_(tried)).order_by(_lot(User.id, viewer, seed)).limit(OTHERS)
    found = set(db.session.scalars(near))
    if len(found) == OTHERS:
        return found
    column = pool.order_by(None).subquery().c[0]
    others = sa.select(column).order_by(_lot(column, viewer, seed)).limit(OTHERS)
    return set(db.session.scalars(others))


def changed_since(viewer: User, pool: "sa.Select[int]", made_at: datetime) -> set[int]:
    """Those whose profile has changed since the lists were made, as far as it may matter here."""
    changed = sa.select(Profile.member_id).where(Profile.changed_at > made_at)
    few = list(db.session.scalars(changed.limit(FEW)))
    if not few:
        return set()
    if len(few) < FEW:
        pool = pool.where(User.id.in_(few))
    lately = changed.where(Profile.member_id.in_(pool))
    latest = lately.order_by(Profile.changed_at.desc()).limit(LATEST)
    found = set(db.session.scalars(latest))
    if len(found) == LATEST:
        found |= set(db.session.scalars(answering(viewer, lately, 0).limit(LATEST)))
    return found - {viewer.id}


def answering(viewer: User, pool: "sa.Select[int]", seed: int) -> "sa.Select[int]":
    """Ids of those of `pool` whose tags answer to the viewer's, most of them first."""
    return (
        sa.select(ProfileTag.member_id)
        .join(Profile, Profile.member_id == ProfileTag.member_id)
        .where(sa.tuple_(ProfileTag.facet, ProfileTag.tag_id).in_(_sought_by(viewer)))
        .where(
            _is_told(ProfileTag.facet, Profile.visibility),
            ProfileTag.member_id.in_(pool),
            ProfileTag.member_id != viewer.id,
        )
        .group_by(ProfileTag.member_id)
        .order_by(sa.func.count().desc(), _lot(ProfileTag.member_id, viewer, seed))
    )


def _is_told(facet: Any, visibility: Any) -> sa.ColumnElement[bool]:
    """Whether what somebody said is kept from nobody."""
    said = visibility.op("->>", return_type=sa.Text())(sa.case(FIELDS, value=facet))
    return sa.func.coalesce(said, "") != Visibility.PRIVATE


def one_of(ids: Collection[int]) -> "sa.Select[int]":
    """These ids as a query."""
    return sa.select(User.id).where(among(User.id, ids))


def _sought_by(viewer: User) -> list[tuple[TagFacet, int]]:
    query = (
        sa.select(ProfileTag.facet, ProfileTag.tag_id, Profile.visibility)
        .join(Profile, Profile.member_id == ProfileTag.member_id)
        .where(ProfileTag.member_id == viewer.id)
    )
    return [
        (_SOUGHT[facet], tag_id)
        for facet, tag_id, visibility in db.session.execute(query)
        if level(visibility, FIELDS[facet]) != Visibility.PRIVATE
    ]


def _lot(column: Any, viewer: User, seed: int) -> sa.ColumnElement[str]:
    return sa.func.md5(sa.func.concat(column, ":", viewer.public_id, ":", seed))
