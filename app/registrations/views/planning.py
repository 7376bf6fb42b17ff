"""Planning an event: a short form, a look at it, publishing, changing, calling off."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.access import require
from app.accounts.session import current_user
from app.events.forms import EventForm, form_for, form_of
from app.events.models import Event
from app.events.operations import draft
from app.events.operations import publish as publish_event
from app.events.queries import last_event, visible_events
from app.groups.models import Group
from app.groups.queries import visible_groups
from app.kit.clock import now
from app.kit.markdown import to_html
from app.policy import Can
from app.registrations import operations
from app.registrations.forms import CallOffForm
from app.registrations.queries import counts, seats
from app.registrations.views.events import bp
from app.web.find import find


@bp.route("/groups/<slug>/events/new", methods=["GET", "POST"])
def new(slug: str) -> ResponseReturnValue:
    group = find(visible_groups(current_user()).where(Group.slug == slug))
    require(Can.EDIT_GROUP, group)
    form = form_for(group, last_event(group), now())
    if not _is_ready(form):
        return _page("events/new.html", form, group=group)
    event = draft(group, form.plan, current_user(), at=now())
    flash(_("The draft is saved. Nobody but you sees it yet."))
    return redirect(url_for("events.show", slug=event.slug), 303)


@bp.route("/events/<slug>/edit", methods=["GET", "POST"])
def edit(slug: str) -> ResponseReturnValue:
    event = own_event(slug)
    form = form_of(event)
    if not _is_ready(form):
        return _page("events/edit.html", form, event=event, group=event.group)
    operations.revise(event, form.plan, at=now())
    flash(_("Saved."))
    _say_if_overfull(event)
    return redirect(url_for("events.show", slug=event.slug), 303)


@bp.post("/events/<slug>/publication")
def publish(slug: str) -> ResponseReturnValue:
    publish_event(own_event(slug), at=now())
    flash(_("Published. Share the link with the people you would like to see."))
    return redirect(url_for("events.show", slug=slug), 303)


@bp.route("/events/<slug>/cancellation", methods=["GET", "POST"])
def call_off(slug: str) -> ResponseReturnValue:
    event, form = own_event(slug), CallOffForm()
    if not form.validate_on_submit():
        return render_template("events/call_off.html", event=event, form=form, counts=counts(event))
    message = (form.message.data or "").strip()
    operations.call_off(event, by=current_user(), message=message, at=now())
    flash(_("The event is called off, and everybody is being told."))
    return redirect(url_for("events.show", slug=slug), 303)


def own_event(slug: str) -> Event:
    """The event, for those who run it."""
    event = find(visible_events(current_user()).where(Event.slug == slug))
    require(Can.EDIT_EVENT, event)
    return event


def _is_ready(form: EventForm) -> bool:
    """Whether the form is whole and was sent to be saved, not to be looked at."""
    return form.validate_on_submit() and "preview" not in request.form


def _page(template: str, form: EventForm, **given: object) -> str:
    is_preview = "preview" in request.form
    shown = to_html(form.description.data or "") if is_preview else None
    return render_template(template, form=form, preview=shown, **given)


def _say_if_overfull(event: Event) -> None:
    over = sum(max(0, slot.taken - (slot.capacity or slot.taken)) for slot in seats(event))
    if over:
        text = ngettext(
            "%(num)s person more than there are seats. Nobody is sent away; nobody more gets in.",
            "%(num)s people more than there are seats. Nobody is sent away; nobody more gets in.",
            over,
        )
        flash(text, "note")
