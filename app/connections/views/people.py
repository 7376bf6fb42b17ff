"""People one knows, and the page of a person, seen from the browser."""

import sqlalchemy as sa
from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import User
from app.accounts.session import current_user
from app.connections import operations
from app.connections.forms import GreetingForm, MemoryForm, SharesForm
from app.connections.identity import group_that_let_in, has_checked, steps_of
from app.connections.models import Connection
from app.connections.people import Card, card_for, contacts_filled_in, visible_people
from app.connections.queries import (
    asked_of,
    events_shared,
    known_people,
    left_behind,
    marks_of,
    side_of,
    ties_between,
)
from app.connections.rules import State, Wanted
from app.connections.vcards import vcard
from app.connections.wording import FIELD_NAMES, ORIGINS
from app.kit.clock import now
from app.kit.errors import Refused
from app.kit.paging import paginate
from app.profiles.advising import topics_for
from app.profiles.queries import profile_of
from app.profiles.studying import notes_for
from app.relay.second_thoughts import goes_back, second_thought
from app.web.errors import refused
from app.web.find import find

bp = Blueprint("connections", __name__)


@bp.get("/connections")
def index() -> ResponseReturnValue:
    me, given = current_user(), request.args
    wanted = Wanted(given.get("q", "").strip(), given.get("mark", ""), "away" in given)
    return render_template(
        "connections/index.html",
        asked=asked_of(me, now()),
        known=paginate(known_people(me, wanted), given.get("page", 1, int)),
        marks=marks_of(me),
        wanted=wanted,
        origins=ORIGINS,
        gone=left_behind(me) if wanted.is_away else [],
    )


@bp.get("/people/<person_id>")
def person(person_id: str) -> ResponseReturnValue:
    owner = _find_person(person_id)
    return _page(card_for(current_user(), owner))


@bp.get("/people/<person_id>/card.vcf")
def vcf(person_id: str) -> ResponseReturnValue:
    other, me = _find_person(person_id), current_user()
    tie = find(_ties(other).where(Connection.state == State.ACTIVE))
    side = side_of(tie, me)
    answer = Response(vcard(card_for(me, other), side.marks if side else [], now()))
    answer.mimetype = "text/vcard"
    answer.headers.set("Content-Disposition", "attachment", filename=f"{other.public_id}.vcf")
    return answer


@bp.post("/people/<person_id>/connection")
def ask(person_id: str) -> ResponseReturnValue:
    other, form = _find_person(person_id), GreetingForm()
    if goes_back() or not form.validate_on_submit():
        return _page(card_for(current_user(), other), asking=form)
    if (page := second_thought([form.greeting])) is not None:
        return page
    try:
        _ask(other, form.words)
    except Refused as no:
        return refused(no, lambda: _page(card_for(current_user(), other), asking=form))
    return _back_to(other)


@bp.post("/people/<person_id>/acceptance")
def accept(person_id: str) -> ResponseReturnValue:
    other = _find_person(person_id)
    operations.accept(_find_tie(other), by=current_user(), at=now())
    flash(_("You are connected. Choose below what they may see."))
    return _back_to(other)


@bp.post("/people/<person_id>/refusal")
def decline(person_id: str) -> ResponseReturnValue:
    operations.decline(_find_tie(_find_person(person_id)), by=current_user(), at=now())
    flash(_("All right. Nobody will be told."))
    return redirect(url_for("connections.index"), 303)


@bp.post("/people/<person_id>/sharing")
def share(person_id: str) -> ResponseReturnValue:
    other = _find_person(person_id)
    form = SharesForm(contacts_filled_in(current_user()))
    if form.validate_on_submit():
        operations.share(_find_tie(other), current_user(), form.granted, at=now())
        flash(_("Saved. What you no longer share is hidden at once."))
    return _back_to(other)


