"""The board of chores of an event, and what one has done oneself."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.access import require
from app.accounts.session import current_user
from app.alongside import operations
from app.alongside.forms import ChoreForm, TakeForm
from app.alongside.models import Chore
from app.alongside.queries import chores as queries
from app.alongside.queries import comes
from app.alongside.views.finding import evening, runs
from app.events.models import Event
from app.kit.clock import now
from app.kit.errors import Refused
from app.policy import Can
from app.web.errors import refused
from app.web.find import find

bp = Blueprint("chores", __name__)

BOARD = "/events/<slug>/chores"
ONE = f"{BOARD}/<chore_id>"


@bp.get("/me/chores")
def mine() -> ResponseReturnValue:
    """What I have done for events; nobody else sees this list."""
    me, at = current_user(), now()
    return render_template(
        "chores/mine.html", ahead=queries.taken_by(me, at=at), done=queries.done_by(me)
    )


@bp.get(BOARD)
def index(slug: str) -> ResponseReturnValue:
    return _page(evening(slug), ChoreForm())


@bp.post(BOARD)
def name(slug: str) -> ResponseReturnValue:
    event, form = evening(slug), ChoreForm()
    if not form.validate_on_submit():
        return _page(event, form)
    try:
        operations.name(event, form.draft, by=current_user(), at=now())
    except Refused as no:
        return refused(no, lambda: _page(evening(slug), form))
    flash(_("It is on the board."))
    return _back_to(slug)


@bp.post(f"{ONE}/hand")
def take(slug: str, chore_id: str) -> ResponseReturnValue:
    chore, shows = _chore(slug, chore_id), bool(TakeForm().shows_name.data)
    operations.take(chore, shows_name=shows, by=current_user(), at=now())
    flash(_("Thank you. It is yours now."))
    return _back_to(slug)


@bp.post(f"{ONE}/hand/return")
def give_back(slug: str, chore_id: str) -> ResponseReturnValue:
    operations.give_back(_chore(slug, chore_id), by=current_user(), at=now())
    flash(_("All right. Somebody else can take it now."))
    return _back_to(slug)


@bp.post(f"{ONE}/hand/done")
def finish(slug: str, chore_id: str) -> ResponseReturnValue:
    operations.finish(_chore(slug, chore_id), by=current_user(), at=now())
    flash(_("Thank you for doing this. It is in your own history now."))
    return _back_to(slug)


@bp.post(f"{ONE}/hand/undone")
def reopen(slug: str, chore_id: str) -> ResponseReturnValue:
    operations.reopen(_chore(slug, chore_id), by=current_user(), at=now())
    return _back_to(slug)


@bp.post(f"{ONE}/hand/name")
def show_name(slug: str, chore_id: str) -> ResponseReturnValue:
    shows = bool(TakeForm().shows_name.data)
    operations.show_name(_chore(slug, chore_id), shows=shows, by=current_user())
    said = _("The organizers can read your name there.")
    flash(said if shows else _("The organizers no longer read your name there."))
    return _back_to(slug)


@bp.post(f"{ONE}/drop")
def drop(slug: str, chore_id: str) -> ResponseReturnValue:
    chore = _chore(slug, chore_id)
    require(Can.DROP_CHORE, chore)
    operations.drop(chore, by=current_user(), at=now())
    flash(_("It is off the board. Whoever had taken it is told."))
    return _back_to(slug)


def _page(event: Event, form: ChoreForm) -> str:
    me, at = current_user(), now()
    return render_template(
        "chores/index.html",
        event=event,
        board=queries.board_of(event, me, runs_it=runs(event)),
        form=form,
        may_take=event.is_on and not event.has_ended(at) and comes(event, me),
        may_name=event.is_on and not event.has_ended(at),
        may_finish=event.is_on and at < operations.may_finish_until(event),
    )


def _chore(slug: str, chore_id: str) -> Chore:
    return find(queries.visible_chores(evening(slug)).where(Chore.public_id == chore_id))


def _back_to(slug: str) -> ResponseReturnValue:
    return redirect(url_for("chores.index", slug=slug), 303)
