"""Who is to sit together, and who is to be kept apart."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import User
from app.accounts.session import current_user
from app.events.models import Event
from app.kit.clock import now
from app.kit.db import db
from app.matching import operations
from app.matching.forms import PairForm
from app.matching.models import Pairing
from app.matching.pairings import pairings_for
from app.matching.queries.names import Namesakes, guests_called, names_to_type
from app.matching.rules.seating import PairRule
from app.matching.views.blueprint import bp, own_event
from app.web.find import find

PAIRS = "/events/<slug>/rounds/pairs"


@bp.route(PAIRS, methods=["GET", "POST"])
def pairs(slug: str) -> ResponseReturnValue:
    event, form = own_event(slug), PairForm()
    pair = _pair(event, form) if form.validate_on_submit() else None
    if pair is None:
        rules, names = db.session.scalars(pairings_for(event)).all(), names_to_type(event)
        return render_template(
            "matching/pairs.html", event=event, form_=form, rules=rules, names=names
        )
    says, is_always = PairRule(form.says.data), form.scope.data == "always"
    operations.rule(event, pair, says, is_always=is_always, by=current_user(), at=now())
    flash(_("Written down. It holds from the next plan on."))
    return redirect(url_for("matching.pairs", slug=slug), 303)


@bp.post(f"{PAIRS}/<int:pairing_id>/end")
def free_pair(slug: str, pairing_id: int) -> ResponseReturnValue:
    event = own_event(slug)
    pairing = find(pairings_for(event).where(Pairing.id == pairing_id))
    operations.lift(pairing, event, by=current_user(), at=now())
    flash(_("The two may sit as it comes."), "note")
    return redirect(url_for("matching.pairs", slug=slug), 303)


def _pair(event: Event, form: PairForm) -> tuple[User, User] | None:
    """The two people that are named; what is wrong with a name is said beside it."""
    found = [_named(event, form, field) for field in ("one", "other")]
    if found[0] is None or found[1] is None:
        return None
    if found[0] is found[1]:
        form.wrong("other", _("Please name two different people."))
        return None
    return found[0], found[1]


def _named(event: Event, form: PairForm, field: str) -> User | None:
    found: Namesakes = guests_called(event, form[field].data or "")
    if len(found.people) == 1:
        return found.people[0]
    if not found.people:
        form.wrong(field, _("Nobody of that name has a seat here."))
    else:
        form.wrong(
            field, _("Several people are called so: %(names)s", names=" · ".join(found.names))
        )
    return None
