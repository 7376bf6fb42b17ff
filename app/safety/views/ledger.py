"""What one shares with whom, and taking it back."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import User
from app.accounts.session import current_user
from app.connections.operations import share
from app.connections.people import visible_people
from app.connections.queries import between
from app.connections.wording import FIELD_NAMES
from app.kit.clock import now
from app.kit.paging import paginate, slice_of
from app.safety.queries.ledger import consents_of, shared_by
from app.web.find import find

bp = Blueprint("sharing", __name__, url_prefix="/account/sharing")


@bp.get("")
def index() -> ResponseReturnValue:
    me, number = current_user(), request.args.get("page", 1, type=int)
    yeses = request.args.get("yeses", 1, type=int)
    return render_template(
        "sharing/index.html",
        page=slice_of(shared_by(me), number),
        consents=paginate(consents_of(me), yeses),
        field_names=FIELD_NAMES,
    )


@bp.post("/<person_id>/end")
def end(person_id: str) -> ResponseReturnValue:
    me = current_user()
    person = find(visible_people(me).where(User.public_id == person_id))
    tie = between(me, person)
    if tie is not None:
        share(tie, me, [], at=now())
    flash(_("They see none of your ways to be reached any more. They are not told."))
    return redirect(url_for("sharing.index"), 303)
