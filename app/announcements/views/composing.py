"""Writing an announcement: whom it is for, what it says, and what was told before."""

import sqlalchemy as sa
from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _

from app.accounts.access import require
from app.accounts.session import current_user
from app.announcements import operations
from app.announcements.forms import AnnouncementForm, EventAnnouncementForm, form_of
from app.announcements.models import Announcement
from app.announcements.queries import (
    recipients_count,
    unreachable_count,
    visible_announcements,
)
from app.announcements.rules import WRITABLE
from app.announcements.views.choosing import bp
from app.announcements.wording import STAGES, TONES
from app.events.models import Event
from app.events.queries import visible_events
from app.groups.models import Group
from app.groups.queries import visible_groups
from app.kit.clock import now
from app.kit.db import db
from app.kit.letters import link_to
from app.kit.paging import paginate
from app.policy import Can
from app.registrations.states import State
from app.web.find import find
from app.web.times import span


@bp.get("/events/<slug>/announcements")
def of_event(slug: str) -> ResponseReturnValue:
    event = _event(slug)
    told = visible_announcements(current_user()).where(Announcement.event_id == event.id)
    return _history("announcements/of_event.html", told, group=event.group, event=event)


@bp.get("/groups/<slug>/announcements")
def of_group(slug: str) -> ResponseReturnValue:
    group = _group(slug)
    told = visible_announcements(current_user()).where(Announcement.group_id == group.id)
    return _history("announcements/of_group.html", told, group=group, event=None)


@bp.route("/events/<slug>/announcements/new", methods=["GET", "POST"])
def for_event(slug: str) -> ResponseReturnValue:
    event = _event(slug)
    usual = {"locale": str(get_locale()), "states": _wanted_states()}
    form = EventAnnouncementForm(event, data=usual)
    return _begin(form, event.group, event)


@bp.route("/groups/<slug>/announcements/new", methods=["GET", "POST"])
def for_group(slug: str) -> ResponseReturnValue:
    group = _group(slug)
    form = AnnouncementForm(data={"locale": str(get_locale()), **_news(group)})
    return _begin(form, group, None)


@bp.get("/events/<slug>/announcements/count")
def count(slug: str) -> ResponseReturnValue:
    """How many people a form would reach as it stands, for a script that asks while one chooses."""
    event = _event(slug)
    form = EventAnnouncementForm(event, formdata=request.args, meta={"csrf": False})
    asked = Announcement(group_id=event.group_id, event_id=event.id, audience=form.audience.kept)
    return render_template(
        "announcements/_count.html",
        number=recipients_count(asked),
        unreachable=unreachable_count(asked),
    )


@bp.route("/announcements/<announcement_id>/edit", methods=["GET", "POST"])
def edit(announcement_id: str) -> ResponseReturnValue:
    announcement = own_announcement(announcement_id)
    form = form_of(announcement)
    if not form.validate_on_submit():
        return _form("announcements/edit.html", form, announcement.group, announcement.event)
    operations.rewrite(announcement, form.words, form.audience)
    return redirect(url_for("announcements.show", announcement_id=announcement_id), 303)


def own_announcement(announcement_id: str) -> Announcement:
    """An announcement of a group that the signed-in member runs, or 404."""
    seen = visible_announcements(current_user())
    return find(seen.where(Announcement.public_id == announcement_id))


def _begin(form: AnnouncementForm, group: Group, event: Event | None) -> ResponseReturnValue:
    if not form.validate_on_submit():
        template = "announcements/for_event.html" if event else "announcements/for_group.html"
        return _form(template, form, group, event)
    made = operations.draft(group, event, form.words, form.audience, by=current_user(), at=now())
    return redirect(url_for("announcements.show", announcement_id=made.public_id), 303)


def _form(template: str, form: AnnouncementForm, group: Group, event: Event | None) -> str:
    asked = Announcement(
        group_id=group.id, event_id=event.id if event else None, audience=form.audience.kept
    )
    return render_template(
        template,
        form=form,
        group=group,
        event=event,
        other="ja" if form.locale.data == "en" else "en",
        number=recipients_count(asked),
        unreachable=unreachable_count(asked),
        has_begun=event is not None and event.starts_at <= now(),
    )


def _history(
    template: str, told: sa.Select[Announcement], *, group: Group, event: Event | None
) -> str:
    return render_template(
        template,
        group=group,
        event=event,
        told=paginate(told, request.args.get("page", 1, int)),
        stages=STAGES,
        tones=TONES,
    )


def _event(slug: str) -> Event:
    event = find(visible_events(current_user()).where(Event.slug == slug))
    require(Can.ANNOUNCE, event.group)
    return event


def _group(slug: str) -> Group:
    group = find(visible_groups(current_user()).where(Group.slug == slug))
    require(Can.ANNOUNCE, group)
    return group


def _wanted_states() -> list[str]:
    """Those with a seat, unless a link to this page names another state."""
    wanted = request.args.get("state", "")
    return [wanted if wanted in WRITABLE else State.CONFIRMED.value]


def _news(group: Group) -> dict[str, str]:
    """A first text in both languages where an event of the group is to be announced."""
    shown = visible_events(current_user()).where(Event.group_id == group.id)
    event = db.session.scalars(shown.where(Event.slug == request.args.get("event", ""))).first()
    if event is None:
        return {}
    mine = str(get_locale())
    (subject, body), other = _told(event, mine), _told(event, "en" if mine == "ja" else "ja")
    return {
        "subject": subject,
        "body": body,
        "other_subject": other[0],
        "other_body": other[1],
    }


def _told(event: Event, locale: str) -> tuple[str, str]:
    with force_locale(locale):
        when = span(event.starts_at, event.ends_at, event.timezone)
        lines = (event.title, when, event.place_name, event.summary)
        told = "\n".join(line for line in lines if line)
        subject = str(_("New event: %(event)s", event=event.title))
    return subject, f"{told}\n\n{link_to('events.show', slug=event.slug)}\n"
