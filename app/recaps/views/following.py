"""Where the links of a recap lead: one page, one tap, no need to sign in.

Mail programs open links on their own; opening changes nothing, the button posts.
"""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.access import public
from app.accounts.models import User
from app.events.models import Event
from app.kit.clock import now
from app.notifications.queries import member_named
from app.recaps import operations
from app.recaps.forms import FeedbackForm
from app.recaps.links import is_token
from app.recaps.queries import answer_of, variant_for
from app.recaps.queries.naming import events_named, named_in
from app.recaps.rules import CAME, LINKS_OPEN, Face, Tap
from app.recaps.views.blueprint import bp
from app.recaps.wording import DONE, FACES, TAPS
from app.web.find import find

ABOUT = "/recaps/<event_id>/<member_id>/people/<person_id>/<token>"
SAY = "/recaps/<event_id>/<member_id>/answer/<token>"


@bp.get(ABOUT)
@public
def about(event_id: str, member_id: str, person_id: str, token: str) -> ResponseReturnValue:
    event, reader = _opened(event_id, member_id, token, person_id)
    named = named_in(event, reader, person_id, now()) or abort(404)
    return render_template(
        "recaps/about.html",
        event=event,
        reader=reader,
        named=named,
        first=_tap(request.args.get("tap", "")),
        words=TAPS,
    )


@bp.post(ABOUT)
@public
def tap(event_id: str, member_id: str, person_id: str, token: str) -> ResponseReturnValue:
    event, reader = _opened(event_id, member_id, token, person_id)
    named = named_in(event, reader, person_id, now()) or abort(404)
    chosen = _tap(request.form.get("tap", "")) or abort(400)
    operations.tap(event, named, chosen, by=reader, at=now())
    flash(str(DONE[chosen]))
    return redirect(url_for("recaps.about", **request.view_args or {}), 303)


@bp.get(SAY)
@public
def say(event_id: str, member_id: str, token: str) -> ResponseReturnValue:
    event, reader = _opened(event_id, member_id, token)
    kept = answer_of(event, reader)
    face = request.args.get("face", "") or (kept.face if kept else "")
    words = kept.words if kept else ""
    return _asked(event, reader, FeedbackForm(data={"face": face, "words": words}))


@bp.post(SAY)
@public
def said(event_id: str, member_id: str, token: str) -> ResponseReturnValue:
    event, reader = _opened(event_id, member_id, token)
    form = FeedbackForm()
    if not form.validate_on_submit():
        return _asked(event, reader, form)
    face, words = Face(form.face.data), form.words.data or ""
    operations.answer(event, face, words, by=reader, at=now())
    flash(_("Thank you. The organizers read it without names, once five have answered."))
    return redirect(url_for("recaps.say", **request.view_args or {}), 303)


def _asked(event: Event, reader: User, form: FeedbackForm) -> ResponseReturnValue:
    if variant_for(event, reader) not in CAME:
        abort(404)
    return render_template("recaps/say.html", event=event, reader=reader, form=form, faces=FACES)


def _opened(event_id: str, member_id: str, token: str, person_id: str = "") -> tuple[Event, User]:
    """The evening and the reader of a link; 404 if it is none of ours, 410 once it is over."""
    event, reader = find(events_named(event_id)), find(member_named(member_id))
    if not is_token(token, event, reader, person_id):
        abort(404)
    if reader.disabled_at is not None or now() > event.ends_at + LINKS_OPEN:
        abort(410)
    return event, reader


def _tap(said: str) -> Tap | None:
    return Tap(said) if said in list(Tap) else None
