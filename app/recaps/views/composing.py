"""What organizers add to a recap, and how it will look."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from app.accounts.access import require
from app.accounts.session import current_user
from app.events.models import Event
from app.kit.clock import now
from app.policy import Can
from app.recaps import operations
from app.recaps.forms import WordsForm
from app.recaps.letters import letter_of
from app.recaps.queries import audience, words_for
from app.recaps.rules import Variant
from app.recaps.views.blueprint import bp, event_called
from app.recaps.wording import VARIANTS
from app.web.frames import framed

LOCALES = ("ja", "en")


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


def _own_event(slug: str) -> Event:
    event = event_called(slug)
    require(Can.EDIT_EVENT, event)
    return event


def _variant() -> Variant:
    asked = request.values.get("variant", "")
    return Variant(asked) if asked in list(Variant) else Variant.ATTENDED


def _language() -> str:
    asked = request.args.get("language", "")
    return asked if asked in LOCALES else str(get_locale() or "ja")
