"""The recap as a page, and what its readers add to it."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import current_user
from app.connections.wording import FIELD_NAMES
from app.events.models import Event
from app.keeping.rules import Cadence
from app.keeping.wording import CADENCES
from app.kit.clock import now
from app.recaps import operations
from app.recaps.contents import figures_of, recap_for
from app.recaps.forms import FeedbackForm
from app.recaps.queries import answer_of, claim_at, variant_for
from app.recaps.rules import Face, ago
from app.recaps.views.blueprint import bp, event_called
from app.recaps.wording import FACES, title

# What somebody may choose with one tap for a person they have just met.
CADENCES_OFFERED = (Cadence.SOON, Cadence.FORTNIGHT, Cadence.QUARTER)


@bp.get("/events/<slug>/recap")
def show(slug: str) -> ResponseReturnValue:
    return _page(event_called(slug))


@bp.post("/events/<slug>/recap/arrival")
def say_i_came(slug: str) -> ResponseReturnValue:
    operations.say_i_came(event_called(slug), by=current_user(), at=now())
    flash(_("Thank you. The organizers will put it right."))
    return _back_to(slug)


@bp.post("/events/<slug>/recap/arrival/undo")
def say_i_was_mistaken(slug: str) -> ResponseReturnValue:
    operations.say_i_was_mistaken(event_called(slug), by=current_user(), at=now())
    flash(_("Taken back."))
    return _back_to(slug)


@bp.post("/events/<slug>/recap/answer")
def answer(slug: str) -> ResponseReturnValue:
    event, form = event_called(slug), FeedbackForm()
    if not form.validate_on_submit():
        return _page(event, form)
    face, words = Face(form.face.data), form.words.data or ""
    operations.answer(event, face, words, by=current_user(), at=now())
    flash(_("Thank you. The organizers read it without names, once five have answered."))
    return _back_to(slug)


@bp.post("/events/<slug>/recap/answer/undo")
def take_back_answer(slug: str) -> ResponseReturnValue:
    operations.take_back_answer(event_called(slug), by=current_user())
    flash(_("Taken back."))
    return _back_to(slug)


def _page(event: Event, form: FeedbackForm | None = None) -> ResponseReturnValue:
    me = current_user()
    variant = variant_for(event, me) or abort(404)
    kept = answer_of(event, me)
    return render_template(
        "recaps/show.html",
        event=event,
        variant=variant,
        recap=recap_for(event, me, variant, at=now()),
        figures=figures_of(event) if event.group.is_run_by(me) else None,
        title=title(event, variant, ago(event.ends_at, now(), me.timezone)),
        field_names=FIELD_NAMES,
        claim=claim_at(event, me, now()),
        form=form or FeedbackForm(data={"face": kept.face, "words": kept.words} if kept else {}),
        faces=FACES,
        cadences=[(int(one), CADENCES[one]) for one in CADENCES_OFFERED],
    )


def _back_to(slug: str) -> ResponseReturnValue:
    return redirect(url_for("recaps.show", slug=slug), 303)
