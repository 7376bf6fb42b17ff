"""What moderators look at closely: requests the rules have held, people several found salesy."""

import sqlalchemy as sa
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.access import require
from app.accounts.models import User
from app.accounts.session import current_user
from app.introductions import operations, queries, wording
from app.introductions.forms import TurnAwayForm
from app.introductions.models import Introduction
from app.introductions.views.blueprint import bp
from app.kit.clock import now
from app.kit.db import db
from app.policy import Can
from app.web.find import find


@bp.get("/screening")
def screening() -> ResponseReturnValue:
    require(Can.SCREEN_INTRODUCTIONS)
    me = current_user()
    waiting = queries.to_screen(me).limit(100)
    return render_template(
        "introductions/screening.html",
        held=[(row, TurnAwayForm(row.public_id)) for row in db.session.scalars(waiting)],
        salesy=queries.found_salesy(me, now()),
        words=wording,
    )


@bp.post("/screening/<held_id>/release")
def let_pass(held_id: str) -> ResponseReturnValue:
    require(Can.SCREEN_INTRODUCTIONS)
    operations.let_pass(_held(held_id), at=now())
    flash(_("It goes on its way."))
    return redirect(url_for("safety.index"), 303)


@bp.post("/screening/<held_id>/refusal")
def turn_away(held_id: str) -> ResponseReturnValue:
    require(Can.SCREEN_INTRODUCTIONS)
    introduction, form = _held(held_id), TurnAwayForm()
    if form.validate_on_submit():
        operations.turn_away(introduction, form.broken, by=current_user(), at=now())
        flash(_("Its writer hears the rule, and nobody else hears anything."))
    return redirect(url_for("safety.index"), 303)


@bp.post("/screening/people/<person_id>/clearance")
def clear_marks(person_id: str) -> ResponseReturnValue:
    require(Can.SCREEN_INTRODUCTIONS)
    person = find(sa.select(User).where(User.public_id == person_id))
    operations.clear_marks(person, by=current_user(), at=now())
    flash(_("They may ask again."))
    return redirect(url_for("safety.index"), 303)


def _held(held_id: str) -> Introduction:
    return find(queries.to_screen(current_user()).where(Introduction.public_id == held_id))
