"""What moderators do to the vocabulary people have made: merge, split, name, wave through.

Every step is a row of the log, and every merge remembers who had which, so that it can be undone.
"""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from app.accounts.models import User
from app.kit.db import db, lock
from app.kit.errors import Refused
from app.profiles.learning import move_marks
from app.profiles.models import (
    Evidence,
    ProfileTag,
    Tag,
    TagChange,
    TagMerge,
    TagMergeMark,
    TagSpelling,
)
from app.profiles.rules import clean_tag
from app.profiles.tagging import NotATag, hold, keys_of, tag_spelled, write
from app.profiles.traits import Facet, TagDeed

UNSYNCHRONIZED = {"synchronize_session": False}


class CannotMerge(Refused):
    message = _l("These two cannot be merged: they are one already, or one has been merged before.")


class CannotSplit(Refused):
    message = _l("This merge cannot be undone now: split what came after it first.")


class SpellingTaken(Refused):
    message = _l("Another tag is written like that. Merge the two instead.")


class SpellingInUse(Refused):
    message = _l("A tag needs at least one spelling.")


def merge(old: Tag, into: Tag, *, by: User, at: datetime) -> TagMerge:
    """Let `old` be `into` from now on, spellings and profiles included.

    Raises CannotMerge. Locks both tags.
    """
    _hold_both(old, into)
    if old.id == into.id or old.merged_into_id or into.merged_into_id:
        raise CannotMerge
    keys = db.session.scalars(
        sa.select(TagSpelling.key).where(TagSpelling.tag_id == old.id).order_by(TagSpelling.key)
    )
    done = TagMerge(old_id=old.id, into_id=into.id, keys=list(keys), by_id=by.id, at=at)
    db.session.add(done)
    db.session.flush()
    _remember_who_had(done)
    move_marks(old.id, into.id)
    _move_spellings(done.keys, old.id, into.id)
    old.merged_into_id, old.reviewed_at = into.id, at
    _note(old, TagDeed.MERGED, by=by, at=at, other=into)
    db.session.expire_all()
    return done


def split(done: TagMerge, *, by: User, at: datetime) -> None:
    """Undo a merge: both tags again, and everybody has the ones they had.

    Who has taken the tag off since then does not get it back. Raises CannotSplit. Locks both tags.
    """
    old, into = done.old, done.into
    _hold_both(old, into)
    lock(done)
    if done.undone_at is not None or into.merged_into_id is not None:
        raise CannotSplit
    _give_back(done)
    _move_spellings(done.keys, into.id, old.id)
    old.merged_into_id = None
    done.undone_at, done.undone_by_id = at, by.id
    _note(old, TagDeed.SPLIT, by=by, at=at, other=into)
    db.session.expire_all()


def spell(tag: Tag, word: str, *, by: User, at: datetime) -> None:
    """Let `word` mean `tag` too.

    Raises NotATag, SpellingTaken.
    """
    label = clean_tag(word)
    keys = keys_of(label)
    if not keys:
        raise NotATag
    hold(keys[0])
    taken = tag_spelled(label)
    if taken is not None and taken.id != tag.id:
        raise SpellingTaken
    write(dict.fromkeys(keys, tag.id))
    _note(tag, TagDeed.SPELLED, by=by, at=at, word=label)


def unspell(tag: Tag, key: str, *, by: User, at: datetime) -> None:
    """Let the spelling with that key no longer mean `tag`; whoever writes it next coins it anew.

    Raises SpellingInUse for the last one.
    """
    lock(tag)
    keys = set(db.session.scalars(sa.select(TagSpelling.key).where(TagSpelling.tag_id == tag.id)))
    if not keys - {key}:
        raise SpellingInUse
    if key in keys:
        gone = sa.delete(TagSpelling).where(TagSpelling.key == key, TagSpelling.tag_id == tag.id)
        db.session.execute(gone)
        _note(tag, TagDeed.UNSPELLED, by=by, at=at, word=key)


def name(tag: Tag, ja: str, en: str, *, by: User, at: datetime) -> None:
    """Give `tag` a label for each language. Both become spellings, unless they are other tags'.

    Raises NotATag, SpellingTaken.
    """
    for word in (ja, en):
        if tag_spelled(word) not in (tag, None):
            raise SpellingTaken
        if not keys_of(clean_tag(word)):
            raise NotATag
        write(dict.fromkeys(keys_of(clean_tag(word)), tag.id))
    tag.label_ja, tag.label_en, tag.reviewed_at = clean_tag(ja), clean_tag(en), at
    _note(tag, TagDeed.NAMED, by=by, at=at, word=f"{tag.label_ja} / {tag.label_en}")


