"""Looking at an announcement as each reader gets it, and sending it off."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.access import require
from app.accounts.locale import LOCALES
from app.accounts.models import User
from app.accounts.session import current_user
from app.announcements import operations
from app.announcements.forms import SendingForm
from app.announcements.letters import letter_for
from app.announcements.models import Announcement
from app.announcements.queries import progress, recipients, recipients_count, unreachable_count
from app.announcements.views.choosing import bp
from app.announcements.views.composing import own_announcement
from app.announcements.wording import STAGES, TONES, TURNOUTS
from app.kit.clock import now
from app.kit.db import db
from app.kit.letters import Letter, link_to
from app.policy import Can
from app.registrations.wording import STATES
from app.web.frames import framed


@dataclass(frozen=True)
class Look:
    """One reader's letter, and where that reader stands among all of them."""

    person: User
    letter: Letter
    number: int
    locale: str


@bp.get("/announcements/<announcement_id>")
def show(announcement_id: str) -> ResponseReturnValue:
    return _page(own_announcement(announcement_id), SendingForm())


@bp.get("/announcements/<announcement_id>/letter")
def letter(announcement_id: str) -> ResponseReturnValue:
    """The dressed part of one reader's letter, for a frame that may only be looked at."""
    announcement = own_announcement(announcement_id)
    return framed(_look(announcement).letter.html)


@bp.get("/announcements/<announcement_id>/progress")
def how_far(announcement_id: str) -> ResponseReturnValue:
    announcement = own_announcement(announcement_id)
    return render_template(
        "announcements/_progress.html", announcement=announcement, progress=progress(announcement)
    )


@bp.post("/announcements/<announcement_id>/test")
def try_out(announcement_id: str) -> ResponseReturnValue:
    announcement = own_announcement(announcement_id)
    operations.try_out(announcement, by=current_user(), at=now())
    flash(_("A test is on its way to you."))
    return _back(announcement)


@bp.post("/announcements/<announcement_id>/sending")
def send(announcement_id: str) -> ResponseReturnValue:
    announcement = own_announcement(announcement_id)
    require(Can.ANNOUNCE, announcement.group)
    operations.send(announcement, None, by=current_user(), at=now())
    flash(_("On its way. The first letters leave in a minute; until then you can still stop it."))
    return _back(announcement)


@bp.post("/announcements/<announcement_id>/schedule")
def schedule(announcement_id: str) -> ResponseReturnValue:
    announcement, form = own_announcement(announcement_id), SendingForm()
    if not form.validate_on_submit():
        return _page(announcement, form)
    operations.send(announcement, form.instant, by=current_user(), at=now())
    flash(_("It leaves at the time you chose."))
    return _back(announcement)


@bp.post("/announcements/<announcement_id>/withdrawal")
def withdraw(announcement_id: str) -> ResponseReturnValue:
    announcement = own_announcement(announcement_id)
    operations.withdraw(announcement, by=current_user(), at=now())
    flash(_("Stopped. Whatever had not left yet stays here."))
    return _home(announcement)


def _page(announcement: Announcement, form: SendingForm) -> str:
    return render_template(
        "announcements/show.html",
        announcement=announcement,
        group=announcement.group,
        event=announcement.event,
        form=form,
        look=_look(announcement),
        number=recipients_count(announcement),
        unreachable=unreachable_count(announcement),
        progress=progress(announcement),
        stages=STAGES,
        tones=TONES,
        states=STATES,
        turnouts=TURNOUTS,
        locales=LOCALES,
    )


def _look(announcement: Announcement) -> Look:
    """The letter of the reader that was asked for; of the author while there is none."""
    number = max(request.args.get("person", 1, int), 1)
    wanted = recipients(announcement).offset(number - 1).limit(1)
    person = db.session.scalars(wanted).first() or current_user()
    locale = request.args.get("language", "")
    locale = locale if locale in LOCALES else person.locale
    # The link that stops the letters is the reader's own, and no organizer's.
    url = link_to("announcements.mine")
    shown = letter_for(announcement, person, unsubscribe_url=url, locale=locale)
    return Look(person, shown, number, locale)


def _back(announcement: Announcement) -> ResponseReturnValue:
    here = url_for("announcements.show", announcement_id=announcement.public_id)
    return redirect(here, 303)


def _home(announcement: Announcement) -> ResponseReturnValue:
    if announcement.event is not None:
        return redirect(url_for("announcements.of_event", slug=announcement.event.slug), 303)
    return redirect(url_for("announcements.of_group", slug=announcement.group.slug), 303)
