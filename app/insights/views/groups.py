"""The desk of a group, of everything one runs, and what organizers read of oneself."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.access import require
from app.accounts.session import current_user
from app.groups.models import Group
from app.groups.queries import members_count, visible_groups
from app.insights.pages import lines, own_standing
from app.insights.queries.course import joined_by_month
from app.insights.queries.evenings import (
    evenings_held,
    evenings_to_run,
    groups_of_organizer,
    turnout,
)
from app.insights.queries.log import Sought, log_of
from app.insights.queries.tallies import sheets
from app.insights.rules.course import tiers
from app.insights.views.desk import bp, log_page
from app.kit.clock import now
from app.kit.paging import paginate
from app.policy import Can
from app.web.find import find

PAST_SHOWN = 8
DEEDS_SHOWN = 5
MONTHS_SHOWN = 12


@bp.get("/organize")
def overview() -> ResponseReturnValue:
    groups, at = groups_of_organizer(current_user()), now()
    return render_template(
        "insights/overview.html",
        groups=groups,
        at=at,
        sheets=sheets(evenings_to_run(groups, at), at),
    )


@bp.get("/groups/<slug>/organize")
def group(slug: str) -> ResponseReturnValue:
    mine, at = own_group(slug), now()
    past = paginate(evenings_held(mine, at), request.args.get("page", 1, int), PAST_SHOWN)
    joined = joined_by_month(mine, MONTHS_SHOWN, current_user().timezone)
    return render_template(
        "insights/group.html",
        group=mine,
        at=at,
        sheets=sheets(evenings_to_run([mine], at), at),
        past=past,
        turnout=turnout(past.items),
        members=members_count(mine),
        joined=joined,
        tiers=tiers([number for _month, number in joined]),
        deeds=lines(paginate(log_of(mine, Sought()), 1, DEEDS_SHOWN).items),
    )


@bp.get("/groups/<slug>/organize/log")
def group_log(slug: str) -> ResponseReturnValue:
    mine = own_group(slug)
    return render_template("insights/group_log.html", group=mine, **log_page(mine))


@bp.get("/me/attendance")
def attendance() -> ResponseReturnValue:
    """How one has come to each group's evenings, in the words its organizers read."""
    standings = own_standing(current_user(), now())
    return render_template("insights/attendance.html", standings=standings)


def own_group(slug: str) -> Group:
    """The group, for those who run it."""
    mine = find(visible_groups(current_user()).where(Group.slug == slug))
    require(Can.EDIT_GROUP, mine)
    return mine
