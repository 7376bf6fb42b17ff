"""The recap as a page, and what its organizers and readers add to it."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from app.accounts.access import require
from app.accounts.session import current_user
from app.connections.wording import FIELD_NAMES
from app.events.models import Event
from app.events.queries import visible_events
from app.keeping.rules import Cadence
from app.keeping.wording import CADENCES
from app.kit.clock import now
from app.policy import Can
from app.recaps import operations
from app.recaps.contents import figures_of, recap_for
from app.recaps.forms import FeedbackForm, WordsForm
from app.recaps.letters import letter_of
from app.recaps.queries import answer_of, audience, claim_at, variant_for, words_for
from app.recaps.rules import Face, Variant, ago
from app.recaps.wording import FACES, VARIANTS, title
from app.web.find import find
from app.web.frames import framed

bp = Blueprint("recaps", __name__)

LOCALES = ("ja", "en")
# What somebody may choose with one tap for a person they have just met.
CADENCES_OFFERED = (Cadence.SOON, Cadence.FORTNIGHT, Cadence.QUARTER)


@bp.get("/events/<slug>/recap")
def show(slug: str) -> ResponseReturnValue:
    return _page(_event(slug))


@bp.post("/events/<slug>/recap/arrival")
def say_i_came(slug: str) -> ResponseReturnValue:
    operations.say_i_came(_event(slug), by=current_user(), at=now())
    flash(_("Thank you. The organizers will put it right."))
    return _back_to(slug)


@bp.post("/events/<slug>/recap/arrival/undo")
def say_i_was_mistaken(slug: str) -> ResponseReturnValue:
    operations.say_i_was_mistaken(_event(slug), by=current_user(), at=now())
    flash(_("Taken back."))
    return _back_to(slug)


@bp.post("/events/<slug>/recap/answer")
def answer(slug: str) -> ResponseReturnValue:
    event, form = _event(slug), FeedbackForm()
    if not form.validate_on_submit():
        return _page(event, form)
    face, words = Face(form.face.data), form.words.data or ""
    operations.answer(event, face, words, by=current_user(), at=now())
    flash(_("Thank you. The organizers read it without names, once five have answered."))
    return _back_to(slug)


@bp.post("/events/<slug>/recap/answer/undo")
def take_back_answer(slug: str) -> ResponseReturnValue:
    operations.take_back_answer(_event(slug), by=current_user())
    flash(_("Taken back."))
    return _back_to(slug)


@bp.get("/events/<slug>/organize/recap")
def compose(slug: str) -> ResponseReturnValue:
    event = _own_event(slug)
    return _composer(event, WordsForm.of(words_for(event)))


@bp.post("/events/<slug>/organize/recap")
def keep_words(slug: str) -> ResponseReturnValue:
    event, form = _own_event(slug), WordsForm()
    if not form.validate_on_submit():
        return _composer(event, form)
    operations.compose(event, form.wording, by=current_user(), at=now())
    flash(_("Saved. Letters that have not left yet will say it."))
    return redirect(url_for("recaps.compose", slug=slug, variant=_variant()), 303)


@bp.get("/events/<slug>/organize/recap/letter")
def letter(slug: str) -> ResponseReturnValue:
    """The dressed part of the letter, for a frame that may only be looked at."""
    event = _own_event(slug)
    return framed(letter_of(event, current_user(), _variant(), locale=_language()).html)


@bp.post("/events/<slug>/organize/recap/test")
def try_out(slug: str) -> ResponseReturnValue:
    event, variant = _own_event(slug), _variant()
    operations.try_out(event, variant, by=current_user(), at=now())
    flash(_("On its way to your own address."))
    return redirect(url_for("recaps.compose", slug=slug, variant=variant), 303)


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


def _composer(event: Event, form: WordsForm) -> ResponseReturnValue:
    variant, language = _variant(), _language()
    return render_template(
        "recaps/compose.html",
        event=event,
        form=form,
        variant=variant,
        variants=VARIANTS,
        shown_in=language,
        locales=LOCALES,
        numbers={kind: len(people) for kind, people in audience(event).items()},
        letter=letter_of(event, current_user(), variant, locale=language),
    )


def _event(slug: str) -> Event:
    return find(visible_events(current_user()).where(Event.slug == slug))


def _own_event(slug: str) -> Event:
    event = _event(slug)
    require(Can.EDIT_EVENT, event)
    return event


def _variant() -> Variant:
    asked = request.values.get("variant", "")
    return Variant(asked) if asked in list(Variant) else Variant.ATTENDED


def _language() -> str:
    asked = request.args.get("language", "")
    return asked if asked in LOCALES else str(get_locale() or "ja")


def _back_to(slug: str) -> ResponseReturnValue:
    return redirect(url_for("recaps.show", slug=slug), 303)
