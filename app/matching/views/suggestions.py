"""Whom to meet, seen from the browser."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import current_user
from app.connections.queries import events_shared
from app.kit.clock import now
from app.matching import operations
from app.matching.forms.suggestions import KindForm, PaceForm, WordForm
from app.matching.hints import said_of_list, said_of_week, why_few
from app.matching.queries import match_with, suggestions, week_for
from app.matching.queries.chips import chips_for
from app.matching.views.blueprint import bp, event_called, person_in_sight, sight_of
from app.registrations.introducing import card_of
from app.registrations.queries import coming_to, registration_of
from app.web.errors import way_back
from app.web.times import language

BESIDE = 3
MOST = 8

for _words in (said_of_list, said_of_week, why_few):
    bp.add_app_template_global(_words)


@bp.get("/matching")
def index() -> ResponseReturnValue:
    """The suggestions for each evening the member is coming to."""
    me, at = current_user(), now()
    evenings = [row.event for row in coming_to(me, at)]
    # The first one is worked out with the page; the others come after it.
    lists = [(event, suggestions(event, me, at=at)) for event in evenings[:1]]
    return render_template(
        "matching/index.html", lists=lists, later=evenings[1:], chips=chips_for(me)
    )


@bp.get("/suggestions")
def community() -> ResponseReturnValue:
    """A few new people a week, from the whole community."""
    me, at = current_user(), now()
    week = week_for(me, at=at)
    seen = sight_of(me, [match.person for match in week.found.matches] if week.found else [])
    return render_template(
        "matching/community.html",
        week=week,
        pace=PaceForm(data={"weekly": week.weekly}),
        seen=seen,
        chips=chips_for(me),
    )


@bp.post("/suggestions/pace")
def set_pace() -> ResponseReturnValue:
    form = PaceForm()
    if form.validate_on_submit():
        operations.set_pace(current_user(), form.weekly.data)
        flash(_("Saved: so many new people a week, and no more."))
    else:
        flash(_("Please choose a number from the list."), "error")
    return redirect(url_for("matching.community"), 303)


@bp.post("/suggestions/rest")
def rest() -> ResponseReturnValue:
    operations.rest(current_user(), at=now())
    flash(_("Enough for this week. New people come on Monday."))
    return redirect(url_for("matching.community"), 303)


@bp.post("/suggestions/more")
def go_on() -> ResponseReturnValue:
    operations.go_on(current_user())
    return redirect(url_for("matching.community"), 303)


@bp.post("/suggestions/words")
def add_word() -> ResponseReturnValue:
    """One tap on a sentence: the word goes onto the profile."""
    form = WordForm()
    if form.validate_on_submit():
        operations.add_word(current_user(), form.facet, form.word.data or "", at=now())
        flash(_("It is on your profile now, and counts from this moment."))
    return redirect(way_back(), 303)


@bp.get("/people/<person_id>/why")
def why(person_id: str) -> ResponseReturnValue:
    """Everything that speaks for a meeting, and where on the two profiles it stands."""
    me, at = current_user(), now()
    slug = request.args.get("event", "")
    event = event_called(slug) if slug else None
    person, is_seen = person_in_sight(me, person_id, at)
    found = match_with(me, person, event, at=at)
    return render_template(
        "matching/why.html",
        match=found,
        event=event,
        seen={person.id} if is_seen else set(),
        together=events_shared(me, person, at),
    )


@bp.get("/events/<slug>/people")
def people(slug: str) -> ResponseReturnValue:
    me, event, asks = current_user(), event_called(slug), KindForm(request.args)
    return render_template(
        "matching/people.html",
        event=event,
        registration=registration_of(event, me),
        found=suggestions(event, me, at=now(), limit=MOST, only=asks.aims),
        chips=chips_for(me),
        asks=asks,
    )


@bp.get("/events/<slug>/people/arrived")
def arrived(slug: str) -> ResponseReturnValue:
    """The list anew while people arrive; nothing for whoever is not there."""
    event = event_called(slug)
    found = suggestions(event, current_user(), at=now(), limit=MOST)
    if found is None or not found.is_arrived_only:
        return "", 204
    return render_template("matching/_arrived.html", event=event, found=found)


@bp.get("/suggestions/progress")
def progress() -> ResponseReturnValue:
    week = week_for(current_user(), at=now())
    percent = week.found.percent if week.found else None
    return render_template("matching/_progress.html", percent=percent)


@bp.get("/events/<slug>/beside")
def beside(slug: str) -> ResponseReturnValue:
    """隣の席: whom to greet now that one is here; nothing yet for a ticket still to be read."""
    me, event = current_user(), event_called(slug)
    found = suggestions(event, me, at=now(), limit=BESIDE)
    if _is_part() and (found is None or not found.is_arrived_only):
        return "", 204
    if _is_part():
        return render_template("matching/_beside.html", event=event, found=found)
    mine = registration_of(event, me)
    card = card_of(mine, me, language()) if mine is not None and mine.holds_seat else None
    return render_template("matching/beside.html", event=event, found=found, card=card)


@bp.get("/events/<slug>/people/glimpse")
def glimpse(slug: str) -> ResponseReturnValue:
    """The first few, for the page of the event, which does not wait for them."""
    event = event_called(slug)
    found = suggestions(event, current_user(), at=now())
    return render_template("matching/_glimpse.html", event=event, found=found)


def _is_part() -> bool:
    return request.headers.get("X-Requested-With") == "fragment"
