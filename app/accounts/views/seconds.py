"""A second address of one's own: asked for, confirmed by the link it got, taken away."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import operations
from app.accounts.forms import SecondAddressForm
from app.accounts.limits import limit_links
from app.accounts.models import EmailProof, Purpose
from app.accounts.queries import second_address_of
from app.accounts.session import current_user
from app.kit.clock import now
from app.kit.errors import Refused
from app.web.errors import refused

bp = Blueprint("seconds", __name__, url_prefix="/account/second")


@bp.get("")
def index() -> ResponseReturnValue:
    return _page(SecondAddressForm(current_user().email))


@bp.post("")
@limit_links
def ask() -> ResponseReturnValue:
    form = SecondAddressForm(current_user().email)
    if not form.validate_on_submit():
        return _page(form)
    try:
        operations.ask_for_second(current_user(), form.email.data or "", at=now())
    except Refused as no:
        return refused(no, lambda: _page(form))
    flash(_("We have written to that address. Open the link in that letter in this browser."))
    return redirect(url_for("seconds.index"), 303)


@bp.post("/removal")
def remove() -> ResponseReturnValue:
    operations.drop_second(current_user(), at=now())
    flash(_("It is gone. Your page no longer says that there is a second address."))
    return redirect(url_for("seconds.index"), 303)


@bp.get("/<token>")
def link(token: str) -> ResponseReturnValue:
    return render_template("seconds/link.html", address=_own(token).intent.get("address"))


@bp.post("/<token>")
def confirm(token: str) -> ResponseReturnValue:
    operations.confirm_second(_own(token), by=current_user(), at=now())
    flash(_("Thank you. Your page says now that a second address is confirmed; never which one."))
    return redirect(url_for("seconds.index"), 303)


def _own(token: str) -> EmailProof:
    """The proof behind the link, for whoever asked for it; to anybody else it is no link at all."""
    proof = operations.open_proof(token, Purpose.SECOND, at=now())
    if proof.member_id != current_user().id:
        raise operations.LinkExpired
    return proof


def _page(form: SecondAddressForm) -> str:
    return render_template("seconds/index.html", form=form, kept=second_address_of(current_user()))
