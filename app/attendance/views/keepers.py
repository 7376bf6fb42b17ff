"""Who stands at a door: a member of the team, or a helper's phone that came by a link."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import abort, current_app, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from app.accounts.access import require, show_the_way_in
from app.accounts.models import User
from app.accounts.session import viewer
from app.attendance.models import DoorDevice
from app.attendance.operations import Sender
from app.attendance.queries import device_with
from app.events.models import Event
from app.events.queries import visible_events
from app.kit.clock import now
from app.policy import Can, allows
from app.web.find import find

SEEN_EVERY = timedelta(minutes=1)
# A phone is known this long after its link has ended, to hand in what it wrote down before.
KNOWN_AFTERWARDS = timedelta(days=30)


@dataclass(frozen=True)
class Keeper:
    """Who acts at the door of one event; a member where there is one."""

    event: Event
    member: User | None = None
    device: DoorDevice | None = None

    @property
    def sender(self) -> Sender:
        if self.device is None or self.member is not None:
            return Sender(self.member)
        return Sender(device_id=self.device.id, ended_at=_ended_at(self.device))

    @property
    def name(self) -> str:
        """What this door is called, unless the phone has a name of its own."""
        return self.device.name if self.device is not None and self.member is None else ""

    @property
    def is_over(self) -> bool:
        """Whether this phone was let to the door and is no longer."""
        return self.device is not None and not self.device.is_live(now())


def keeper_of(slug: str, *, may_be_late: bool = False) -> Keeper:
    """Who stands at the door of that event; everybody else is shown the way in, 403 or 404.

    With `may_be_late` a phone that has been sent away may still hand in what it wrote down;
    otherwise it is shown where to do so.
    """
    member, device = viewer(), device_of(slug, late=True)
    if device is not None and not _is_on_team(member, device.link.event):
        if not (may_be_late or device.is_live(now())):
            return abort(redirect(url_for("attendance.over", slug=slug), 303))
        _note_seen(device, now())
        return Keeper(device.link.event, device=device)
    if member is None:
        return abort(make_response(show_the_way_in()))
    event = find(visible_events(member).where(Event.slug == slug))
    require(Can.RUN_DOOR, event)
    return Keeper(event, member)


def device_of(slug: str, *, late: bool = False) -> DoorDevice | None:
    """The helper's phone that asks, if it came by a link to this event's door."""
    device = device_with(request.cookies.get(cookie_name(slug), ""), slug)
    if device is None or not (late or device.is_live(now())):
        return None
    return device


def remember_device(answer: Response, device: DoorDevice, token: str) -> None:
    """Let this phone be known again."""
    answer.set_cookie(
        cookie_name(device.link.event.slug),
        token,
        expires=device.link.expires_at + KNOWN_AFTERWARDS,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def cookie_name(slug: str) -> str:
    return f"door-{slug}"


def _is_on_team(member: User | None, event: Event) -> bool:
    return member is not None and allows(member, Can.RUN_DOOR, event)


def _ended_at(device: DoorDevice) -> datetime | None:
    ends = (device.sent_away_at, device.link.revoked_at, device.link.expires_at)
    return min(end for end in ends if end is not None)


def _note_seen(device: DoorDevice, at: datetime) -> None:
    if at - device.seen_at > SEEN_EVERY:
        device.seen_at = at
