"""Keeping in touch, seen from the browser. Everything here is for its owner's eyes alone."""

import csv
import io
from datetime import datetime, timedelta

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import User
from app.accounts.session import current_user
from app.connections.models import Connection
from app.connections.people import visible_people
from app.connections.queries import asked_of, side_of, ties_between
from app.connections.rules import State
from app.connections.wording import ORIGINS
from app.keeping import operations, queries
from app.keeping.digests import MOST_PROMISES
from app.keeping.forms import AimForm, CadenceForm, FavourForm, GoalsForm, TargetForm, TouchForm
from app.keeping.models import Target
from app.keeping.pictures import months_plot
from app.keeping.rules import Direction, Horizon, Snooze, Touch, day_of, week_starts
from app.keeping.wording import CADENCES, DIRECTIONS, FAVOURS, TOUCHES
from app.kit.clock import now
from app.kit.db import db
from app.registrations.exports import safe
from app.registrations.suggesting import also_sought
from app.web.find import find

bp = Blueprint("keeping", __name__)
also_sought(queries.sought_by)

AHEAD = timedelta(days=30)


@bp.get("/connections/touch")
def index() -> ResponseReturnValue:
    return _index(None)


@bp.post("/connections/aim")
def set_aim() -> ResponseReturnValue:
    form = AimForm()
    if not form.validate_on_submit():
        return _index(form)
    operations.set_aim(current_user(), form.people.data, is_told=form.is_told.data)
    flash(_("Saved."))
    return redirect(url_for("keeping.index"), 303)


@bp.get("/people/<person_id>/touch")
def person(person_id: str) -> ResponseReturnValue:
    return _person(_tie(person_id))


@bp.post("/people/<person_id>/cadence")
def keep_up(person_id: str) -> ResponseReturnValue:
    tie, form = _tie(person_id), CadenceForm()
    if not form.validate_on_submit():
        return _person(tie, cadence=form)
    operations.keep_up(tie, current_user(), form.chosen, at=now())
    flash(_("Saved. They do not notice."))
    return _back_to(person_id)


@bp.post("/people/<person_id>/snooze")
def snooze(person_id: str) -> ResponseReturnValue:
    rest = Snooze.MONTH if request.form.get("rest") == "month" else Snooze.WEEK
    operations.snooze(_tie(person_id), current_user(), rest, at=now())
    flash(_("You will be reminded later."))
    return redirect(url_for("keeping.index"), 303)


@bp.post("/people/<person_id>/touches")
def note_touch(person_id: str) -> ResponseReturnValue:
    tie, me, form = _tie(person_id), current_user(), TouchForm()
    if not form.validate_on_submit():
        return _person(tie, touch=form)
    happened_at = form.instant(me.timezone, now())
    kind = Touch(form.kind.data)
    operations.note_touch(tie, me, kind, form.words.data or "", happened_at=happened_at)
    flash(_("Written down. Only you see it."))
    return _back_to(person_id)


@bp.post("/people/<person_id>/favours")
def note_favour(person_id: str) -> ResponseReturnValue:
    tie, form = _tie(person_id), FavourForm()
    if not form.validate_on_submit():
        return _person(tie, favour=form)
    direction = Direction(form.direction.data)
    operations.note_favour(tie, current_user(), direction, form.words.data or "", at=now())
    flash(_("Written down. Only you see it."))
    return _back_to(person_id)


