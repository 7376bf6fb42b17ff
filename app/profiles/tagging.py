"""Tags as people write them: found under any spelling, made where there is none."""

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert

from app.kit.db import db
from app.kit.errors import Refused
from app.profiles.models import ProfileTag, Tag, TagSpelling
from app.profiles.rules import clean_tag, tag_key
from app.profiles.vocabulary import Concept, concept_called, concepts


class NotATag(Refused):
    message = _l("A tag needs at least one letter or digit.")


def tag_for(word: str, *, locale: str) -> Tag:
    """The tag that `word` is a spelling of; made when nobody has written it before.

    Raises NotATag.
    """
    label = clean_tag(word)
    key = tag_key(label)
    if not key:
        raise NotATag
    concept = concept_called(label)
    # Two people may coin the same word at the same moment; one of them waits here.
    _hold(concept.slug if concept else key)
    spelling = db.session.get(TagSpelling, key)
    if spelling is not None:
        return spelling.tag
    return _taken_from(concept) if concept else _coined(label, key)


def learn_vocabulary() -> None:
    """Know every concept of the house's vocabulary under all its spellings. Safe to repeat."""
    _hold("the whole vocabulary")
    by_slug = {tag.slug: tag for tag in db.session.scalars(sa.select(Tag))}
    known = db.session.execute(sa.select(TagSpelling.key, TagSpelling.tag_id))
    keys = {key: tag_id for key, tag_id in known}  # noqa: C416 -- a row is no pair to mypy
    for concept in concepts():
        tag = by_slug.get(concept.slug) or _adopted(concept, keys) or _new_tag(concept)
        tag.label_ja, tag.label_en = concept.ja, concept.en
        by_slug[concept.slug] = tag
    db.session.flush()
    wanted = {key: by_slug[concept.slug].id for concept in concepts() for key in _keys(concept)}
    _write(wanted)
    _gather(wanted, keys)


def _taken_from(concept: Concept) -> Tag:
    query = sa.select(Tag).where(Tag.slug == concept.slug)
    tag = db.session.scalars(query).one_or_none() or _new_tag(concept)
    db.session.flush()
    _write(dict.fromkeys(_keys(concept), tag.id))
    return tag


def _coined(label: str, key: str) -> Tag:
    tag = Tag(label_ja=label, label_en=label)
    db.session.add(tag)
    db.session.flush()
    _write({key: tag.id})
    return tag


def _new_tag(concept: Concept) -> Tag:
    tag = Tag(slug=concept.slug, label_ja=concept.ja, label_en=concept.en)
    db.session.add(tag)
    return tag


def _adopted(concept: Concept, keys: dict[str, int]) -> Tag | None:
    """A word people coined before the vocabulary had it becomes the concept."""
    for key in _keys(concept):
        tag = db.session.get(Tag, keys[key]) if key in keys else None
        if tag is not None and tag.slug is None:
            tag.slug = concept.slug
            return tag
    return None


def _gather(wanted: dict[str, int], before: dict[str, int]) -> None:
    """Move spellings, and the profiles that used them, from coined words to their concepts."""
    for key, tag_id in before.items():
        if wanted.get(key, tag_id) == tag_id:
            continue
        marks = sa.update(ProfileTag).where(ProfileTag.tag_id == tag_id)
        doubled = sa.delete(ProfileTag).where(
            ProfileTag.tag_id == tag_id,
            sa.tuple_(ProfileTag.member_id, ProfileTag.facet).in_(
                sa.select(ProfileTag.member_id, ProfileTag.facet).where(
                    ProfileTag.tag_id == wanted[key]
                )
            ),
        )
        spelling = sa.update(TagSpelling).where(TagSpelling.key == key)
        db.session.execute(doubled, execution_options={"synchronize_session": False})
        db.session.execute(marks.values(tag_id=wanted[key]))
        db.session.execute(spelling.values(tag_id=wanted[key]))


def _keys(concept: Concept) -> list[str]:
    return sorted({key for key in map(tag_key, concept.spellings) if key})


def _write(spellings: dict[str, int]) -> None:
    rows = [{"key": key, "tag_id": tag_id} for key, tag_id in spellings.items()]
    db.session.execute(insert(TagSpelling).on_conflict_do_nothing(), rows)


def _hold(name: str) -> None:
    """Let nobody else make tags under `name` until this transaction ends."""
    db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(f"tag:{name}"))))
