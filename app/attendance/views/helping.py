"""Helpers without an account: making links, and coming in by one."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.access import public, require
from app.accounts.session import current_user
from app.attendance.forms import LinkForm, PinForm
from app.attendance.models import DoorLink
from app.attendance.operations.devices import come_in, make_link, revoke, send_device_away
from app.attendance.passes import link_url, pin_of
from app.attendance.queries import devices_of, link_with, links_of
from app.attendance.views.keepers import remember_device
from app.events.models import Event
from app.events.queries import visible_events
from app.kit.clock import now
from app.kit.qr import qr_svg
from app.policy import Can
from app.web.assets import shelf
from app.web.find import find

bp = Blueprint("helping", __name__)


@bp.get("/events/<slug>/door/links")
def links(slug: str) -> ResponseReturnValue:
    return _page(_own(slug), LinkForm())


@bp.post("/events/<slug>/door/links")
def make(slug: str) -> ResponseReturnValue:
    event, form = _own(slug), LinkForm()
    if not form.validate_on_submit():
        return _page(event, form)
    make_link(event, form.name.data or "", by=current_user(), at=now())
    flash(_("Tell the PIN by another way than the link."))
    return redirect(url_for("helping.links", slug=slug), 303)


@bp.post("/events/<slug>/door/links/<link_id>/end")
def end(slug: str, link_id: str) -> ResponseReturnValue:
    event = _own(slug)
    link = next((one for one in links_of(event) if one.public_id == link_id), None) or abort(404)
    revoke(link, at=now())
    flash(_("The link is no longer good, and nobody who came by it is at the door any more."))
    return redirect(url_for("helping.links", slug=slug), 303)


@bp.post("/events/<slug>/door/devices/<int:device_id>/end")
def send_away(slug: str, device_id: int) -> ResponseReturnValue:
    event = _own(slug)
    device = next((one for one in devices_of(event) if one.id == device_id), None) or abort(404)
    send_device_away(device, at=now())
    flash(_("That phone is no longer at the door."))
    return redirect(url_for("helping.links", slug=slug), 303)


@bp.get("/door-worker.js")
@public
def worker() -> ResponseReturnValue:
    """The script that keeps the door's page on a phone; it may only look after events."""
    answer = Response(shelf().assets["js/door-worker.js"].body, mimetype="text/javascript")
    answer.headers["Service-Worker-Allowed"] = "/events/"
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@bp.get("/door/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    return _way_in(_link(token), PinForm())


@bp.post("/door/<token>")
@public
def enter(token: str) -> ResponseReturnValue:
    """Let the phone to the door that shows the PIN."""
    link, form = _link(token), PinForm()
    if not form.validate_on_submit():
        return _way_in(link, form)
    let_in = come_in(link, form.pin.data or "", form.name.data or "", at=now())
    if let_in is None:
        form.pin.errors = [_("That is not the PIN. Please ask whoever gave you the link.")]
        return _way_in(link, form)
    answer = redirect(url_for("attendance.door", slug=link.event.slug), 303)
    remember_device(answer, *let_in)
    return answer


def _own(slug: str) -> Event:
    event = find(visible_events(current_user()).where(Event.slug == slug))
    require(Can.EDIT_EVENT, event)
    return event


def _link(token: str) -> DoorLink:
    """The live link of that address; 410 for one that is over."""
    link = link_with(token) or abort(404)
    return link if link.is_live(now()) else abort(410)


def _way_in(link: DoorLink, form: PinForm) -> str:
    return render_template("helping/show.html", link=link, form=form)


def _page(event: Event, form: LinkForm) -> str:
    live = [link for link in links_of(event) if link.is_live(now())]
    addresses = {link.id: link_url(link.nonce) for link in live}
    return render_template(
        "helping/links.html",
        event=event,
        form=form,
        links=live,
        devices=[device for device in devices_of(event) if device.is_live(now())],
        addresses=addresses,
        pins={link.id: pin_of(link.nonce) for link in live},
        codes={
            link.id: qr_svg(addresses[link.id], title=_("Link for %(name)s", name=link.name))
            for link in live
        },
    )
