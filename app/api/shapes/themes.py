"""What an evening is about, and who should meet there."""

from typing import Annotated, Literal

from pydantic import Field

from app.api.shapes.base import Body, Line, Shape
from app.api.shapes.me import Language
from app.events.models import Event
from app.matching.models.themes import Theme as Row
from app.matching.rules.themes import MOST_TOPICS, Brief, Sort
from app.matching.themes import sort_of, topics_of
from app.profiles.rules import LONGEST_TAG


class Theme(Shape):
    """How it stands. `named`: the topics are those that the event names itself."""

    sort: Sort
    topics: list[str]
    named: bool
    language: str


class ThemeDraft(Body):
    """What is left out stays; null for `sort` is the group's own, for `topics` those named."""

    sort: Sort | None = None
    topics: (
        Annotated[
            list[Annotated[Line, Field(min_length=1, max_length=LONGEST_TAG)]],
            Field(max_length=MOST_TOPICS),
        ]
        | None
    ) = None
    language: Language | Literal[""] = ""

    def brief(self, now: Row | None, locale: str, event: Event) -> Brief:
        """The theme as it is to be, with what was not sent as it is."""
        sent = self.sent
        has_own = now is not None and now.topics is not None
        kept = [tag.label_in(locale) for tag in topics_of(event, now)] if has_own else None
        topics = sent.get("topics", kept)
        return Brief(
            sort=sent.get("sort", now.sort if now is not None else None),
            topics=tuple(topics) if topics is not None else None,
            language=sent.get("language", now.language if now is not None else ""),
        )


def theme_shape(event: Event, theme: Row | None, locale: str) -> Theme:
    return Theme(
        sort=sort_of(event, theme),
        topics=[tag.label_in(locale) for tag in topics_of(event, theme)],
        named=theme is None or theme.topics is None,
        language=theme.language if theme is not None else "",
    )
