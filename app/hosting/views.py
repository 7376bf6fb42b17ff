"""Hosting for the first time: why, two short pages to a draft, with whom, and what is left."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.access import public, require
from app.accounts.models import User
from app.accounts.session import current_user, viewer
from app.events.models import Event
from app.events.queries import visible_events
from app.groups.models import Group
from app.groups.queries import groups_of, groups_run_by
from app.hosting import operations, queries
from app.hosting.forms import FirstEventForm, SortForm
from app.hosting.rules import MOST_SHOWN, Sort, checklist
from app.hosting.wording import SORT_HINTS, SORTS, STAGES, STEP_HINTS, STEPS
from app.kit.clock import now
from app.kit.paging import paginate
from app.policy import Can
from app.web.find import find
from app.web.limits import takes_long_texts

bp = Blueprint("hosting", __name__)

LONGEST_NAME = 100


@bp.get("/host")
@public
def index() -> ResponseReturnValue:
    """Why one would host, in facts."""
    me = viewer()
    return render_template(
        "hosting/index.html",
        evenings=queries.recent_evenings(now()),
        run=groups_run_by(me) if me else [],
    )


@bp.get("/host/begin")
def begin() -> ResponseReturnValue:
    me = current_user()
    run = groups_run_by(me)
    others = [group for group in groups_of(me) if group not in run]
    return render_template(
        "hosting/begin.html", form=SortForm(run), hints=SORT_HINTS, run=run, others=others
    )


@bp.route("/host/plan", methods=["GET", "POST"])
@takes_long_texts
def plan() -> ResponseReturnValue:
    """The draft, filled in with what is usual for its sort."""
    form = FirstEventForm(_sort(), _group(), current_user(), now())
    if not form.validate_on_submit():
        return render_template("hosting/plan.html", form=form, group=_group(), sort=SORTS[_sort()])
    event = operations.begin(form.where, form.plan, by=current_user(), at=now())
    flash(_("The draft is saved. Nobody but you sees it yet."))
    asks = queries.may_ask(event.group, current_user())
    return redirect(url_for("hosting.co_host" if asks else "hosting.steps", slug=event.slug), 303)


@bp.get("/events/<slug>/co-host")
def co_host(slug: str) -> ResponseReturnValue:
    """Whom one knows, to ask one of them along."""
    event, name = _own(slug), request.args.get("q", "").strip()[:LONGEST_NAME]
    ties = queries.to_ask(current_user(), event.group, name, now())
    return render_template(
        "hosting/co_host.html",
        event=event,
        may_ask=queries.may_ask(event.group, current_user()),
        page=paginate(ties, request.args.get("page", 1, int), MOST_SHOWN),
        asked=queries.asked_by_name(event.group, now()),
        wanted=name,
    )


@bp.post("/events/<slug>/co-host")
def ask_along(slug: str) -> ResponseReturnValue:
    event, me, at = _own(slug), current_user(), now()
    person = _contact(me, event.group, request.form.get("person", ""))
    operations.ask_along(event.group, person, by=me, at=at)
    flash(_("Asked. They are on the team once they say yes."))
    return redirect(url_for("hosting.steps", slug=slug), 303)


@bp.get("/events/<slug>/first-steps")
def steps(slug: str) -> ResponseReturnValue:
    """What is done and what is left, read from the event itself."""
    event, at = _own(slug), now()
    return render_template(
        "hosting/steps.html",
        event=event,
        checklist=checklist(queries.done_for(event, at)),
        asked=queries.asked_by_name(event.group, at),
        may_ask=queries.may_ask(event.group, current_user()),
        words={"stages": STAGES, "steps": STEPS, "hints": STEP_HINTS},
    )


def _own(slug: str) -> Event:
    event = find(visible_events(current_user()).where(Event.slug == slug))
    require(Can.EDIT_EVENT, event)
    return event


def _contact(me: User, group: Group, public_id: str) -> User:
    """Somebody `me` is connected with and may ask."""
    if public_id == me.public_id:
        abort(404)
    ties = queries.to_ask(me, group, "", now())
    return find(queries.tie_to(ties, public_id)).other(me)


def _sort() -> Sort:
    wanted = request.values.get("sort", "")
    return Sort(wanted) if wanted in set(Sort) else Sort.MIXER


def _group() -> Group | None:
    """The group that was chosen, of those one runs; none for a new one."""
    wanted = request.values.get("group", "")
    return next((one for one in groups_run_by(current_user()) if one.slug == wanted), None)
