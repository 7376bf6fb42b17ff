"""What one is glad to be asked about, and how often."""

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import current_user
from app.kit.errors import Refused
from app.profiles import advising
from app.profiles.forms import MonthlyForm, TopicForm
from app.profiles.models import AdviceTopic
from app.profiles.queries import profile_of
from app.web.errors import refused
from app.web.find import find

bp = Blueprint("advice", __name__, url_prefix="/profile/advice")


@bp.get("")
def index() -> ResponseReturnValue:
    return _page(TopicForm())


@bp.post("")
def add() -> ResponseReturnValue:
    form = TopicForm()
    if not form.validate_on_submit():
        return _page(form)
    try:
        advising.add_topic(profile_of(current_user()), form.chosen)
    except Refused as no:
        return refused(no, lambda: _page(form))
    flash(_("Written down."))
    return _back()


@bp.post("/monthly")
def set_monthly() -> ResponseReturnValue:
    form = MonthlyForm()
    if form.validate_on_submit():
        advising.set_monthly(profile_of(current_user()), int(form.cap.data))
        flash(_("Saved."))
    return _back()


@bp.post("/<int:advice_id>/removal")
def remove(advice_id: int) -> ResponseReturnValue:
    mine = sa.select(AdviceTopic).where(AdviceTopic.member_id == current_user().id)
    advising.drop_topic(find(mine.where(AdviceTopic.id == advice_id)))
    flash(_("It is off your profile."))
    return _back()


def _page(form: TopicForm) -> str:
    profile = profile_of(current_user())
    return render_template(
        "advice/index.html",
        form_=form,
        topics=advising.topics_of(profile.member_id),
        monthly=MonthlyForm(formdata=None, data={"cap": str(profile.advice_cap)}),
        most=advising.MOST_TOPICS,
    )


def _back() -> ResponseReturnValue:
    return redirect(url_for("advice.index"), 303)
