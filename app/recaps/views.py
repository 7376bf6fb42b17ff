"""The recap as a page: the same as the letter, for as long as it is true."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import current_user
from app.connections.wording import FIELD_NAMES
from app.events.models import Event
from app.events.queries import visible_events
from app.kit.clock import now
from app.recaps import operations
from app.recaps.contents import figures_of, recap_for
from app.recaps.queries import claim_at, variant_for
from app.recaps.rules import ago
from app.recaps.wording import title
from app.web.find import find

bp = Blueprint("recaps", __name__, url_prefix="/events/<slug>/recap")


@bp.get("")
def show(slug: str) -> ResponseReturnValue:
    event, me = _event(slug), current_user()
    variant = variant_for(event, me) or abort(404)
    return render_template(
        "recaps/show.html",
        event=event,
        variant=variant,
        recap=recap_for(event, me, variant, at=now()),
        figures=figures_of(event) if event.group.is_run_by(me) else None,
        title=title(event, variant, ago(event.ends_at, now(), me.timezone)),
        field_names=FIELD_NAMES,
        claim=claim_at(event, me, now()),
    )


@bp.post("/arrival")
def say_i_came(slug: str) -> ResponseReturnValue:
    operations.say_i_came(_event(slug), by=current_user(), at=now())
    flash(_("Thank you. The organizers will put it right."))
    return redirect(url_for("recaps.show", slug=slug), 303)


@bp.post("/arrival/undo")
def say_i_was_mistaken(slug: str) -> ResponseReturnValue:
    operations.say_i_was_mistaken(_event(slug), by=current_user(), at=now())
    flash(_("Taken back."))
    return redirect(url_for("recaps.show", slug=slug), 303)


def _event(slug: str) -> Event:
    return find(visible_events(current_user()).where(Event.slug == slug))
