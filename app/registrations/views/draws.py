"""The page of a draw, for everybody; naming people and drawing, for those who run the event."""

from flask import (
    Response,
    abort,
    flash,
    json,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.access import public
from app.accounts.session import current_user, viewer
from app.events.models import Event, Slot
from app.events.queries import visible_events
from app.kit.clock import now
from app.kit.paging import Page, paginate
from app.registrations import operations, queries
from app.registrations.draws import draw_of
from app.registrations.models import Registration
from app.registrations.views.events import bp
from app.registrations.views.planning import own_event
from app.web.find import find
from config import ROOT

VERIFIER = ROOT / "docs" / "verify_draw.py"
DRAW = "/events/<slug>/slots/<int:slot_id>/draw"
SHOWN = 100


@bp.get(DRAW)
@public
def draw(slug: str, slot_id: int) -> ResponseReturnValue:
    """What was promised, what has come of it, and how to work it out again."""
    event = _event(slug)
    slot = _lottery(event, slot_id)
    told = draw_of(slot) or abort(404)
    mine = queries.last_registration(event, viewer())
    return render_template(
        "events/draw.html",
        event=event,
        slot=slot,
        draw=told,
        names={str(each.id): each.name for each in event.slots},
        page=_page(told["order"] or []),
        per_page=SHOWN,
        mine=_number(told, mine),
        order=told["order"] or [],
    )


@bp.get(f"{DRAW}.json")
@public
def draw_file(slug: str, slot_id: int) -> ResponseReturnValue:
    slot = _lottery(_event(slug), slot_id)
    told = draw_of(slot) or abort(404)
    answer = Response(json.dumps(told, indent=1), mimetype="application/json")
    answer.headers["Content-Disposition"] = f'inline; filename="draw-{slot.id}.json"'
    return answer


@bp.get("/verify_draw.py")
@public
def verifier() -> ResponseReturnValue:
    """The program that works a draw out again, to be read and run elsewhere."""
    answer = Response(VERIFIER.read_bytes(), mimetype="text/x-python")
    answer.headers["Content-Disposition"] = f'attachment; filename="{VERIFIER.name}"'
    return answer


@bp.get("/events/<slug>/nominees")
def nominees(slug: str) -> ResponseReturnValue:
    """Who is in the draws, who is named, and the button that draws."""
    event, at = own_event(slug), now()
    wanted = request.args.get("q", "").strip()[:100]
    people = queries.entrants_called(event, wanted)
    seats = [slot for slot in queries.seats(event, at=at) if slot.awaits_draw]
    return render_template(
        "events/nominees.html",
        event=event,
        lotteries=queries.lotteries(event) or abort(404),
        draws=queries.draws(event),
        entered=queries.entered(event),
        named=queries.nominees(event),
        due=[slot.slot_id for slot in seats if slot.is_drawing],
        ahead=[slot.slot_id for slot in seats if not slot.is_drawing],
        people=paginate(people, request.args.get("page", 1, int), per_page=50),
        wanted=wanted,
    )


@bp.post("/events/<slug>/nominees/<registration_id>")
def nominate(slug: str, registration_id: str) -> ResponseReturnValue:
    operations.nominate(_entrant(own_event(slug), registration_id), by=current_user(), at=now())
    flash(_("Named: this person comes first in the draw."))
    return redirect(url_for("events.nominees", slug=slug), 303)


@bp.post("/events/<slug>/nominees/<registration_id>/withdrawal")
def withdraw_nomination(slug: str, registration_id: str) -> ResponseReturnValue:
    operations.withdraw_nomination(
        _entrant(own_event(slug), registration_id), by=current_user(), at=now()
    )
    flash(_("Taken back: this person waits for their lot like everybody else."))
    return redirect(url_for("events.nominees", slug=slug), 303)


@bp.post("/events/<slug>/draws")
def hold_draw(slug: str) -> ResponseReturnValue:
    """Draw what is due, with the public values typed in."""
    event = own_event(slug)
    values = {slot.id: request.form.get(f"value-{slot.id}", "")[:200] for slot in event.slots}
    moved = operations.draw(event, by=current_user(), at=now(), values=values)
    flash(
        ngettext(
            "The lots are drawn. %(num)s person is being told.",
            "The lots are drawn. %(num)s people are being told.",
            moved,
        )
    )
    return redirect(url_for("events.nominees", slug=slug), 303)


def _event(slug: str) -> Event:
    return find(visible_events(viewer()).where(Event.slug == slug))


def _lottery(event: Event, slot_id: int) -> Slot:
    slots = queries.lotteries(event)
    return next((slot for slot in slots if slot.id == slot_id), None) or abort(404)


def _entrant(event: Event, name: str) -> Registration:
    return find(
        queries.whole().where(Registration.event_id == event.id, Registration.public_id == name)
    )


def _page(order: list[str]) -> Page[str]:
    number = max(1, min(request.args.get("page", 1, int), 100_000))
    rows = order[(number - 1) * SHOWN : number * SHOWN + 1]
    return Page(rows[:SHOWN], number, len(rows) > SHOWN)


def _number(told: dict[str, object], mine: Registration | None) -> str | None:
    """The name in the draw of whoever reads the page, if they are in it."""
    entries: list[dict[str, object]] = told["entries"]  # type: ignore[assignment]
    names = {entry["id"] for entry in entries}
    return mine.public_id if mine is not None and mine.public_id in names else None
