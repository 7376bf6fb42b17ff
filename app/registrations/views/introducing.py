"""Introducing oneself in a minute: the words for one event, and the card to hold."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import current_user
from app.kit.clock import now
from app.registrations import operations
from app.registrations.forms import MinuteForm
from app.registrations.introducing import Card, card_of, cards_on_paper
from app.registrations.models import Registration
from app.registrations.views.events import bp as events
from app.registrations.views.places import PLACE, bp, mine_at
from app.registrations.views.planning import own_event
from app.web.times import language

MINUTE = f"{PLACE}/minute"


@bp.route(MINUTE, methods=["GET", "POST"])
def introduce(slug: str) -> ResponseReturnValue:
    mine = mine_at(slug)
    card = _card(mine)
    form = MinuteForm(data=vars(card.minute) | {"goes_on_paper": card.goes_on_paper})
    if not form.validate_on_submit():
        return render_template(
            "registrations/introduce.html", registration=mine, form=form, card=card
        )
    operations.introduce(mine, form.minute, goes_on_paper=form.goes_on_paper.data, at=now())
    flash(_("Saved."))
    return redirect(url_for("registrations.minute", slug=slug), 303)


@bp.get(f"{MINUTE}/card")
def minute(slug: str) -> ResponseReturnValue:
    """The card, to hold in one's hand or to print."""
    mine = mine_at(slug)
    return render_template("registrations/minute.html", registration=mine, card=_card(mine))


@events.get("/events/<slug>/handouts/introductions")
def introductions(slug: str) -> ResponseReturnValue:
    """The cards of those who let the organizers print theirs."""
    event = own_event(slug)
    return render_template("events/introductions.html", event=event, cards=cards_on_paper(event))


def _card(mine: Registration) -> Card:
    return card_of(mine, current_user(), language())