@bp.get("/people/<person_id>/timeline.csv")
def timeline_file(person_id: str) -> ResponseReturnValue:
    """Everything in common, for a spreadsheet."""
    me, tie = current_user(), _tie(person_id)
    sheet = io.StringIO()
    rows = csv.writer(sheet)
    rows.writerow([_("When"), _("What it was"), _("Event"), _("In a few words")])
    for at, kind, title, words in _moments(tie, me):
        rows.writerow([safe(cell) for cell in (at.isoformat(), str(kind), title, words)])
    answer = Response("\ufeff" + sheet.getvalue(), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{person_id}.csv")
    return answer


@bp.get("/connections/goals")
def goals() -> ResponseReturnValue:
    return _goals()


@bp.post("/connections/goals")
def set_goals() -> ResponseReturnValue:
    form = GoalsForm()
    if not form.validate_on_submit():
        return _goals(form=form)
    operations.set_goals(current_user(), form.goals, at=now())
    flash(_("Saved. Nobody else reads your goals."))
    return redirect(url_for("keeping.goals"), 303)


@bp.post("/connections/targets")
def look_for() -> ResponseReturnValue:
    form = TargetForm()
    if not form.validate_on_submit():
        return _goals(target=form)
    words, industry = form.words.data or "", form.industry.data or ""
    operations.look_for(current_user(), words, industry, at=now())
    flash(_("Added. Your suggestions are put in order by it; nobody else learns of it."))
    return redirect(url_for("keeping.goals"), 303)


@bp.post("/connections/targets/<int:target_id>")
def change_target(target_id: int) -> ResponseReturnValue:
    me = current_user()
    target = find(db.select(Target).where(Target.id == target_id, Target.member_id == me.id))
    match request.form.get("action"):
        case "fill":
            operations.fill_target(target, at=now())
        case "reopen":
            operations.reopen_target(target, me)
        case "drop":
            operations.drop_target(target)
    return redirect(url_for("keeping.goals"), 303)


@bp.get("/connections/picture")
def picture() -> ResponseReturnValue:
    me, at = current_user(), now()
    growth = queries.growth_of(me, at)
    return render_template(
        "keeping/picture.html",
        growth=growth,
        bars=months_plot([new for _first, new, _total in growth.months]),
        overdue=queries.due_people(me, at),
        origins=ORIGINS,
    )


@bp.get("/connections/review")
def review() -> ResponseReturnValue:
    return render_template("keeping/review.html", ties=queries.lopsided(current_user(), now()))


@bp.post("/people/<person_id>/review")
def keep(person_id: str) -> ResponseReturnValue:
    operations.reviewed(_tie(person_id), current_user(), at=now())
    flash(_("All right. You are not asked about it for three months."))
    return redirect(url_for("keeping.review"), 303)


def _index(form: AimForm | None) -> ResponseReturnValue:
    me, at = current_user(), now()
    aim, today = queries.aim_of(me), day_of(at, me.timezone)
    soon = queries.due_people(me, at + AHEAD)
    return render_template(
        "keeping/index.html",
        due=[one for one in soon if one.at <= at],
        coming=[one for one in soon if one.at > at],
        asked=asked_of(me, at),
        again=queries.met_again(me, at - timedelta(days=14)),
        without_idea=queries.without_idea(me, at),
        promised=queries.pledges_soon(me, today, MOST_PROMISES),
        today=today,
        made=queries.made_since(me, week_starts(at, me.timezone)),
        aim=aim,
        form=form or AimForm(obj=aim),
    )


def _person(
    tie: Connection,
    cadence: CadenceForm | None = None,
    touch: TouchForm | None = None,
    favour: FavourForm | None = None,
) -> ResponseReturnValue:
    me, at = current_user(), now()
    return render_template(
        "keeping/person.html",
        tie=tie,
        person=tie.other(me),
        cadence=cadence or CadenceForm(side_of(tie, me)),
        touch=touch or TouchForm(),
        favour=favour or FavourForm(),
        timeline=queries.timeline(tie, me, at),
        promised=queries.pledges_in(tie, me),
        today=day_of(at, me.timezone),
        favours=queries.favours_of(tie, me),
        balance=queries.balance_of(tie, me, at),
        words={"touches": TOUCHES, "favours": FAVOURS, "ways": DIRECTIONS, "often": CADENCES},
        origins=ORIGINS,
    )


def _moments(tie: Connection, me: User) -> list[tuple[datetime, str, str, str]]:
    """Everything in common and what was promised: when, what, at which event, in which words."""
    found = [
        (entry.at, str(TOUCHES[entry.kind]), entry.event.title if entry.event else "", entry.words)
        for entry in queries.timeline(tie, me, now())
    ]
    for one in queries.pledges_in(tie, me):
        found.append((one.made_at, _("I said I would"), "", one.words))
        if one.done_at is not None:
            found.append((one.done_at, _("I did as I had said"), "", one.words))
    return sorted(found, key=lambda moment: moment[0], reverse=True)


def _goals(form: GoalsForm | None = None, target: TargetForm | None = None) -> ResponseReturnValue:
    me = current_user()
    kept = {horizon.value: words for horizon, words in queries.goals_of(me).items()}
    return render_template(
        "keeping/goals.html",
        form=form or GoalsForm(data=kept),
        target=target or TargetForm(),
        targets=queries.targets_of(me),
        horizons=[horizon.value for horizon in Horizon],
    )


def _tie(person_id: str) -> Connection:
    """The standing tie with somebody, by their public name."""
    me = current_user()
    other = find(visible_people(me).where(User.public_id == person_id))
    return find(ties_between(me, other).where(Connection.state == State.ACTIVE))


def _back_to(person_id: str) -> ResponseReturnValue:
    return redirect(url_for("keeping.person", person_id=person_id), 303)
