"""Knowing the house's vocabulary: its concepts, and the words people coined before it had them."""

import sqlalchemy as sa

from app.kit.db import another, db
from app.profiles.models import Evidence, ProfileTag, Tag, TagSpelling
from app.profiles.rules import tag_key
from app.profiles.tagging import hold, keys_of_concept, lasting, new_tag, write
from app.profiles.vocabulary import Concept, concepts


def learn_vocabulary() -> None:
    """Know every concept of the house's vocabulary under all its spellings. Safe to repeat.

    What moderators have merged stays merged, and a spelling they have moved stays where it is.
    """
    hold("the whole vocabulary")
    tags = {tag.id: tag for tag in db.session.scalars(sa.select(Tag))}
    by_slug = {tag.slug: tag for tag in tags.values()}
    known = db.session.execute(sa.select(TagSpelling.key, TagSpelling.tag_id))
    keys = {key: tag_id for key, tag_id in known}  # noqa: C416 -- a row is no pair to mypy
    for concept in concepts():
        tag = by_slug.get(concept.slug) or _adopted(concept, keys, tags) or new_tag(concept)
        tag.label_ja, tag.label_en = concept.ja, concept.en
        by_slug[concept.slug] = tag
    db.session.flush()
    wanted = {
        key: lasting(by_slug[concept.slug]).id
        for concept in concepts()
        for key in keys_of_concept(concept)
    }
    # Words kept under an older key are found under today's too.
    for key, tag_id in sorted(keys.items(), key=lambda pair: pair[1]):
        wanted.setdefault(tag_key(key), tag_id)
    write(wanted)
    coined = {tag.id for tag in tags.values() if tag.slug is None and not tag.merged_into_id}
    _gather(wanted, {key: tag_id for key, tag_id in keys.items() if tag_id in coined})


def _adopted(concept: Concept, keys: dict[str, int], tags: dict[int, Tag]) -> Tag | None:
    """A word people coined before the vocabulary had it becomes the concept."""
    for key in keys_of_concept(concept):
        tag = tags.get(keys.get(key, 0))
        if tag is not None and tag.slug is None and not tag.merged_into_id:
            tag.slug = concept.slug
            return tag
    return None


def _gather(wanted: dict[str, int], coined: dict[str, int]) -> None:
    """Move coined spellings, and the profiles that used them, to where they now belong."""
    for key, tag_id in coined.items():
        home = wanted.get(tag_key(key), tag_id)
        if home == tag_id:
            continue
        move_marks(tag_id, home)
        spelling = sa.update(TagSpelling).where(TagSpelling.tag_id == tag_id)
        db.session.execute(spelling.values(tag_id=home))


def move_marks(old_id: int, new_id: int) -> None:
    """Let everybody who has the one tag have the other instead, once."""
    has_both = sa.tuple_(ProfileTag.member_id, ProfileTag.facet).in_(
        sa.select(ProfileTag.member_id, ProfileTag.facet).where(ProfileTag.tag_id == new_id)
    )
    unsynchronized = {"synchronize_session": False}
    db.session.execute(_carry_words(old_id, new_id), execution_options=unsynchronized)
    doubled = sa.delete(ProfileTag).where(ProfileTag.tag_id == old_id, has_both)
    db.session.execute(doubled, execution_options=unsynchronized)
    rest = sa.update(ProfileTag).where(ProfileTag.tag_id == old_id).values(tag_id=new_id)
    db.session.execute(rest, execution_options=unsynchronized)
    backing = sa.update(Evidence).where(Evidence.tag_id == old_id).values(tag_id=new_id)
    db.session.execute(backing, execution_options=unsynchronized)


def _carry_words(old_id: int, new_id: int) -> sa.Update:
    """Who has both tags keeps what they wrote under either; the one that stays goes first."""
    old = another(ProfileTag, "old")
    bare = sa.and_(ProfileTag.words == "", ProfileTag.standard == "")
    return (
        sa.update(ProfileTag)
        .where(ProfileTag.tag_id == new_id, old.tag_id == old_id, bare)
        .where(old.member_id == ProfileTag.member_id, old.facet == ProfileTag.facet)
        .values(words=old.words, standard=old.standard)
    )
