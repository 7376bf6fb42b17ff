"""Saying more of one's offers and needs, and what the offers rest on."""

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import current_user
from app.kit.clock import now
from app.kit.errors import Refused
from app.profiles import backing
from app.profiles.forms import EvidenceForm, TellingForm
from app.profiles.models import Evidence
from app.profiles.queries import profile_of
from app.profiles.wording import BACKINGS
from app.web.errors import refused
from app.web.find import find
from app.web.times import language

bp = Blueprint("evidence", __name__, url_prefix="/profile/evidence")


@bp.get("")
def index() -> ResponseReturnValue:
    return _page()


@bp.post("")
def add() -> ResponseReturnValue:
    profile = profile_of(current_user())
    form = EvidenceForm(profile, language(), now())
    if not form.validate_on_submit():
        return _page(adding=form)
    try:
        backing.add_evidence(profile, form.ground)
    except Refused as no:
        return refused(no, lambda: _page(adding=form))
    flash(_("Written down."))
    return _back()


@bp.post("/words")
def tell() -> ResponseReturnValue:
    profile = profile_of(current_user())
    form = TellingForm.about(profile)
    if not form.validate_on_submit():
        return _page(telling=form)
    backing.tell(profile, form.said(profile))
    flash(_("Saved."))
    return _back()


@bp.post("/later")
def leave_hint() -> ResponseReturnValue:
    backing.leave_hint(profile_of(current_user()), at=now())
    flash(_("All right. You find it on this page whenever you like."))
    return redirect(url_for("profiles.edit"), 303)


@bp.route("/<int:evidence_id>", methods=["GET", "POST"])
def change(evidence_id: int) -> ResponseReturnValue:
    row, profile = _mine(evidence_id), profile_of(current_user())
    form = EvidenceForm.of(row, profile, language(), now())
    if not form.validate_on_submit():
        return render_template("evidence/change.html", row=row, form_=form)
    backing.change_evidence(profile, row, form.ground)
    flash(_("Saved."))
    return _back()


@bp.post("/<int:evidence_id>/removal")
def remove(evidence_id: int) -> ResponseReturnValue:
    backing.drop_evidence(_mine(evidence_id))
    flash(_("It is off your profile."))
    return _back()


def _page(adding: EvidenceForm | None = None, telling: TellingForm | None = None) -> str:
    profile = profile_of(current_user())
    return render_template(
        "evidence/index.html",
        profile=profile,
        kinds=BACKINGS,
        most=backing.MOST_EVIDENCE,
        adding=adding or EvidenceForm(profile, language(), now(), formdata=None),
        telling=telling or TellingForm.about(profile, formdata=None),
    )


def _mine(evidence_id: int) -> Evidence:
    me = current_user()
    return find(sa.select(Evidence).where(Evidence.id == evidence_id, Evidence.member_id == me.id))


def _back() -> ResponseReturnValue:
    return redirect(url_for("evidence.index"), 303)
