"""The way in and out: a link by mail, or a password."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import operations, session
from app.accounts.access import public
from app.accounts.forms import LinkForm, PasswordSignInForm
from app.accounts.limits import limit_guesses, limit_links
from app.accounts.models import Purpose
from app.kit.clock import now
from app.web.paths import own_path

bp = Blueprint("accounts", __name__)

HOME = "/me"


# The two forms of this page post elsewhere; whoever reloads their answers lands here again.
@bp.get("/sign-in")
@bp.get("/sign-in/links", alias=True)
@bp.get("/sign-in/password", alias=True)
@public
def sign_in() -> ResponseReturnValue:
    wanted = own_path(request.args.get("next"), HOME)
    if session.is_signed_in():
        return redirect(wanted)
    return _entrance(LinkForm(next=wanted), PasswordSignInForm(next=wanted))


@bp.post("/sign-in/links")
@public
@limit_links
def ask() -> ResponseReturnValue:
    form = LinkForm()
    if not form.validate_on_submit():
        return _entrance(form, PasswordSignInForm(formdata=None, next=form.next.data))
    wanted = own_path(form.next.data, HOME)
    operations.ask_to_sign_in(form.email.data or "", at=now(), then=wanted)
    return redirect(url_for("accounts.sent"), 303)


@bp.get("/sign-in/sent")
@public
def sent() -> ResponseReturnValue:
    return render_template("accounts/sent.html")


@bp.post("/sign-in/password")
@public
@limit_guesses
def with_password() -> ResponseReturnValue:
    form = PasswordSignInForm()
    if form.validate_on_submit():
        member = operations.member_with(form.email.data or "", form.password.data or "")
        if member is not None:
            session.sign_in(member)
            return redirect(own_path(form.next.data, HOME), 303)
        form.refuse()
    return _entrance(LinkForm(formdata=None, next=form.next.data), form)


@bp.get("/sign-in/link/<token>")
@public
def link(token: str) -> ResponseReturnValue:
    proof = operations.open_proof(token, Purpose.SIGN_IN, at=now())
    return render_template("accounts/link.html", member=proof.member)


@bp.post("/sign-in/link/<token>")
@public
def use_link(token: str) -> ResponseReturnValue:
    proof = operations.open_proof(token, Purpose.SIGN_IN, at=now())
    session.sign_in(operations.use_proof(proof, at=now()))
    return redirect(own_path(proof.intent.get("next"), HOME), 303)


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    session.sign_out()
    flash(_("You are signed out."))
    return redirect("/", 303)


@bp.get("/.well-known/change-password")
@public
def change_password() -> ResponseReturnValue:
    return redirect(url_for("settings.password"))


@bp.app_errorhandler(operations.LinkExpired)
def expired(_error: operations.LinkExpired) -> ResponseReturnValue:
    """A link that is no good any more, whichever page it leads to."""
    return render_template("errors/link.html"), 410


def _entrance(link_form: LinkForm, password_form: PasswordSignInForm) -> ResponseReturnValue:
    return render_template("accounts/sign_in.html", form=link_form, password_form=password_form)
