"""A member's own evenings, the ticket behind a QR code, and the link that makes a member."""

import sqlalchemy as sa
from flask import Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts import session
from app.accounts.access import public
from app.accounts.models import EmailProof, Purpose, User
from app.accounts.operations import open_proof, use_proof
from app.accounts.session import current_user, viewer
from app.events.models import Event, Invitation
from app.events.queries import visible_events
from app.groups.queries import groups_of, groups_run_by, owned_by
from app.kit.clock import now
from app.kit.db import db
from app.kit.qr import qr_svg
from app.policy import Can, allows
from app.profiles.queries import profile_of
from app.registrations import operations, queries
from app.registrations.forms import apply_form, typed_in, wish_in
from app.registrations.introducing import card_of
from app.registrations.models import Registration
from app.registrations.operations.inviting import use_invitation
from app.registrations.pages import evenings_of
from app.registrations.tickets import ticket_url
from app.registrations.views.places import bp, page_of, say
from app.web.assets import shelf
from app.web.find import find
from app.web.times import language

DOOR = "attendance.scan_page"


@bp.get("/me")
def mine() -> ResponseReturnValue:
    me = current_user()
    return render_template(
        "registrations/mine.html",
        evenings=evenings_of(me, now()),
        groups=groups_of(me),
        run={group.id for group in groups_run_by(me)},
        owned=owned_by(me),
        profile=profile_of(me),
        naming=queries.naming(me),
    )


@bp.get("/t/<token>")
@public
def ticket(token: str) -> ResponseReturnValue:
    """To its owner a ticket, to the door a scan, to everybody else the name of an event."""
    registration = find(queries.holding(token))
    event, who = registration.event, viewer()
    if who is not None and who.id == registration.attendee_id:
        return _own_ticket(registration)
    if DOOR in current_app.view_functions and who and allows(who, Can.RUN_DOOR, event):
        return redirect(url_for(DOOR, slug=event.slug, token=token))
    return render_template("registrations/ticket.html", event=event, registration=None, qr=None)


@bp.get("/ticket-worker.js")
@public
def ticket_worker() -> ResponseReturnValue:
    """The script that opens a kept ticket without a network."""
    answer = Response(shelf().assets["js/ticket-worker.js"].body, mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@bp.get("/confirm/<token>")
@public
def confirm(token: str) -> ResponseReturnValue:
    proof = open_proof(token, Purpose.REGISTER, at=now())
    return render_template(
        "registrations/confirm.html", token=token, event=_wanted(proof, proof.member)
    )


@bp.post("/confirm/<token>")
@public
def arrive(token: str) -> ResponseReturnValue:
    """Use the link: prove the address, sign in, register."""
    proof = open_proof(token, Purpose.REGISTER, at=now())
    is_new = not proof.member.is_verified
    member = use_proof(proof, at=now())
    event = _wanted(proof, member)
    invitation = _invitation(proof)
    if invitation is not None:
        use_invitation(invitation, member)
    session.sign_in(member)
    try:
        say(_place(event, member, proof))
    except operations.AnswersMissing as missing:
        flash(str(missing.message), "refused")
        return page_of(event, apply_form(event, data=typed_in(proof.intent), formdata=None))
    after = "profiles.welcome" if is_new else "registrations.show"
    given = {"step": 1} if is_new else {"slug": event.slug}
    return redirect(url_for(after, **given), 303)


def _place(event: Event, member: User, proof: EmailProof) -> Registration:
    """The place the link asks for; the one already held, where there is one."""
    held = queries.registration_of(event, member)
    return held or operations.register(event, member, wish_in(proof.intent), at=now())


def _wanted(proof: EmailProof, member: User) -> Event:
    """The event the link is about, if `member` may see it or was invited to it."""
    invitation = _invitation(proof)
    if invitation is not None:
        return find(sa.select(Event).where(Event.id == invitation.event_id))
    return find(visible_events(member).where(Event.public_id == proof.intent["event_id"]))


def _invitation(proof: EmailProof) -> Invitation | None:
    """The invitation the link was asked for with, unless it was taken back."""
    return db.session.get(Invitation, proof.intent.get("invitation", 0))


def _own_ticket(registration: Registration) -> str:
    code = qr_svg(ticket_url(registration), title=registration.event.title)
    return render_template(
        "registrations/ticket.html",
        event=registration.event,
        registration=registration,
        qr=code,
        card=card_of(registration, current_user(), language()),
    )
