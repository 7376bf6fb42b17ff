"""The bell: what the house has written to one, newest first, in the same words."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import current_user
from app.kit.clock import now
from app.notifications import operations
from app.notifications.models import Notice
from app.notifications.notices import lines, notices_of
from app.web.find import find
from app.web.paths import own_path

bp = Blueprint("notices", __name__, url_prefix="/notices")


@bp.get("")
def index() -> ResponseReturnValue:
    page = lines(current_user(), now(), request.args.get("page", 1, type=int))
    return render_template("notices/index.html", page=page)


@bp.post("/reading")
def read_all() -> ResponseReturnValue:
    operations.read(current_user(), at=now())
    flash(_("Everything is marked as read."))
    return redirect(url_for("notices.index"), 303)


@bp.post("/<int:mail_id>")
def follow(mail_id: int) -> ResponseReturnValue:
    """Mark one line as read and go where it leads."""
    notice = find(notices_of(current_user(), now()).where(Notice.mail_id == mail_id))
    operations.read(current_user(), at=now(), mail_id=notice.mail_id)
    return redirect(own_path(request.form.get("to"), url_for("notices.index")), 303)
