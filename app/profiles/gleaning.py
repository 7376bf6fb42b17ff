"""The words people here have made, for those who look after them."""

from collections.abc import Iterable

import sqlalchemy as sa

from app.kit.db import db
from app.profiles.likeness import are_alike
from app.profiles.models import Profile, ProfileTag, Tag, TagChange, TagMerge, TagSpelling
from app.profiles.rules import plain_key, tag_key
from app.profiles.shown import FACETS
from app.profiles.visibility import DEFAULTS, Visibility

SEVERAL = 2
MOST_ALIKE = 3
OPEN = (Visibility.MEMBERS.value, Visibility.PUBLIC.value)


def uses() -> "sa.ScalarSelect[int]":
    """How many people have a tag, whatever they say with it."""
    return (
        sa.select(sa.func.count(ProfileTag.member_id.distinct()))
        .where(ProfileTag.tag_id == Tag.id)
        .correlate(Tag)
        .scalar_subquery()
    )


def new_tags() -> "sa.Select[Tag]":
    """Words people have coined and nobody has looked at, the latest first.

    A word that its one owner shows to few is nobody else's business, a moderator's included.
    """
    fresh = sa.select(Tag).where(
        Tag.slug.is_(None), Tag.merged_into_id.is_(None), Tag.reviewed_at.is_(None)
    )
    return fresh.where((uses() >= SEVERAL) | _is_shown_openly()).order_by(Tag.id.desc())


def tags_called(text: str) -> "sa.Select[Tag]":
    """Tags that are in use or shipped, with a spelling like `text`; all of them for no text."""
    keys = {tag_key(text), plain_key(text)} - {""}
    seen = sa.select(Tag).where(
        Tag.merged_into_id.is_(None),
        Tag.slug.is_not(None) | (uses() >= SEVERAL) | _is_shown_openly(),
    )
    if keys:
        holds = sa.or_(*(TagSpelling.key.contains(key, autoescape=True) for key in keys))
        seen = seen.where(sa.exists().where(TagSpelling.tag_id == Tag.id, holds))
    return seen.order_by(uses().desc(), sa.func.length(Tag.label_ja), Tag.id)


def may_look_at() -> "sa.Select[Tag]":
    """Every tag that moderators may open: those above, and those merged away."""
    return sa.select(Tag).where(
        sa.or_(
            Tag.slug.is_not(None),
            Tag.reviewed_at.is_not(None),
            Tag.merged_into_id.is_not(None),
            uses() >= SEVERAL,
            _is_shown_openly(),
        )
    )


def uses_of(tags: Iterable[Tag]) -> dict[int, int]:
    """How many people have each of the tags."""
    query = (
        sa.select(ProfileTag.tag_id, sa.func.count(ProfileTag.member_id.distinct()))
        .where(ProfileTag.tag_id.in_([tag.id for tag in tags]))
        .group_by(ProfileTag.tag_id)
    )
    return {tag_id: count for tag_id, count in db.session.execute(query)}  # noqa: C416


def alike(tags: Iterable[Tag]) -> dict[int, list[Tag]]:
    """For each tag the ones it may be another spelling of, a few."""
    known = [
        (row.key, row.tag_id)
        for row in db.session.execute(sa.select(TagSpelling.key, TagSpelling.tag_id))
    ]
    near = {tag.id: _near(tag, known) for tag in tags}
    ids = {each for some in near.values() for each in some}
    query = may_look_at().where(Tag.id.in_(ids), Tag.merged_into_id.is_(None))
    found = {tag.id: tag for tag in db.session.scalars(query)}
    return {
        tag_id: [found[each] for each in some if each in found] for tag_id, some in near.items()
    }


def spellings_of(tag: Tag) -> list[str]:
    """The keys under which people find the tag."""
    query = sa.select(TagSpelling.key).where(TagSpelling.tag_id == tag.id)
    return sorted(db.session.scalars(query))


def merges_into(tag: Tag) -> list[TagMerge]:
    """What has been merged into the tag and is still, the latest first."""
    query = sa.select(TagMerge).where(TagMerge.into_id == tag.id, TagMerge.undone_at.is_(None))
    return list(db.session.scalars(query.order_by(TagMerge.id.desc())))


def open_merges() -> "sa.Select[TagMerge]":
    """Every merge that has not been undone."""
    return sa.select(TagMerge).where(TagMerge.undone_at.is_(None))


def changes(tag: Tag | None = None) -> "sa.Select[TagChange]":
    """What moderators have done, to one tag or to all, the latest first."""
    query = sa.select(TagChange).order_by(TagChange.id.desc())
    if tag is None:
        return query
    return query.where(sa.or_(TagChange.tag_id == tag.id, TagChange.other_id == tag.id))


def _near(tag: Tag, known: list[tuple[str, int]]) -> list[int]:
    key = tag_key(tag.label_ja)
    ids = (tag_id for other, tag_id in known if tag_id != tag.id and are_alike(key, other))
    return list(dict.fromkeys(ids))[:MOST_ALIKE]


def _is_shown_openly() -> "sa.ColumnElement[bool]":
    said = sa.case(
        *(
            (
                ProfileTag.facet == facet,
                sa.func.coalesce(Profile.visibility[field].astext, DEFAULTS[field].value),
            )
            for field, facet in FACETS.items()
        ),
        else_="",
    )
    return sa.exists(
        sa.select(1)
        .select_from(ProfileTag)
        .join(Profile, Profile.member_id == ProfileTag.member_id)
        .where(ProfileTag.tag_id == Tag.id, said.in_(OPEN))
        .correlate(Tag)
    )
