"""The order of one's wishes, as long as it can still count."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.kit.clock import now
from app.registrations import operations, queries
from app.registrations.forms import RankForm
from app.registrations.views.places import PLACE, bp, mine_at, say
from app.registrations.ways import ways


@bp.route(f"{PLACE}/wishes", methods=["GET", "POST"])
def rank(slug: str) -> ResponseReturnValue:
    mine = mine_at(slug)
    seats = queries.seats(mine.event, at=now())
    form = RankForm(mine, operations.rankable(mine, seats) or abort(404))
    if not form.validate_on_submit():
        return render_template(
            "registrations/rank.html", registration=mine, form=form, ways=ways(mine.event, seats)
        )
    operations.rank(mine, form.slots, at=now())
    flash(_("Saved."))
    say(mine)
    return redirect(url_for("registrations.show", slug=slug), 303)
