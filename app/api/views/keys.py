"""One's keys to the API: made, shown once, and taken back."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import ApiToken
from app.accounts.operations import new_api_token, revoke
from app.accounts.queries import live_keys
from app.accounts.session import current_user
from app.api.forms import KeyForm
from app.api.wording import SCOPE_HINTS, SCOPES
from app.kit.clock import now
from app.kit.db import db
from app.web.find import find

bp = Blueprint("keys", __name__, url_prefix="/account/keys")


@bp.get("")
def index() -> ResponseReturnValue:
    return _page(KeyForm())


@bp.post("")
def make() -> ResponseReturnValue:
    """The only page that ever shows the key; going back or loading it again does not."""
    form, at = KeyForm(), now()
    if not form.validate_on_submit():
        return _page(form)
    token = new_api_token(
        current_user(), form.called, scopes=form.wanted, expires_at=form.ends(at), at=at
    )
    return _page(KeyForm(formdata=None), token)


@bp.post("/<int:key_id>/revocation")
def take_back(key_id: int) -> ResponseReturnValue:
    mine = live_keys(now()).where(ApiToken.member_id == current_user().id)
    revoke(find(mine.where(ApiToken.id == key_id)), at=now())
    flash(_("The key is worth nothing any more."))
    return redirect(url_for("keys.index"), 303)


def _page(form: KeyForm, token: str = "") -> str:
    mine = live_keys(now()).where(ApiToken.member_id == current_user().id)
    rows = db.session.scalars(mine).all()
    return render_template(
        "keys/index.html",
        form=form,
        keys=rows,
        token=token,
        scopes=SCOPES,
        scope_hints=SCOPE_HINTS,
    )
