"""The board of a group: what its members offer and look for."""

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.access import require
from app.accounts.session import current_user
from app.connections.forms import SharesForm
from app.connections.people import card_for, contacts_filled_in
from app.groups.models import Group
from app.groups.queries import visible_groups
from app.introductions import operations, wording
from app.introductions.forms import PostingForm, ResponseForm
from app.introductions.models import Posting, Response
from app.introductions.queries.board import (
    board_of,
    boards_of,
    response_of,
    responses_to,
    visible_postings,
)
from app.kit.clock import now
from app.kit.paging import paginate
from app.policy import Can
from app.relay.second_thoughts import goes_back, second_thought
from app.web.find import find

bp = Blueprint("board", __name__)


@bp.get("/groups/<slug>/board")
def index(slug: str) -> ResponseReturnValue:
    group, me = _group(slug), current_user()
    side, topic = request.args.get("side", ""), request.args.get("topic", "")
    query = board_of(visible_postings(me, now()), group, side, topic)
    page = paginate(query, request.args.get("page", 1, int), 20)
    return render_template(
        "board/index.html", group=group, page=page, words=wording, side=side, topic=topic
    )


@bp.route("/groups/<slug>/board/new", methods=["GET", "POST"])
def new(slug: str) -> ResponseReturnValue:
    group, form = _group(slug), PostingForm()
    if not form.validate_on_submit():
        return render_template("board/new.html", group=group, form_=form)
    posting = operations.put_up(group, current_user(), form.draft, at=now())
    flash(_("It is on the board, for sixty days."))
    return _back_to(posting)


@bp.get("/board/<posting_id>")
def show(posting_id: str) -> ResponseReturnValue:
    return _page(_posting(posting_id))


@bp.post("/board/<posting_id>/responses")
def respond(posting_id: str) -> ResponseReturnValue:
    posting, me = _posting(posting_id), current_user()
    form = ResponseForm(contacts_filled_in(me))
    if goes_back() or not form.validate_on_submit():
        return _page(posting, form)
    if (page := second_thought([form.words])) is not None:
        return page
    operations.respond(posting, me, form.said, form.granted, at=now())
    flash(_("Your answer is with them, and with nobody else."))
    return _back_to(posting)


@bp.post("/board/<posting_id>/responses/<person_id>/acceptance")
def take_up(posting_id: str, person_id: str) -> ResponseReturnValue:
    posting, me = _posting(posting_id), current_user()
    require(Can.EDIT_POSTING, posting)
    form = SharesForm(contacts_filled_in(me))
    if form.validate_on_submit():
        operations.take_up(_response(posting, person_id), form.granted, by=me, at=now())
        flash(_("You are connected."))
    return _back_to(posting)


@bp.post("/board/<posting_id>/removal")
def take_down(posting_id: str) -> ResponseReturnValue:
    posting = _posting(posting_id)
    require(Can.EDIT_POSTING, posting)
    operations.take_down(posting, at=now())
    flash(_("It is off the board."))
    return redirect(url_for("board.index", slug=posting.group.slug), 303)


def _page(posting: Posting, form: ResponseForm | None = None) -> str:
    me, is_own = current_user(), posting.author_id == current_user().id
    contacts = contacts_filled_in(me)
    return render_template(
        "board/show.html",
        posting=posting,
        card=card_for(me, posting.author),
        is_own=is_own,
        is_open=posting.is_open(now()),
        responses=responses_to(posting) if is_own else [],
        mine=None if is_own else response_of(posting, me),
        form_=form or ResponseForm(contacts),
        sharing=SharesForm(contacts),
        words=wording,
    )


def _group(slug: str) -> Group:
    """One of my groups: a board is for those who belong."""
    mine = boards_of(visible_groups(current_user()), current_user())
    return find(mine.where(Group.slug == slug))


def _posting(posting_id: str) -> Posting:
    mine = visible_postings(current_user(), now())
    return find(mine.where(Posting.public_id == posting_id))


def _response(posting: Posting, person_id: str) -> Response:
    answers = {each.member.public_id: each.id for each in responses_to(posting)}
    return find(sa.select(Response).where(Response.id == answers.get(person_id, 0)))


def _back_to(posting: Posting) -> ResponseReturnValue:
    return redirect(url_for("board.show", posting_id=posting.public_id), 303)
