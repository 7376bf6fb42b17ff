"""What is offered while somebody types a tag: what begins or holds it, and what is like it."""

from dataclasses import dataclass

import sqlalchemy as sa

from app.kit.db import db
from app.profiles.finding import Nearness, concepts_like
from app.profiles.likeness import are_alike
from app.profiles.models import ProfileTag, Tag, TagSpelling
from app.profiles.rules import plain_key, tag_key
from app.profiles.tagging import tag_spelled
from app.profiles.vocabulary import concept_called

SEVERAL = 2
FEW = 3
SHORTEST_LIKE = 4
MOST_COMPARED = 20_000


@dataclass(frozen=True)
class Offered:
    """A tag in the reader's language, and whether it only looks or sounds like what was typed."""

    tag_id: int
    word: str
    is_only_alike: bool = False


@dataclass(frozen=True)
class _Found:
    tag: Tag
    uses: int
    is_same: bool
    begins: bool

    def order(self, near: dict[str, Nearness], locale: str) -> tuple[int, int, int, int]:
        here = Nearness.WITHIN
        if self.is_same or self.begins:
            here = Nearness.SAME if self.is_same else Nearness.BEGINS
        known = near.get(self.tag.slug or "", here)
        nearness = known if known == Nearness.NEAR else min(known, here)
        return nearness, -self.uses, len(self.tag.label_in(locale)), self.tag.id


def tags_like(text: str, locale: str, limit: int = 8) -> list[Offered]:
    """Tags that `text` may be the beginning of, in any script, the nearest and most used first.

    A word that only one person has typed so far is theirs, and not offered to others.
    """
    if not tag_key(text):
        return []
    near = concepts_like(text)
    found = [_Found(*row) for row in db.session.execute(_holding(text, near))]
    found.sort(key=lambda each: each.order(near, locale))
    offered = [Offered(each.tag.id, each.tag.label_in(locale)) for each in found[:limit]]
    if len(offered) < FEW:
        have = {each.tag_id for each in offered}
        offered += [each for each in _alike(text, locale) if each.tag_id not in have]
    return offered[:limit]


def meaning_of(text: str, locale: str) -> str:
    """What the word as a whole is called here in the reader's language; empty for a new word."""
    tag = tag_spelled(text)
    if tag is not None:
        return tag.label_in(locale)
    concept = concept_called(text)
    return concept.label(locale) if concept else ""


def _holding(text: str, near: dict[str, Nearness]) -> "sa.Select[Tag, int, bool, bool]":
    keys = {tag_key(text), plain_key(text)} - {""}
    begins = sa.or_(*(TagSpelling.key.startswith(key, autoescape=True) for key in keys))
    holds = sa.or_(*(TagSpelling.key.contains(key, autoescape=True) for key in keys))
    found = sa.select(
        TagSpelling.tag_id,
        sa.func.bool_or(TagSpelling.key.in_(keys)).label("same"),
        sa.func.bool_or(begins).label("begins"),
    )
    found_here = found.where(holds).group_by(TagSpelling.tag_id).subquery()
    uses = _uses()
    return (
        sa.select(
            Tag,
            uses,
            sa.func.coalesce(found_here.c.same, False),
            sa.func.coalesce(found_here.c.begins, False),
        )
        .outerjoin(found_here, found_here.c.tag_id == Tag.id)
        .where(sa.or_(found_here.c.tag_id.is_not(None), Tag.slug.in_(near)))
        .where(Tag.merged_into_id.is_(None))
        .where(Tag.slug.is_not(None) | (uses >= SEVERAL))
    )


def _uses() -> "sa.ScalarSelect[int]":
    return (
        sa.select(sa.func.count(ProfileTag.member_id.distinct()))
        .where(ProfileTag.tag_id == Tag.id)
        .correlate(Tag)
        .scalar_subquery()
    )


def _alike(text: str, locale: str) -> list[Offered]:
    """Tags with a spelling that looks or sounds like `text`; mistyped words find theirs so."""
    key = tag_key(text)
    if len(key) < SHORTEST_LIKE:
        return []
    keys = sa.select(TagSpelling.key, TagSpelling.tag_id).limit(MOST_COMPARED)
    ids = {tag_id for other, tag_id in db.session.execute(keys) if are_alike(key, other)}
    used = sa.select(Tag).where(
        Tag.id.in_(ids), Tag.merged_into_id.is_(None), Tag.slug.is_not(None) | (_uses() >= SEVERAL)
    )
    found = db.session.scalars(used.order_by(_uses().desc(), Tag.id).limit(FEW))
    return [Offered(tag.id, tag.label_in(locale), is_only_alike=True) for tag in found]
