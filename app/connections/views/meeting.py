"""Coming to know each other: a code between two phones, and a link for somebody far away."""

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import current_user
from app.connections import operations
from app.connections.codes import (
    code_url,
    invitation_token,
    is_shown,
    seconds_left,
    slip_for,
    was_scanned,
)
from app.connections.forms import InvitationForm, SharesForm
from app.connections.models import ConnectionInvitation
from app.connections.people import contacts_filled_in
from app.connections.queries import (
    agree_at_once,
    agrees_at_venues,
    asked_of,
    evening_of_both,
    invitations_called,
    open_invitations,
    who_shows,
)
from app.kit.clock import now
from app.kit.letters import absolute
from app.kit.qr import qr_svg
from app.kit.tokens import fingerprint
from app.moderation.queries import kept_apart
from app.web.find import find

bp = Blueprint("meeting", __name__)


@bp.get("/connections/code")
def code() -> ResponseReturnValue:
    """My own code, as it is this minute, and who has scanned it."""
    me, at = current_user(), now()
    is_part = request.headers.get("X-Requested-With") == "fragment"
    return render_template(
        "meeting/_code.html" if is_part else "meeting/code.html",
        picture=qr_svg(code_url(me, at), title=_("Your code to connect")),
        seconds=seconds_left(at),
        asked=asked_of(me, at),
        is_at_once=agrees_at_venues(me),
    )


@bp.post("/connections/code")
def at_venues() -> ResponseReturnValue:
    me = current_user()
    if request.form.get("is_on"):
        operations.agree_at_venues(me, at=now())
        flash(_("At an event of both, you are connected at once with whoever wants that, too."))
    else:
        operations.stop_at_venues(me)
        flash(_("You are asked every time."))
    return redirect(url_for("meeting.code"), 303)


@bp.get("/meet/<person_id>/<code>")
def scanned(person_id: str, code: str) -> ResponseReturnValue:
    """Where a scanned code leads; the button connects. Only the scan itself must be fresh."""
    me, at, shown = current_user(), now(), who_shows(person_id, current_user())
    if shown is None or not (is_shown(shown, code, at) or was_scanned(me, shown, code, at)):
        return render_template("meeting/_over.html"), 404
    if shown.id == me.id:
        return redirect(url_for("meeting.code"))
    evening = evening_of_both(me, shown, at)
    return render_template(
        "meeting/scanned.html",
        shown=shown,
        is_at_once=evening is not None and agree_at_once(me, shown, evening),
        sharing=SharesForm(contacts_filled_in(me)),
        slip=slip_for(me, shown, at),
    )


@bp.post("/meet/<person_id>/<slip>")
def connect(person_id: str, slip: str) -> ResponseReturnValue:
    me, shown = current_user(), who_shows(person_id, current_user())
    form = SharesForm(contacts_filled_in(me))
    if shown is None or not was_scanned(me, shown, slip, now()):
        return render_template("meeting/_over.html"), 404
    if not form.validate_on_submit():
        return redirect(url_for("meeting.scanned", person_id=person_id, code=slip), 303)
    tie = operations.meet(me, shown, slip, form.granted, at=now())
    if tie.connected_at is None:
        flash(_("Asked. As soon as they press the button on their phone, you are connected."))
        return redirect(url_for("connections.index"), 303)
    flash(_("You are connected."))
    return redirect(url_for("connections.person", person_id=person_id), 303)


@bp.get("/connections/invitations")
def invitations() -> ResponseReturnValue:
    return _invitations(InvitationForm())


@bp.post("/connections/invitations")
def invite() -> ResponseReturnValue:
    form = InvitationForm()
    if not form.validate_on_submit():
        return _invitations(form)
    operations.invite(current_user(), form.words.data or "", at=now())
    flash(_("Here is the link. Give it to that person alone."))
    return redirect(url_for("meeting.invitations"), 303)


@bp.post("/connections/invitations/<int:invitation_id>/withdrawal")
def withdraw(invitation_id: int) -> ResponseReturnValue:
    mine = sa.select(ConnectionInvitation).where(
        ConnectionInvitation.id == invitation_id,
        ConnectionInvitation.owner_id == current_user().id,
    )
    operations.revoke(find(mine), at=now())
    flash(_("Nobody comes by that link any more."))
    return redirect(url_for("meeting.invitations"), 303)


@bp.get("/connect/<token>")
def invited(token: str) -> ResponseReturnValue:
    """Where a link to connect leads; the button connects."""
    invitation = find(_called(token))
    if invitation.owner_id == current_user().id:
        return redirect(url_for("meeting.invitations"))
    is_open = invitation.is_open(now())
    return render_template("meeting/invited.html", invitation=invitation, is_open=is_open)


@bp.post("/connect/<token>")
def come(token: str) -> ResponseReturnValue:
    invitation = find(_called(token))
    owner_id = invitation.owner.public_id
    operations.come_by(invitation, current_user(), at=now())
    flash(_("You are connected. Choose below what they may see."))
    return redirect(url_for("connections.person", person_id=owner_id), 303)


def _invitations(form: InvitationForm) -> ResponseReturnValue:
    links = [
        (one, absolute(url_for("meeting.invited", token=invitation_token(one.nonce))))
        for one in open_invitations(current_user(), now())
    ]
    return render_template("meeting/invitations.html", form=form, links=links)


def _called(token: str) -> "sa.Select[ConnectionInvitation]":
    apart = kept_apart(current_user())
    query = invitations_called(fingerprint(token))
    return query.where(ConnectionInvitation.owner_id.not_in(apart))
