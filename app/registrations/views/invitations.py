"""Inviting people, and what somebody with an invitation sees."""

import sqlalchemy as sa
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from app.accounts.access import public
from app.accounts.limits import limit_links
from app.accounts.locale import choose_timezone
from app.accounts.operations import begin_registration
from app.accounts.session import current_user, viewer
from app.events.models import Event, Invitation
from app.events.queries import visible_events
from app.events.rules import Status
from app.kit.clock import now
from app.kit.db import db
from app.kit.markdown import to_html
from app.kit.paging import paginate
from app.registrations import operations, queries
from app.registrations.forms import InvitationsForm, NewcomerForm, newcomer_form, question_fields
from app.registrations.operations.inviting import invite, uninvite, use_invitation
from app.registrations.views.events import bp
from app.registrations.views.places import bp as places
from app.registrations.views.planning import own_event
from app.web.find import find
from app.web.limits import limiter

INVITED = "/invited/<token>"


@bp.route("/events/<slug>/invitations", methods=["GET", "POST"])
@limiter.limit("30 per hour", methods=["POST"])
def invitations(slug: str) -> ResponseReturnValue:
    event, form = own_event(slug), InvitationsForm()
    if not form.validate_on_submit():
        return _list(event, form)
    number = invite(event, form.wanted, by=current_user(), at=now())
    told = ngettext("%(num)s person is invited.", "%(num)s people are invited.", number)
    flash(told if number else _("They were all invited before."))
    return redirect(url_for("events.invitations", slug=slug), 303)


@bp.post("/events/<slug>/invitations/<int:invitation_id>/withdrawal")
def withdraw_invitation(slug: str, invitation_id: int) -> ResponseReturnValue:
    mine = queries.invitations(own_event(slug)).where(Invitation.id == invitation_id)
    uninvite(find(mine), by=current_user(), at=now())
    flash(_("The invitation is taken back. Nobody is told."))
    return redirect(url_for("events.invitations", slug=slug), 303)


@places.get(INVITED)
@public
def invited(token: str) -> ResponseReturnValue:
    """The event for whoever holds an invitation; those who see it anyway are led there."""
    invitation = _behind(token)
    if _sees(invitation.event):
        return redirect(url_for("events.show", slug=invitation.event.slug))
    return _invitation(invitation, token, newcomer_form(invitation.event))


@places.post(INVITED)
@public
@limit_links
def accept_invitation(token: str) -> ResponseReturnValue:
    """Mail a newcomer the link that registers, to whichever of their addresses they like."""
    invitation = _behind(token)
    form = newcomer_form(invitation.event)
    if not form.validate_on_submit():
        return _invitation(invitation, token, form)
    operations.require_open(invitation.event, now())
    newcomer = form.newcomer(str(get_locale()), choose_timezone())
    intent = form.intent() | {"invitation": invitation.id}
    begin_registration(newcomer, intent, at=now())
    return redirect(url_for("accounts.sent"), 303)


@places.post(f"{INVITED}/mine")
@public
def take_invitation(token: str) -> ResponseReturnValue:
    """Use an invitation that went to another address with the account one has."""
    invitation, me = _behind(token), viewer()
    if me is None:
        return redirect(url_for("accounts.sign_in", next=url_for(".invited", token=token)), 303)
    use_invitation(invitation, me)
    return redirect(url_for("registrations.show", slug=invitation.event.slug), 303)


def _behind(token: str) -> Invitation:
    published = sa.select(Event.id).where(Event.status != Status.DRAFT)
    return find(queries.invitation_behind(token).where(Invitation.event_id.in_(published)))


def _sees(event: Event) -> bool:
    query = visible_events(viewer()).where(Event.id == event.id)
    return db.session.scalars(query).one_or_none() is not None


def _list(event: Event, form: InvitationsForm) -> str:
    return render_template(
        "events/invitations.html",
        event=event,
        form=form,
        page=paginate(queries.invitations(event), request.args.get("page", 1, int), 50),
        number=queries.invited_count(event),
        registered=queries.invited_and_registered(event),
    )


def _invitation(invitation: Invitation, token: str, form: NewcomerForm) -> str:
    event = invitation.event
    return render_template(
        "registrations/invited.html",
        event=event,
        token=token,
        form=form,
        questions=[*question_fields(form)],
        description=to_html(event.description),
        is_open=event.is_open(now()),
    )
