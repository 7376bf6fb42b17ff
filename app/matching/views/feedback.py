"""What became of it: "did you meet?", and what a group has learned from the answers."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.access import require
from app.accounts.models import User
from app.accounts.session import current_user
from app.groups.models import Group
from app.groups.queries import visible_groups
from app.kit.clock import now
from app.matching import operations
from app.matching.learned import learned_page
from app.matching.queries.afterwards import asked_about
from app.matching.queries.interests import fellows_at
from app.matching.rules.feedback import AFTERWARDS, Said
from app.matching.views.blueprint import bp, event_called
from app.policy import Can
from app.web.find import find


@bp.get("/events/<slug>/met")
def met(slug: str) -> ResponseReturnValue:
    event, at = event_called(slug), now()
    asked = asked_about(event, current_user(), at=at)
    return render_template("matching/met.html", event=event, asked=asked, at=at)


@bp.post("/events/<slug>/met/<person_id>")
def tell(slug: str, person_id: str) -> ResponseReturnValue:
    me, event = current_user(), event_called(slug)
    other = find(fellows_at(event, me).where(User.public_id == person_id))
    said = request.form.get("said", "")
    if said in AFTERWARDS:
        operations.tell_afterwards(me, other, Said(said), event=event, at=now())
        flash(_("Thank you. Nobody but you can read it."))
    return redirect(url_for("matching.met", slug=slug), 303)


@bp.get("/groups/<slug>/learning")
def learning(slug: str) -> ResponseReturnValue:
    """What the group's answers have taught, in plain words."""
    group = _own_group(slug)
    return render_template("matching/learning.html", group=group, page=learned_page(group))


@bp.post("/groups/<slug>/learning/table")
def set_aside(slug: str) -> ResponseReturnValue:
    operations.set_aside(_own_group(slug), by=current_user(), at=now())
    flash(_("Suggestions go by the usual weights again."))
    return redirect(url_for("matching.learning", slug=slug), 303)


@bp.post("/groups/<slug>/learning/lesson")
def take_up(slug: str) -> ResponseReturnValue:
    operations.take_up(_own_group(slug), by=current_user(), at=now())
    flash(_("What your evenings teach may count again."))
    return redirect(url_for("matching.learning", slug=slug), 303)


def _own_group(slug: str) -> Group:
    group = find(visible_groups(current_user()).where(Group.slug == slug))
    require(Can.EDIT_GROUP, group)
    return group
