"""Groups: reading, founding, changing, belonging."""

from flask_babel import lazy_gettext as _l

from app.accounts.access import require
from app.accounts.models import Scope
from app.accounts.session import current_user, viewer
from app.api import queries
from app.api.calls import call
from app.api.cursors import Order, part
from app.api.finding import group_called
from app.api.shapes.groups import (
    Group,
    GroupChange,
    GroupDraft,
    GroupQuery,
    Groups,
    WholeGroup,
    group_shape,
    whole_group_shape,
)
from app.api.shapes.people import person_shape
from app.events.queries import record
from app.groups import operations
from app.groups.models import Group as Row
from app.groups.queries import members_count, members_counts, owners, visible_groups
from app.kit.clock import now
from app.policy import Can

BY_NAME = Order((Row.name, Row.public_id))


@call("GET /groups", _l("List groups"), is_open=True)
def list_groups(query: GroupQuery) -> Groups:
    groups = visible_groups(viewer())
    rows, after = part(queries.joined(groups, viewer()) if query.mine else groups, BY_NAME, query)
    ids = [row.id for row in rows]
    members, roles = members_counts(ids), queries.roles_of(viewer(), ids)
    shown = [group_shape(row, members.get(row.id, 0), roles.get(row.id)) for row in rows]
    return Groups(items=shown, next=after)


@call("POST /groups", _l("Found a group"), Scope.ORGANIZE, location="/groups/{id}")
def found_group(body: GroupDraft) -> WholeGroup:
    return _whole(operations.found(body.founding, current_user(), at=now()))


@call("GET /groups/<group_id>", _l("Read a group"), is_open=True)
def show_group(group_id: str) -> WholeGroup:
    return _whole(group_called(group_id))


@call("PATCH /groups/<group_id>", _l("Change what a group says about itself"), Scope.ORGANIZE)
def change_group(group_id: str, body: GroupChange) -> WholeGroup:
    group = group_called(group_id)
    require(Can.EDIT_GROUP, group)
    operations.revise(group, body.charter(group), by=current_user(), at=now())
    return _whole(group)


@call("POST /groups/<group_id>/membership", _l("Join a group"), Scope.ATTEND)
def join_group(group_id: str) -> WholeGroup:
    group = group_called(group_id)
    operations.join(group, current_user(), at=now())
    return _whole(group)


@call("DELETE /groups/<group_id>/membership", _l("Leave a group"), Scope.ATTEND)
def leave_group(group_id: str) -> None:
    operations.leave(group_called(group_id), current_user())


def _whole(group: Row) -> WholeGroup:
    roles = queries.roles_of(viewer(), [group.id])
    shown: Group = group_shape(group, members_count(group), roles.get(group.id))
    named = [person_shape(owner) for owner in owners(group)]
    return whole_group_shape(shown, named, record(group, now()))
