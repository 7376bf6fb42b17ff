"""What one stood for before, for one's own eyes."""

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import current_user
from app.kit.clock import now
from app.profiles import stating
from app.profiles.models import PastStatement
from app.profiles.queries import profile_of
from app.web.find import find

bp = Blueprint("statements", __name__, url_prefix="/profile/statements")


@bp.get("")
def index() -> ResponseReturnValue:
    me = current_user()
    return render_template(
        "statements/index.html",
        profile=profile_of(me),
        before=stating.said_before(me.id),
        most=stating.MOST_KEPT,
    )


@bp.post("/<int:statement_id>/again")
def say_again(statement_id: int) -> ResponseReturnValue:
    past = _mine(statement_id)
    stating.say_again(past, profile_of(current_user()), at=now())
    flash(_("You stand by it again. What stood there is kept below."))
    return _back()


@bp.post("/<int:statement_id>/removal")
def forget(statement_id: int) -> ResponseReturnValue:
    stating.forget(_mine(statement_id))
    flash(_("It is gone."))
    return _back()


def _mine(statement_id: int) -> PastStatement:
    mine = sa.select(PastStatement).where(PastStatement.member_id == current_user().id)
    return find(mine.where(PastStatement.id == statement_id))


def _back() -> ResponseReturnValue:
    return redirect(url_for("statements.index"), 303)
