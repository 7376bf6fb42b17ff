"""Letters that need somebody's eyes."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.access import require
from app.accounts.names import masked
from app.admin.queries import seats_left_lying
from app.kit.clock import now
from app.kit.paging import paginate
from app.notifications import operations, wording
from app.notifications.composers import kinds
from app.notifications.models import Mail
from app.notifications.queries import counts, sender_pause
from app.notifications.queries import outbox as letters
from app.notifications.rules import State
from app.policy import Can
from app.web.find import find

bp = Blueprint("admin", __name__, url_prefix="/admin")


@bp.get("/outbox")
def outbox() -> ResponseReturnValue:
    require(Can.READ_OUTBOX)
    state, kind = _asked("state", list(State)), _asked("kind", kinds())
    page = paginate(
        letters(State(state) if state else None, kind),
        request.args.get("page", 1, type=int),
    )
    return render_template(
        "admin/outbox.html",
        page=page,
        counts=counts(),
        pause=sender_pause(),
        left_lying=seats_left_lying(now()),
        chosen={"state": state, "kind": kind},
        kinds=kinds(),
        wording=wording,
        masked=masked,
        at=now(),
    )


@bp.post("/outbox/<int:mail_id>/sending")
def send_again(mail_id: int) -> ResponseReturnValue:
    require(Can.READ_OUTBOX)
    operations.send_again(find(letters().where(Mail.id == mail_id)), at=now())
    flash(_("The e-mail is on its way again."))
    return redirect(url_for("admin.outbox"), 303)


@bp.post("/outbox/<int:mail_id>/withdrawal")
def drop(mail_id: int) -> ResponseReturnValue:
    require(Can.READ_OUTBOX)
    operations.drop(find(letters().where(Mail.id == mail_id)))
    flash(_("The e-mail will not be sent."))
    return redirect(url_for("admin.outbox"), 303)


@bp.post("/outbox/resumption")
def resume() -> ResponseReturnValue:
    require(Can.READ_OUTBOX)
    operations.resume()
    flash(_("Mail is being sent again."))
    return redirect(url_for("admin.outbox"), 303)


def _asked(name: str, known: list[str] | list[State]) -> str | None:
    wanted = request.args.get(name)
    return wanted if wanted in known else None
