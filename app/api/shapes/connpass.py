"""The shapes of connpass's API v2, field by field."""

import re
from typing import Annotated, Any

from flask import request
from flask_babel import lazy_gettext as _l
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from app.api.shapes.base import Wrong

_MONTH, _DAY = re.compile(r"\d{6}"), re.compile(r"\d{8}")


def asked() -> dict[str, list[str]]:
    """The query as connpass reads it: a name may come again, and values may stand in a row."""
    return {
        name: [part.strip() for value in values for part in value.split(",") if part.strip()]
        for name, values in request.args.lists()
    }


def _only(values: Any) -> Any:
    """The one value of a name that is not to come twice."""
    return values[-1] if isinstance(values, list) and values else values


def _spelled(pattern: re.Pattern[str], values: list[str]) -> list[str]:
    if not all(pattern.fullmatch(value) for value in values):
        raise Wrong(_l("Dates as 202701 or 20270129, please."))
    return values


Several = Annotated[list[str], Field(max_length=100)]
Numbers = Annotated[list[Annotated[int, Field(ge=0, lt=2**31)]], Field(max_length=100)]
Once = BeforeValidator(_only)


class EventQuery(BaseModel):
    """Which events, and which part of the list. What we do not know is ignored, as there."""

    model_config = ConfigDict(extra="ignore")

    event_id: Numbers = []
    keyword: Several = []
    keyword_or: Several = []
    ym: Annotated[Several, AfterValidator(lambda values: _spelled(_MONTH, values))] = []
    ymd: Annotated[Several, AfterValidator(lambda values: _spelled(_DAY, values))] = []
    group_id: Numbers = []
    subdomain: Several = []
    nickname: Several = []
    owner_nickname: Several = []
    prefecture: Several = []
    order: Annotated[int, Once, Field(ge=1, le=3)] = 1
    start: Annotated[int, Once, Field(ge=1, le=100_000)] = 1
    count: Annotated[int, Once, Field(ge=1, le=100)] = 10


class GroupQuery(BaseModel):
    """Which groups, and which part of the list."""

    model_config = ConfigDict(extra="ignore")

    subdomain: Several = []
    start: Annotated[int, Once, Field(ge=1, le=100_000)] = 1
    count: Annotated[int, Once, Field(ge=1, le=100)] = 10


class GroupName(BaseModel):
    """A group, as an event names it."""

    id: int
    subdomain: str
    title: str
    url: str


class Event(BaseModel):
    """An event. Who owns it is told as the group: people here are nobody's to list."""

    id: int
    title: str
    catch: str
    description: str
    url: str
    image_url: str | None
    hash_tag: str
    started_at: str
    ended_at: str
    limit: int | None
    event_type: str
    open_status: str
    group: GroupName
    address: str
    place: str
    lat: str | None
    lon: str | None
    owner_id: int
    owner_nickname: str
    owner_display_name: str
    accepted: int
    waiting: int
    updated_at: str


class Group(BaseModel):
    """A group."""

    id: int
    subdomain: str
    title: str
    sub_title: str
    url: str
    description: str
    owner_text: str
    image_url: str | None
    website_url: str | None
    website_name: str | None
    twitter_username: str | None
    facebook_url: str | None
    member_users_count: str


class Events(BaseModel):
    """A part of the list of events."""

    results_returned: int
    results_available: int
    results_start: int
    events: list[Event]


class Groups(BaseModel):
    """A part of the list of groups."""

    results_returned: int
    results_available: int
    results_start: int
    groups: list[Group]
