"""What an evening is about: as its organizers have said, else as its own words say."""

from collections.abc import Iterable

import sqlalchemy as sa

from app.events.models import Event
from app.kit.db import db
from app.matching.models.themes import Theme
from app.matching.rules.themes import Sort
from app.matching.topics import concepts_named
from app.profiles.models import Tag


def theme_of(event: Event) -> Theme | None:
    return db.session.get(Theme, event.id)


def sort_of(event: Event, theme: Theme | None) -> Sort:
    """The sort of evening it is: its own, else that of the group."""
    return theme.sort if theme is not None and theme.sort is not None else Sort(event.group.kind)


def topics_of(event: Event, theme: Theme | None) -> list[Tag]:
    """The tags an evening is about, in order. What has been merged is what it was merged into."""
    if theme is not None and theme.topics is not None:
        return _lasting(_tags(Tag.id.in_(theme.topics)), theme.topics)
    return topics_named(event)


def topics_named(event: Event) -> list[Tag]:
    """The tags that the event names in its title, or the sentence below it."""
    slugs = [concept.slug for concept in concepts_named(event.title, event.summary)]
    if not slugs:
        return []
    by_slug = {tag.slug: tag for tag in _tags(Tag.slug.in_(slugs))}
    named = [by_slug[slug] for slug in slugs if slug in by_slug]
    return _lasting(named, [tag.id for tag in named])


def _tags(which: "sa.ColumnElement[bool]") -> list[Tag]:
    return list(db.session.scalars(sa.select(Tag).where(which)))


def _lasting(tags: Iterable[Tag], order: list[int]) -> list[Tag]:
    known = {tag.id: tag for tag in tags}
    merged = {tag.merged_into_id for tag in known.values()} - {None} - known.keys()
    while merged:
        known |= {tag.id: tag for tag in _tags(Tag.id.in_(merged))}
        merged = {tag.merged_into_id for tag in known.values()} - {None} - known.keys()
    found = [known[id_] for id_ in order if id_ in known]
    while any(tag.merged_into_id for tag in found):
        found = [known[tag.merged_into_id or tag.id] for tag in found]
    return list({tag.id: tag for tag in found}.values())
