"""People one knows, and the page of a person, seen from the browser."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import User
from app.accounts.session import current_user
from app.connections import operations
from app.connections.forms import NoteForm, SharesForm
from app.connections.models import Connection
from app.connections.people import card_for, contacts_filled_in, visible_people
from app.connections.queries import events_shared, side_of, visible_connections
from app.connections.rules import State
from app.connections.wording import FIELD_NAMES
from app.kit.clock import now
from app.kit.db import db
from app.web.find import find

bp = Blueprint("connections", __name__)


@bp.get("/connections")
def index() -> ResponseReturnValue:
    me, wanted = current_user(), request.args.get("q", "").strip()
    query = visible_connections(me).order_by(Connection.connected_at.desc().nulls_first())
    ties = list(db.session.scalars(query))
    asked = [tie for tie in ties if tie.awaits(me, now())]
    known = [tie for tie in ties if tie.state == State.ACTIVE and tie.is_called(wanted, me)]
    return render_template("connections/index.html", asked=asked, known=known, wanted=wanted)


@bp.get("/people/<person_id>")
def person(person_id: str) -> ResponseReturnValue:
    me, owner = current_user(), _find_person(person_id)
    card = card_for(me, owner)
    mine = side_of(card.connection, me) if card.connection else None
    return render_template(
        "connections/person.html",
        card=card,
        field_names=FIELD_NAMES,
        together=events_shared(me, owner, now()),
        sharing=SharesForm(contacts_filled_in(me), mine.shares if mine else None),
        noting=NoteForm(data={"note": mine.note if mine else ""}),
    )


@bp.post("/people/<person_id>/connection")
def ask(person_id: str) -> ResponseReturnValue:
    other = _find_person(person_id)
    met_at = events_shared(current_user(), other, now())
    operations.request(current_user(), other, event=met_at[0] if met_at else None, at=now())
    flash(_("We have asked. You will be connected once they say yes."))
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
    other, form = _find_person(person_id), NoteForm()
    if form.validate_on_submit():
        operations.remember(_find_tie(other), current_user(), form.note.data or "", at=now())
        flash(_("Saved. Only you see your note."))
    return _back_to(other)


@bp.post("/people/<person_id>/removal")
def remove(person_id: str) -> ResponseReturnValue:
    operations.remove(_find_tie(_find_person(person_id)), at=now())
    flash(_("You are no longer connected. They are not told."))
    return redirect(url_for("connections.index"), 303)


def _find_person(person_id: str) -> User:
    return find(visible_people(current_user()).where(User.public_id == person_id))


def _find_tie(other: User) -> Connection:
    mine = visible_connections(current_user())
    return find(mine.where((Connection.low_id == other.id) | (Connection.high_id == other.id)))


def _back_to(person: User) -> ResponseReturnValue:
    return redirect(url_for("connections.person", person_id=person.public_id), 303)
