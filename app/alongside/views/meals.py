"""Small meals before and after an event."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.access import require
from app.accounts.session import current_user
from app.alongside import operations
from app.alongside.forms import MealForm
from app.alongside.models import Meal
from app.alongside.queries import comes
from app.alongside.queries import meals as queries
from app.alongside.views.finding import evening, runs
from app.events.models import Event
from app.kit.clock import now
from app.kit.errors import Refused
from app.policy import Can
from app.web.errors import refused
from app.web.find import find

bp = Blueprint("meals", __name__)

LIST = "/events/<slug>/meals"
ONE = f"{LIST}/<meal_id>"


@bp.get(LIST)
def index(slug: str) -> ResponseReturnValue:
    event = evening(slug)
    return _page(event, MealForm(event))


@bp.post(LIST)
def propose(slug: str) -> ResponseReturnValue:
    event = evening(slug)
    form = MealForm(event)
    if not form.validate_on_submit():
        return _page(event, form)
    try:
        meal = operations.propose(event, form.draft, by=current_user(), at=now())
    except Refused as no:
        return refused(no, lambda: _page(evening(slug), form))
    asked = _("Proposed. The organizers have been asked; you hear from us by e-mail.")
    flash(_("Your table is open.") if meal.is_open else asked)
    return _back_to(slug)


@bp.post(f"{ONE}/approval")
def approve(slug: str, meal_id: str) -> ResponseReturnValue:
    return _decide(slug, meal_id, yes=True)


@bp.post(f"{ONE}/refusal")
def decline(slug: str, meal_id: str) -> ResponseReturnValue:
    return _decide(slug, meal_id, yes=False)


@bp.post(f"{ONE}/seat")
def join(slug: str, meal_id: str) -> ResponseReturnValue:
    operations.join(_meal(slug, meal_id), by=current_user(), at=now())
    flash(_("You sit at this table. Those who sit there, too, see your name."))
    return _back_to(slug)


@bp.post(f"{ONE}/seat/return")
def leave(slug: str, meal_id: str) -> ResponseReturnValue:
    operations.leave(_meal(slug, meal_id), by=current_user(), at=now())
    flash(_("Your seat at the table is free again."))
    return _back_to(slug)


@bp.post(f"{ONE}/call-off")
def call_off(slug: str, meal_id: str) -> ResponseReturnValue:
    meal = _meal(slug, meal_id)
    require(Can.CALL_OFF_MEAL, meal)
    operations.call_off(meal, by=current_user(), at=now())
    flash(_("The meal is called off. Everybody at the table is told."))
    return _back_to(slug)


def _decide(slug: str, meal_id: str, *, yes: bool) -> ResponseReturnValue:
    meal = _meal(slug, meal_id)
    require(Can.EDIT_EVENT, meal.event)
    operations.decide(meal, yes=yes, by=current_user(), at=now())
    flash(_("Thank you. Whoever proposed it is told."))
    return _back_to(slug)


def _page(event: Event, form: MealForm) -> str:
    me, at = current_user(), now()
    tables = queries.tables_of(event, me, runs_it=runs(event), at=at)
    is_coming = comes(event, me)
    has_own = any(one.meal.proposed_by_id == me.id and one.meal.stands for one in tables)
    return render_template(
        "meals/index.html",
        event=event,
        tables=tables,
        form=form,
        at=at,
        is_coming=is_coming,
        may_propose=is_coming and event.is_on and not has_own,
    )


def _meal(slug: str, meal_id: str) -> Meal:
    event = evening(slug)
    found = queries.visible_meals(event, current_user(), runs_it=runs(event))
    return find(found.where(Meal.public_id == meal_id))


def _back_to(slug: str) -> ResponseReturnValue:
    return redirect(url_for("meals.index", slug=slug), 303)
