"""Telling that something is not right."""

from datetime import datetime
from typing import Annotated, Self

from flask_babel import lazy_gettext as _l
from pydantic import Field, model_validator

from app.api.shapes.base import Body, Name, Shape, Text, Wrong
from app.moderation.rules import Kind, State

ONE_OF_TWO = _l("Please name either a person or an event.")


class ReportDraft(Body):
    """What was not right, with whom or with which event."""

    person: Name | None = None
    event: Name | None = None
    kind: Kind
    words: Annotated[Text, Field(min_length=10, max_length=2000)]
    block: bool = False

    @model_validator(mode="after")
    def _is_about_one(self) -> Self:
        if (self.person is None) == (self.event is None):
            raise Wrong(ONE_OF_TWO)
        return self


class ReportMade(Shape):
    """What has been taken down. What comes of it is not told to programs."""

    id: str
    state: State
    at: datetime
