"""Groups, with what they have on."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.access import public
from app.accounts.session import viewer
from app.events.models import Event
from app.events.queries import drafts_of, listed_events, past, record, upcoming
from app.groups.models import Group
from app.groups.queries import (
    groups_about,
    is_in,
    members_count,
    members_counts,
    owners,
    visible_groups,
)
from app.groups.queries.circles import circles_for
from app.groups.rules import Kind
from app.groups.wording import KINDS
from app.kit.clock import now
from app.kit.db import db
from app.kit.markdown import to_html
from app.kit.paging import paginate
from app.registrations.queries import seats_left
from app.web.find import find

bp = Blueprint("groups", __name__, url_prefix="/groups")

PAST_SHOWN = 10


@bp.get("")
@public
def index() -> ResponseReturnValue:
    wanted, kind = request.args.get("q", "").strip()[:100], _kind()
    found = groups_about(visible_groups(viewer()), wanted, kind)
    page = paginate(found, request.args.get("page", 1, int))
    counts = members_counts([group.id for group in page.items])
    return render_template(
        "groups/index.html", page=page, counts=counts, wanted=wanted, kind=kind, kinds=KINDS
    )


@bp.get("/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    group, at = find(visible_groups(viewer()).where(Group.slug == slug)), now()
    events = listed_events(viewer()).where(Event.group_id == group.id)
    ahead = db.session.scalars(upcoming(events, at)).all()
    return render_template(
        "groups/show.html",
        group=group,
        ahead=ahead,
        over=db.session.scalars(past(events, at).limit(PAST_SHOWN)).all(),
        drafts=drafts_of(group) if group.is_run_by(viewer()) else [],
        left=seats_left([*ahead]),
        record=record(group, at),
        owners=owners(group),
        members=members_count(group),
        is_member=is_in(group, viewer()),
        circles=circles_for(group, viewer()),
        description=to_html(group.description),
    )


def _kind() -> Kind | None:
    wanted = request.args.get("kind", "")
    return Kind(wanted) if wanted in set(Kind) else None
