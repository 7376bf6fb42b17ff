"""What can happen to a profile: its owner rewrites it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert

from app.kit.db import db
from app.kit.errors import Refused
from app.profiles.learning import learn_vocabulary
from app.profiles.models import Profile, ProfileTag, WorryOf
from app.profiles.queries import profiles_of
from app.profiles.stating import state
from app.profiles.tagging import NotATag, tag_for
from app.profiles.traits import Facet, Stance, Worry

__all__ = [
    "Draft",
    "NotATag",
    "TooManyTags",
    "kept_row",
    "learn_vocabulary",
    "save",
    "set_tags",
    "set_worries",
    "tag_for",
]

MOST_TAGS = 10
"""Per facet: whoever is interested in everything is matched with nobody in particular."""


class TooManyTags(Refused):
    message = _l("At most 10 words of each kind, please.")


@dataclass(frozen=True)
class Draft:
    """Everything on a profile but its tags, as its owner wants it."""

    headline: str = ""
    company: str = ""
    industry: str = ""
    occupation: str = ""
    hometown: str = ""
    school: str = ""
    age_group: str = ""
    languages: Sequence[str] = ()
    purposes: Sequence[str] = ()
    stance: Stance = Stance.NONE
    phone: str = ""
    line_id: str = ""
    website: str = ""
    statement: str = ""
    not_for: str = ""
    visibility: Mapping[str, str] = field(default_factory=dict)
    is_reachable: bool = False
    is_connector: bool = False
    is_matched: bool = True
    tells_ties: bool = False

    @classmethod
    def of(cls, profile: Profile) -> "Draft":
        """The profile as it stands, to be changed in part."""
        return cls(**{each.name: getattr(profile, each.name) for each in fields(cls)})


def save(profile: Profile, draft: Draft, *, at: datetime) -> Profile:
    """Take the draft over. Returns the profile as it is kept, made where there was none."""
    kept = kept_row(profile)
    state(kept, draft.statement, at=at)
    for each in fields(Draft):
        setattr(kept, each.name, getattr(draft, each.name))
    kept.languages, kept.purposes = list(draft.languages), list(draft.purposes)
    kept.visibility = dict(draft.visibility)
    kept.changed_at = at
    return kept


def set_tags(profile: Profile, facet: Facet, words: Iterable[str], *, locale: str) -> None:
    """Replace the tags of one facet, in the order given; the same tag is taken once.

    Raises TooManyTags, NotATag.
    """
    tags = {tag.id: tag for tag in (tag_for(word, locale=locale) for word in words)}
    if len(tags) > MOST_TAGS:
        raise TooManyTags
    kept = kept_row(profile)
    marks = {mark.tag_id: mark for mark in kept.tags if mark.facet == facet}
    fresh = [
        marks.get(tag.id) or ProfileTag(facet=facet, tag_id=tag.id, tag=tag)
        for tag in tags.values()
    ]
    for position, mark in enumerate(fresh):
        mark.position = position
    kept.tags = [mark for mark in kept.tags if mark.facet != facet] + fresh
    db.session.flush()


def set_worries(member_id: int, worries: Iterable[str]) -> None:
    """Replace what the member struggles with."""
    chosen = {Worry(each) for each in worries}
    gone = sa.delete(WorryOf).where(WorryOf.member_id == member_id, WorryOf.worry.not_in(chosen))
    db.session.execute(gone)
    rows = [{"member_id": member_id, "worry": each} for each in sorted(chosen)]
    if rows:
        db.session.execute(insert(WorryOf).on_conflict_do_nothing(), rows)


def kept_row(profile: Profile) -> Profile:
    """The row behind `profile`; two browsers may both be the first to save."""
    if not sa.inspect(profile).transient:
        return profile
    row = insert(Profile).values(member_id=profile.member_id)
    db.session.execute(row.on_conflict_do_nothing())
    return profiles_of([profile.member_id])[profile.member_id]