def wave_through(tag: Tag, *, by: User, at: datetime) -> None:
    """A new tag is fine as it is."""
    if tag.reviewed_at is None:
        tag.reviewed_at = at
        _note(tag, TagDeed.WAVED_THROUGH, by=by, at=at)


def _hold_both(one: Tag, other: Tag) -> None:
    hold("the whole vocabulary")
    for tag in sorted({one, other}, key=lambda tag: tag.id):
        lock(tag)


def _remember_who_had(done: TagMerge) -> None:
    also = aliased(ProfileTag)
    both = sa.exists().where(
        also.member_id == ProfileTag.member_id,
        also.facet == ProfileTag.facet,
        also.tag_id == done.into_id,
    )
    had = sa.select(
        sa.literal(done.id), ProfileTag.member_id, ProfileTag.facet, ProfileTag.position, both
    ).where(ProfileTag.tag_id == done.old_id)
    columns = ["merge_id", "member_id", "facet", "position", "had_both"]
    db.session.execute(insert(TagMergeMark).from_select(columns, had))


def _give_back(done: TagMerge) -> None:
    still = sa.and_(
        ProfileTag.member_id == TagMergeMark.member_id,
        ProfileTag.facet == TagMergeMark.facet,
        ProfileTag.tag_id == done.into_id,
    )
    alone = ~TagMergeMark.had_both
    had = (
        sa.select(
            TagMergeMark.member_id,
            TagMergeMark.facet,
            sa.literal(done.old_id),
            TagMergeMark.position,
            sa.case((alone, ProfileTag.words), else_=""),
            sa.case((alone, ProfileTag.standard), else_=""),
        )
        .join(ProfileTag, still)
        .where(TagMergeMark.merge_id == done.id)
    )
    columns = ["member_id", "facet", "tag_id", "position", "words", "standard"]
    back = insert(ProfileTag).from_select(columns, had)
    db.session.execute(back.on_conflict_do_nothing())
    own = sa.select(TagMergeMark.member_id).where(
        TagMergeMark.merge_id == done.id, TagMergeMark.facet == Facet.OFFER, alone
    )
    backing = sa.update(Evidence).where(
        Evidence.tag_id == done.into_id, Evidence.member_id.in_(own)
    )
    db.session.execute(backing.values(tag_id=done.old_id), execution_options=UNSYNCHRONIZED)
    db.session.execute(_only_through(done), execution_options=UNSYNCHRONIZED)


def _only_through(done: TagMerge) -> sa.Delete:
    """Take `into` off those who have it through this merge alone; another merge may inherit it."""
    own = aliased(TagMergeMark)
    through_it = sa.exists().where(
        own.merge_id == done.id,
        own.member_id == TagMergeMark.member_id,
        own.facet == TagMergeMark.facet,
        ~own.had_both,
    )
    others = sa.select(TagMerge.id).where(
        TagMerge.into_id == done.into_id, TagMerge.undone_at.is_(None), TagMerge.id != done.id
    )
    inherit = (
        sa.update(TagMergeMark)
        .where(TagMergeMark.merge_id.in_(others), through_it)
        .values(had_both=False)
        .returning(TagMergeMark.member_id, TagMergeMark.facet)
    )
    heirs = inherit.cte("heirs")
    alone = sa.select(TagMergeMark.member_id, TagMergeMark.facet).where(
        TagMergeMark.merge_id == done.id, ~TagMergeMark.had_both
    )
    pair = sa.tuple_(ProfileTag.member_id, ProfileTag.facet)
    return (
        sa.delete(ProfileTag)
        .where(ProfileTag.tag_id == done.into_id, pair.in_(alone))
        .where(pair.not_in(sa.select(heirs.c.member_id, heirs.c.facet)))
    )


def _move_spellings(keys: list[str], old_id: int, new_id: int) -> None:
    own = sa.update(TagSpelling).where(TagSpelling.key.in_(keys), TagSpelling.tag_id == old_id)
    db.session.execute(own.values(tag_id=new_id), execution_options=UNSYNCHRONIZED)


def _note(
    tag: Tag, deed: TagDeed, *, by: User, at: datetime, other: Tag | None = None, word: str = ""
) -> None:
    row = TagChange(
        tag_id=tag.id, deed=deed, other_id=other and other.id, word=word, by_id=by.id, at=at
    )
    db.session.add(row)
    db.session.flush()
