"""What one has said one would do. Nobody else sees it, or whether a day has passed."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import current_user
from app.connections.models import Connection
from app.keeping import operations, queries
from app.keeping.forms import PromiseForm
from app.keeping.models import Pledge
from app.keeping.rules import day_of, days_early
from app.kit.clock import now
from app.kit.errors import Refused
from app.kit.paging import paginate
from app.web.errors import refused
from app.web.find import find
from app.web.paths import own_path

bp = Blueprint("promises", __name__, url_prefix="/connections/promises")


@bp.get("")
def index() -> ResponseReturnValue:
    return _page(PromiseForm(_contacts()))


@bp.post("")
def make() -> ResponseReturnValue:
    form = PromiseForm(_contacts(request.form.get("promise-person", "")))
    if not form.validate_on_submit():
        return _page(form)
    try:
        operations.promise(current_user(), form.word, at=now())
    except Refused as no:
        return refused(no, lambda: _page(form))
    flash(_("Written down. Only you see it."))
    return redirect(own_path(request.form.get("next"), url_for("promises.index")), 303)


@bp.route("/<pledge_id>", methods=["GET", "POST"])
def change(pledge_id: str) -> ResponseReturnValue:
    row, me = _mine(pledge_id), current_user()
    (promised,) = queries.with_people([row], me)
    here = promised.person.public_id if promised.person else ""
    form = PromiseForm.of(row, _contacts(here, request.form.get("promise-person", "")), here)
    if not form.validate_on_submit():
        return render_template("promises/change.html", form=form, promised=promised)
    operations.word_anew(row, form.word, keeps_tie=form.is_left_open and promised.person is None)
    flash(_("Saved."))
    return _back()


@bp.post("/<pledge_id>/done")
def keep(pledge_id: str) -> ResponseReturnValue:
    me, row, at = current_user(), _mine(pledge_id), now()
    operations.keep_promise(row, me, at=at)
    if days_early(row.due_on, day_of(at, me.timezone)):
        flash(_("Done, and earlier than you said."))
    else:
        flash(_("Done. Well done."))
    return _back()


@bp.post("/<pledge_id>/rest")
def let_go(pledge_id: str) -> ResponseReturnValue:
    operations.let_go(_mine(pledge_id), current_user(), at=now())
    flash(_("All right, it is off your list. If somebody waits for it, a short word is kind."))
    return _back()


@bp.post("/<pledge_id>/again")
def take_up_again(pledge_id: str) -> ResponseReturnValue:
    operations.take_up_again(_mine(pledge_id), current_user())
    flash(_("It is on your list again."))
    return _back()


@bp.post("/<pledge_id>/removal")
def forget(pledge_id: str) -> ResponseReturnValue:
    operations.forget_promise(_mine(pledge_id))
    flash(_("It is gone for good."))
    return _back()


def _page(form: PromiseForm) -> str:
    me = current_user()
    ended = paginate(queries.ended_pledges(me), request.args.get("page", 1, int))
    return render_template(
        "promises/index.html",
        form=form,
        promised=queries.open_pledges(me),
        page=ended,
        ended=queries.with_people(ended.items, me),
        today=day_of(now(), me.timezone),
        day_of=day_of,
        days_early=days_early,
    )


def _contacts(*also: str) -> dict[str, Connection]:
    """Whom a promise may be for: some contacts, and those who are named."""
    me = current_user()
    known = queries.contacts_to_choose(me)
    for person_id in also:
        tie = None if person_id in known else queries.contact_called(me, person_id)
        if tie is not None:
            known[person_id] = tie
    return known


def _mine(pledge_id: str) -> Pledge:
    return find(queries.own_pledges(current_user()).where(Pledge.public_id == pledge_id))


def _back() -> ResponseReturnValue:
    return redirect(url_for("promises.index"), 303)
