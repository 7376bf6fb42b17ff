"""A list from elsewhere names the viewer: yes or no, on their own page."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import current_user
from app.events.models import Event
from app.kit.clock import now
from app.registrations.models import Registration
from app.registrations.operations.named import say_no, say_yes
from app.registrations.queries.named import places_naming
from app.registrations.views.places import PLACE, bp
from app.web.find import find


@bp.post(f"{PLACE}/named/acceptance")
def take_over(slug: str) -> ResponseReturnValue:
    say_yes(_named(slug), current_user(), at=now())
    flash(_("Welcome. This place is yours now."))
    return redirect(url_for("registrations.show", slug=slug), 303)


@bp.post(f"{PLACE}/named/refusal")
def not_me(slug: str) -> ResponseReturnValue:
    say_no(_named(slug), at=now())
    flash(_("Thank you for telling us. The place has been given back."))
    return redirect(url_for("registrations.mine"), 303)


def _named(slug: str) -> Registration:
    """The first place there that a list gives to the viewer."""
    return find(places_naming(current_user()).where(Event.slug == slug).limit(1))
