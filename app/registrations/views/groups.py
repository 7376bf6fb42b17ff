"""Groups, with what they have on."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.accounts.access import public
from app.accounts.session import viewer
from app.events.models import Event
from app.events.queries import drafts_of, listed_events, past, record, upcoming
from app.groups.models import Group
from app.groups.queries import is_in, members_count, members_counts, owners, visible_groups
from app.kit.clock import now
from app.kit.db import db
from app.kit.markdown import to_html
from app.registrations.queries import seats_left
from app.web.find import find

bp = Blueprint("groups", __name__, url_prefix="/groups")

PAST_SHOWN = 10


@bp.get("")
@public
def index() -> ResponseReturnValue:
    groups = db.session.scalars(visible_groups(viewer()).order_by(Group.name)).all()
    counts = members_counts([group.id for group in groups])
    return render_template("groups/index.html", groups=groups, counts=counts)


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
        description=to_html(group.description),
    )