@bp.post("/people/<person_id>/note")
def remember(person_id: str) -> ResponseReturnValue:
    me, other, form = current_user(), _find_person(person_id), MemoryForm()
    tie = _find_tie(other)
    if not form.validate_on_submit():
        return _page(card_for(me, other), noting=form)
    operations.remember(tie, me, form.memory, at=now())
    flash(_("Saved. Only you see what you wrote."))
    return _back_to(other)


@bp.post("/people/<person_id>/removal")
def remove(person_id: str) -> ResponseReturnValue:
    operations.remove(_find_tie(_find_person(person_id)), by=current_user(), at=now())
    flash(_("You are no longer connected. They are not told."))
    return redirect(url_for("connections.index"), 303)


@bp.post("/people/<person_id>/silence")
def mute(person_id: str) -> ResponseReturnValue:
    other, me = _find_person(person_id), current_user()
    tie = _find_tie(other)
    if request.form.get("is_on"):
        operations.mute(tie, me, at=now())
        flash(_("You will not be suggested to meet them or reminded of them. They do not notice."))
    else:
        operations.unmute(tie, me, at=now())
        flash(_("You will hear of them again."))
    return _back_to(other)


@bp.post("/people/<person_id>/word")
def vouch(person_id: str) -> ResponseReturnValue:
    other, me = _find_person(person_id), current_user()
    tie = _find_tie(other)
    if request.form.get("is_on"):
        operations.vouch(tie, me, at=now())
        flash(_("Thank you. It is said once two people vouch for them, and never who does."))
    else:
        operations.vouch_no_more(tie, me, at=now())
        flash(_("You no longer vouch for them. They are not told."))
    return _back_to(other)


@bp.post("/people/<person_id>/check")
def check(person_id: str) -> ResponseReturnValue:
    other, me = _find_person(person_id), current_user()
    if request.form.get("is_on"):
        operations.check_identity(other, by=me, at=now())
        flash(_("Thank you. Their page says now that an organizer has checked; not which one."))
    else:
        operations.take_check_back(other, by=me, at=now())
        flash(_("You no longer say so. They are not told."))
    return _back_to(other)


@bp.post("/people/<person_id>/drawer")
def put_away(person_id: str) -> ResponseReturnValue:
    other, me = _find_person(person_id), current_user()
    tie = _find_tie(other)
    if request.form.get("is_on"):
        operations.put_away(tie, me, at=now())
        flash(_("Put away. You find them under “Put away”, and stay connected."))
    else:
        operations.bring_back(tie, me, at=now())
        flash(_("Back among the people you know."))
    return _back_to(other)


def _ask(other: User, words: str) -> None:
    me, at = current_user(), now()
    met_at = events_shared(me, other, at)
    event = met_at[0] if met_at else None
    tie = operations.request(me, other, event=event, at=at, greeting=words)
    if tie.state == State.ACTIVE:
        flash(_("You are connected."))
    else:
        flash(_("We have asked. You will be connected once they say yes."))


def _page(card: Card, noting: MemoryForm | None = None, asking: GreetingForm | None = None) -> str:
    me = current_user()
    mine = side_of(card.connection, me) if card.connection else None
    profile = profile_of(card.person)
    return render_template(
        "connections/person.html",
        card=card,
        field_names=FIELD_NAMES,
        origins=ORIGINS,
        mine=mine,
        together=events_shared(me, card.person, now()),
        notes=notes_for(profile, card.closeness),
        topics=topics_for(profile, card.closeness),
        steps=steps_of(card.person),
        has_checked=has_checked(me, card.person),
        may_check=group_that_let_in(card.person, me) is not None,
        sharing=SharesForm(contacts_filled_in(me), mine.shares if mine else None),
        noting=noting or MemoryForm.of(mine),
        asking=asking or GreetingForm(),
    )


def _find_person(person_id: str) -> User:
    return find(visible_people(current_user()).where(User.public_id == person_id))


def _ties(other: User) -> "sa.Select[Connection]":
    return ties_between(current_user(), other)


def _find_tie(other: User) -> Connection:
    return find(_ties(other))


def _back_to(person: User) -> ResponseReturnValue:
    return redirect(url_for("connections.person", person_id=person.public_id), 303)
