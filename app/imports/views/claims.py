"""Taking over a place that an organizer brought in from elsewhere."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from app.accounts import operations, session
from app.accounts.access import public
from app.accounts.forms import AddressForm
from app.accounts.limits import limit_links
from app.accounts.models import Purpose
from app.imports.operations import give_back, take_over
from app.kit.clock import now
from app.web.paths import own_path

bp = Blueprint("claims", __name__)

HOME = "/me"


@bp.get("/claim/<token>")
@bp.get("/claim/<token>/address", alias=True)
@public
def show(token: str) -> ResponseReturnValue:
    proof = operations.open_proof(token, Purpose.CLAIM, at=now())
    return render_template("claims/show.html", proof=proof, form=AddressForm(), token=token)


@bp.post("/claim/<token>")
@public
def accept(token: str) -> ResponseReturnValue:
    """Only for links that came by mail: opening one proves the address."""
    proof = operations.open_proof(token, Purpose.CLAIM, at=now())
    if not proof.intent.get("by_mail"):
        return redirect(url_for("claims.show", token=token), 303)
    session.sign_in(take_over(proof, at=now(), locale=str(get_locale())))
    flash(_("Welcome. This place is yours now."))
    return redirect(own_path(proof.intent.get("next"), HOME), 303)


@bp.post("/claim/<token>/refusal")
@public
def decline(token: str) -> ResponseReturnValue:
    """Only for links that came by mail: nobody else speaks for the address."""
    proof = operations.open_proof(token, Purpose.CLAIM, at=now())
    if not proof.intent.get("by_mail"):
        return redirect(url_for("claims.show", token=token), 303)
    give_back(proof, at=now())
    flash(_("Thank you for telling us. The place has been given back."))
    return redirect(url_for("events.home"), 303)


@bp.post("/claim/<token>/address")
@public
@limit_links
def ask(token: str) -> ResponseReturnValue:
    proof = operations.open_proof(token, Purpose.CLAIM, at=now())
    form = AddressForm()
    if not form.validate_on_submit():
        return render_template("claims/show.html", proof=proof, form=form, token=token)
    operations.prove_for_claim(proof, form.email.data or "", at=now())
    return redirect(url_for("accounts.sent"), 303)


@bp.get("/address/<token>")
@public
def address(token: str) -> ResponseReturnValue:
    proof = operations.open_proof(token, Purpose.ADDRESS, at=now())
    return render_template("claims/address.html", proof=proof)


@bp.post("/address/<token>")
@public
def use_address(token: str) -> ResponseReturnValue:
    proof = operations.open_proof(token, Purpose.ADDRESS, at=now())
    session.sign_in(take_over(proof, at=now(), locale=str(get_locale())))
    flash(_("Welcome. This place is yours now."))
    return redirect(own_path(proof.intent.get("next"), HOME), 303)
