"""Tags as people write them: found under any spelling, made where there is none."""

from collections.abc import Iterable

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert

from app.kit.db import db
from app.kit.errors import Refused
from app.profiles.models import Tag, TagSpelling
from app.profiles.rules import clean_tag, plain_key, tag_key
from app.profiles.vocabulary import Concept, concept_called


class NotATag(Refused):
    message = _l("A tag needs at least one letter or digit.")


def tag_for(word: str, *, locale: str) -> Tag:
    """The tag that `word` is a spelling of; made when nobody has written it before.

    Raises NotATag.
    """
    label = clean_tag(word)
    keys = keys_of(label)
    if not keys:
        raise NotATag
    concept = concept_called(label)
    # Two people may coin the same word at the same moment; one of them waits here.
    hold(concept.slug if concept else keys[0])
    known = tag_spelled(label)
    if known is not None:
        write(dict.fromkeys(keys, known.id))
        return known
    return _taken_from(concept) if concept else _coined(label, keys)


def tag_spelled(word: str) -> Tag | None:
    """The tag people here write like `word`, if there is one."""
    for key in keys_of(word):
        spelling = db.session.get(TagSpelling, key)
        if spelling is not None:
            return spelling.tag
    return None


def keys_of(word: str) -> list[str]:
    """The key of `word`, then how it begins to be typed in its own script; none for no tag."""
    return list(dict.fromkeys(filter(None, (tag_key(word), plain_key(word)))))


def keys_of_concept(concept: Concept) -> list[str]:
    """Every key under which a concept is known."""
    return sorted({key for spelling in concept.spellings for key in keys_of(spelling)})


def lasting(tag: Tag) -> Tag:
    """The tag itself, or what moderators have merged it into."""
    while tag.merged_into_id is not None:
        tag = db.session.get_one(Tag, tag.merged_into_id)
    return tag


def new_tag(concept: Concept) -> Tag:
    """The tag of a concept nobody has used here."""
    tag = Tag(slug=concept.slug, label_ja=concept.ja, label_en=concept.en)
    db.session.add(tag)
    return tag


def write(spellings: dict[str, int]) -> None:
    """Let each key stand for its tag; a key that is taken stays what it is."""
    rows = [{"key": key, "tag_id": tag_id} for key, tag_id in spellings.items()]
    db.session.execute(insert(TagSpelling).on_conflict_do_nothing(), rows)


def hold(name: str) -> None:
    """Let nobody else make tags under `name` until this transaction ends."""
    db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(f"tag:{name}"))))


def _taken_from(concept: Concept) -> Tag:
    query = sa.select(Tag).where(Tag.slug == concept.slug)
    tag = db.session.scalars(query).one_or_none() or new_tag(concept)
    db.session.flush()
    tag = lasting(tag)
    write(dict.fromkeys(keys_of_concept(concept), tag.id))
    return tag


def _coined(label: str, keys: Iterable[str]) -> Tag:
    tag = Tag(label_ja=label, label_en=label)
    db.session.add(tag)
    db.session.flush()
    write(dict.fromkeys(keys, tag.id))
    return tag
