"""On which terms one takes part; and a rest, whenever one needs it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import current_user
from app.introductions import operations, queries
from app.introductions.forms import TermsForm
from app.introductions.views.blueprint import bp, to_inbox
from app.kit.clock import now
from app.profiles.queries import profile_of


@bp.route("/terms", methods=["GET", "POST"])
def terms() -> ResponseReturnValue:
    me = current_user()
    kept, contacts = queries.terms_of(me), queries.own_contacts(me)
    form = TermsForm(profile_of(me), kept, contacts, queries.listed_by(me))
    if not form.validate_on_submit():
        return render_template("introductions/terms.html", form_=form, terms=kept)
    operations.choose_terms(me, form.choice, at=now())
    flash(_("Saved."))
    return redirect(url_for("introductions.terms"), 303)


@bp.post("/rest")
def rest() -> ResponseReturnValue:
    is_paused = request.form.get("rest") == "yes"
    operations.pause(current_user(), is_paused, at=now())
    flash(_("Rest well: nobody is asked through you.") if is_paused else _("Welcome back."))
    return to_inbox()
