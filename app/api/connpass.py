"""Our events and groups, told as connpass tells its own."""

from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask_babel import get_timezone

from app.api.prefectures import PREFECTURES
from app.api.shapes import connpass as shapes
from app.events.models import Event
from app.events.queries import about, listed_events
from app.events.rules import Openness, Status
from app.groups.models import Group
from app.groups.queries import members_counts, visible_groups
from app.kit.db import Model, db
from app.kit.letters import absolute
from app.kit.markdown import to_html
from app.registrations.queries import Left, seats_left

Row = TypeVar("Row", bound=Model)

ORDERS: dict[int, tuple[sa.ColumnElement[Any], ...]] = {
    1: (Event.changed_at.desc(), Event.id.desc()),
    2: (Event.starts_at.desc(), Event.id.desc()),
    3: (Event.published_at.desc().nulls_last(), Event.id.desc()),
}
ONLINE = "online"


def events_answer(query: shapes.EventQuery, at: datetime) -> shapes.Events:
    """The part of the list that was asked for."""
    found = _filtered(listed_events(None).where(Event.openness == Openness.PUBLIC), query)
    rows, available = _part(found.order_by(*ORDERS[query.order]), query.start, query.count)
    left = seats_left(rows)
    told = [_event(row, left[row.id], at) for row in rows]
    return shapes.Events(
        results_returned=len(told),
        results_available=available,
        results_start=query.start,
        events=told,
    )


def groups_answer(query: shapes.GroupQuery) -> shapes.Groups:
    """The part of the list that was asked for."""
    found = visible_groups(None)
    if query.subdomain:
        found = found.where(Group.slug.in_(query.subdomain))
    rows, available = _part(found.order_by(Group.id), query.start, query.count)
    members = members_counts([row.id for row in rows])
    told = [_group(row, members.get(row.id, 0)) for row in rows]
    return shapes.Groups(
        results_returned=len(told),
        results_available=available,
        results_start=query.start,
        groups=told,
    )


def _filtered(found: "sa.Select[Event]", query: shapes.EventQuery) -> "sa.Select[Event]":
    if query.nickname or query.owner_nickname:
        return found.where(sa.false())  # who comes and who owns is told to nobody here
    if query.event_id:
        found = found.where(Event.id.in_(query.event_id))
    for word in query.keyword:
        found = about(found, word)
    return _among(_held_on(_of_groups(found, query), query), query)


def _of_groups(found: "sa.Select[Event]", query: shapes.EventQuery) -> "sa.Select[Event]":
    if query.group_id:
        found = found.where(Event.group_id.in_(query.group_id))
    if query.subdomain:
        named = sa.select(Group.id).where(Group.slug.in_(query.subdomain))
        found = found.where(Event.group_id.in_(named))
    return found


def _held_on(found: "sa.Select[Event]", query: shapes.EventQuery) -> "sa.Select[Event]":
    """Those on any of the days or in any of the months, where they take place."""
    local = sa.func.timezone(Event.timezone, Event.starts_at)
    if query.ym or query.ymd:
        days = [sa.func.to_char(local, "YYYYMM").in_(query.ym)] if query.ym else []
        days += [sa.func.to_char(local, "YYYYMMDD").in_(query.ymd)] if query.ymd else []
        found = found.where(sa.or_(*days))
    return found


def _among(found: "sa.Select[Event]", query: shapes.EventQuery) -> "sa.Select[Event]":
    if query.keyword_or:
        ids = [about(sa.select(Event), word).with_only_columns(Event.id).order_by(None)
               for word in query.keyword_or]  # fmt: skip
        found = found.where(sa.or_(*(Event.id.in_(each) for each in ids)))
    if query.prefecture:
        places = [
            Event.online_url != "" if name == ONLINE else Event.address.icontains(_kanji(name))
            for name in query.prefecture
        ]
        found = found.where(sa.or_(*places))
    return found


def _part(found: "sa.Select[Row]", start: int, count: int) -> tuple[list[Row], int]:
    counted = sa.select(sa.func.count()).select_from(found.order_by(None).subquery())
    rows = db.session.scalars(found.limit(count).offset(start - 1))
    return list(rows), db.session.scalars(counted).one()


def _event(event: Event, left: Left, at: datetime) -> shapes.Event:
    zone, group = ZoneInfo(event.timezone), event.group
    return shapes.Event(
        id=event.id,
        title=event.title,
        catch=event.summary,
        description=str(to_html(event.description)),
        url=absolute(f"/events/{event.slug}"),
        image_url=absolute(f"/events/{event.slug}/picture.png"),
        hash_tag="",
        started_at=event.starts_at.astimezone(zone).isoformat(),
        ended_at=event.ends_at.astimezone(zone).isoformat(),
        limit=left.capacity,
        event_type="advertisement" if event.is_elsewhere else "participation",
        open_status=_open_status(event, at),
        group=shapes.GroupName(
            id=group.id,
            subdomain=group.slug,
            title=group.name,
            url=absolute(f"/groups/{group.slug}"),
        ),
        address=event.address,
        place=event.place_name,
        lat=None,
        lon=None,
        owner_id=group.id,
        owner_nickname=group.slug,
        owner_display_name=group.run_by or group.name,
        accepted=left.taken,
        waiting=left.waiting,
        updated_at=event.changed_at.astimezone(get_timezone() or zone).isoformat(),
    )


def _open_status(event: Event, at: datetime) -> str:
    if event.status == Status.CANCELLED:
        return "cancelled"
    if event.is_open(at):
        return "open"
    is_ahead = event.opens_at is not None and at < event.opens_at
    return "preopen" if is_ahead else "close"


def _group(group: Group, members: int) -> shapes.Group:
    return shapes.Group(
        id=group.id,
        subdomain=group.slug,
        title=group.name,
        sub_title=group.summary,
        url=absolute(f"/groups/{group.slug}"),
        description=group.description,
        owner_text=group.run_by,
        image_url=None,
        website_url=None,
        website_name=None,
        twitter_username=None,
        facebook_url=None,
        member_users_count=str(members),
    )


def _kanji(name: str) -> str:
    """The prefecture as addresses here write it; an unknown name as it was given."""
    return PREFECTURES.get(name, name)
