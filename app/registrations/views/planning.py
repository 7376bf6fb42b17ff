"""Planning an event: the editor, a look at it, publishing, changing, calling off."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from app.accounts.access import require
from app.accounts.session import current_user
from app.events import operations as events
from app.events.forms import Around, EventForm, form_for, form_like, form_of
from app.events.models import Event
from app.events.queries import last_event, others_of, visible_events
from app.events.rules import Status
from app.events.wording import SCOPE_HINTS
from app.groups.models import Group
from app.groups.queries import visible_groups
from app.kit.clock import now
from app.kit.markdown import to_html
from app.policy import Can
from app.profiles.traits import Worry
from app.profiles.wording import word_for
from app.registrations import operations
from app.registrations.forms import CallOffForm
from app.registrations.queries import counts, seats, slot_uses, sub_events
from app.registrations.states import ACTIVE
from app.registrations.views.events import bp
from app.web.find import find
from app.web.limits import takes_long_texts


@bp.route("/groups/<slug>/events/new", methods=["GET", "POST"])
@takes_long_texts
def new(slug: str) -> ResponseReturnValue:
    group = find(visible_groups(current_user()).where(Group.slug == slug))
    require(Can.EDIT_GROUP, group)
    around, like = Around(group, now(), others=others_of(group, now())), _copied(group)
    form = form_like(like, around) if like else form_for(last_event(group), around)
    if not form.is_ready():
        _about_a_worry(form)
        return _page("events/new.html", form, group=group, like=like)
    event = events.draft(group, form.plan, current_user(), at=now(), like=like)
    flash(_("The draft is saved. Nobody but you sees it yet."))
    _remark(form)
    return redirect(url_for("events.show", slug=event.slug), 303)


@bp.route("/events/<slug>/edit", methods=["GET", "POST"])
@takes_long_texts
def edit(slug: str) -> ResponseReturnValue:
    event = own_event(slug)
    others = others_of(event.group, now())
    form = form_of(event, Around(event.group, now(), event, slot_uses(event), others))
    if not form.is_ready():
        return _page("events/edit.html", form, event=event, group=event.group)
    _save(event, form)
    _remark(form)
    _say_if_overfull(event)
    return redirect(url_for("events.show", slug=event.slug), 303)


@bp.post("/events/<slug>/publication")
def publish(slug: str) -> ResponseReturnValue:
    operations.publish(own_event(slug), by=current_user(), at=now())
    flash(_("Published. Share the link with the people you would like to see."))
    return redirect(url_for("events.show", slug=slug), 303)


@bp.route("/events/<slug>/cancellation", methods=["GET", "POST"])
def call_off(slug: str) -> ResponseReturnValue:
    event, form = own_event(slug), CallOffForm()
    if not form.validate_on_submit():
        told = sum(number for state, number in counts(event).items() if state in ACTIVE)
        parts = sub_events(event)
        return render_template(
            "events/call_off.html", event=event, form=form, told=told, parts=parts
        )
    message = (form.message.data or "").strip()
    operations.call_off(event, by=current_user(), message=message, at=now())
    flash(_("The event is called off, and everybody is being told."))
    return redirect(url_for("events.show", slug=slug), 303)


def own_event(slug: str) -> Event:
    """The event, for those who run it."""
    event = find(visible_events(current_user()).where(Event.slug == slug))
    require(Can.EDIT_EVENT, event)
    return event


def _copied(group: Group) -> Event | None:
    """The event that the new one is to be like, where one was named."""
    name = request.args.get("like", "")
    seen = visible_events(current_user()).where(Event.slug == name, Event.group_id == group.id)
    return find(seen) if name else None


def _about_a_worry(form: EventForm) -> None:
    """A study circle on what several of the group struggle with is already named."""
    worry = request.args.get("circle", "")
    if request.method == "GET" and worry in set(Worry):
        form.title.data = _("%(worry)s: a small study circle", worry=word_for(worry))
        form.summary.data = _(
            "For everybody who would like to talk about it."
            " You need not tell anything about yourself."
        )


def _save(event: Event, form: EventForm) -> None:
    me, at = current_user(), now()
    if "notice" in form:
        events.explain(event, (form.notice.data or "").strip(), by=me, at=at)
    if not form.changes_following:
        operations.revise(event, form.plan, by=me, at=at)
        flash(_("Saved."))
        return
    number = operations.revise_following(event, form.plan, by=me, at=at)
    text = ngettext(
        "Saved, here and for %(num)s evening that follows.",
        "Saved, here and for %(num)s evenings that follow.",
        number,
    )
    flash(text if number else _("Saved. Evenings still to come will be made like this one."))


def _page(template: str, form: EventForm, **given: object) -> str:
    return render_template(
        template,
        form=form,
        preview=_preview(form),
        scope_hints=SCOPE_HINTS,
        is_called_off=form.around.event is not None
        and form.around.event.status == Status.CANCELLED,
        **given,
    )


def _preview(form: EventForm) -> Markup | None:
    """The description as the page will show it, where that was asked for and it is not too long."""
    text = form.description.data or ""
    is_wanted = request.form.get("step") == "preview"
    return to_html(text) if is_wanted and form.description.validate(form) else None


def _remark(form: EventForm) -> None:
    if form.remark:
        flash(form.remark, "note")


def _say_if_overfull(event: Event) -> None:
    # A slot that is closed on purpose is not too small.
    held = [slot for slot in seats(event) if slot.capacity or slot.has_waitlist]
    over = sum(max(0, slot.taken - slot.capacity) for slot in held if slot.capacity is not None)
    if over:
        text = ngettext(
            "%(num)s person more than there are seats. Nobody is sent away; nobody more gets in.",
            "%(num)s people more than there are seats. Nobody is sent away; nobody more gets in.",
            over,
        )
        flash(text, "note")
