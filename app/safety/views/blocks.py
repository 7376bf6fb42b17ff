"""Keeping somebody away, and taking it back."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import User
from app.accounts.session import current_user
from app.kit.clock import now
from app.kit.db import db
from app.moderation import operations
from app.moderation.queries import blocked_by
from app.safety.queries import known_person
from app.web.find import find

bp = Blueprint("moderation", __name__)


@bp.get("/blocks")
def blocks() -> ResponseReturnValue:
    people = db.session.scalars(blocked_by(current_user())).all()
    return render_template("moderation/blocks.html", people=people)


@bp.post("/people/<person_id>/block")
def block(person_id: str) -> ResponseReturnValue:
    me, at = current_user(), now()
    person = known_person(me, person_id, at) or abort(404)
    operations.block(me, person, at=at)
    flash(_("Done. You will not meet each other here any more, and nobody has been told."))
    return redirect(url_for("moderation.blocks"), 303)


@bp.post("/people/<person_id>/unblock")
def unblock(person_id: str) -> ResponseReturnValue:
    person = find(blocked_by(current_user()).where(User.public_id == person_id))
    operations.unblock(current_user(), person)
    flash(_("The block is lifted."))
    return redirect(url_for("moderation.blocks"), 303)
