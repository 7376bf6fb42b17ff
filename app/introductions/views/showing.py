"""The inbox, and one request as each party sees it."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts.session import current_user
from app.connections.forms import SharesForm
from app.connections.people import contacts_filled_in
from app.connections.wording import FIELD_NAMES
from app.introductions import wording
from app.introductions.forms import (
    ComplaintForm,
    ForwardForm,
    OutcomeForm,
    RefusalForm,
    ThanksForm,
)
from app.introductions.models import Introduction
from app.introductions.pages import Request, answer_by, inbox_of, seen_as
from app.introductions.queries import outcomes_of, own_contacts
from app.introductions.rules import Mode, Party
from app.introductions.tones import FIRST_LINES, TONES
from app.introductions.views.blueprint import bp, introduction_called
from app.kit.clock import now


@bp.get("")
def index() -> ResponseReturnValue:
    inbox = inbox_of(current_user(), now())
    return render_template("introductions/index.html", inbox=inbox, topics=wording.TOPICS)


@bp.get("/<introduction_id>")
def show(introduction_id: str) -> ResponseReturnValue:
    return page_of(introduction_called(introduction_id))


def page_of(introduction: Introduction, **tried: object) -> str:
    """The page of a request; `tried` are forms that did not validate, with what was typed."""
    me = current_user()
    request_ = seen_as(introduction, me, now())
    return render_template(
        "introductions/show.html",
        request_=request_,
        answer_by=answer_by(request_, me),
        words=wording,
        rules=wording.RULES,
        field_names=FIELD_NAMES,
        tones=TONES,
        first_lines=FIRST_LINES,
        told=outcomes_of(introduction).get(me.id) if request_.is_introduced else None,
        **(_forms(request_) | tried),
    )


def forwarding_form(introduction: Introduction) -> ForwardForm:
    """For a connector: whom they could ask is chosen among their own contacts."""
    if introduction.mode != Mode.NEED:
        return ForwardForm()
    me = current_user()
    others = [one for one in own_contacts(me) if one.id != introduction.asker_id]
    return ForwardForm(others)


def _forms(request_: Request) -> dict[str, object]:
    """The forms this party needs now; they come up empty."""
    forms: dict[str, object] = {}
    if request_.is_my_turn and request_.party == Party.CONNECTOR:
        forms["forwarding"] = forwarding_form(request_.row)
    if request_.is_my_turn:
        forms["sharing"] = SharesForm(contacts_filled_in(current_user()))
        forms["refusing"] = RefusalForm()
    if request_.is_introduced and request_.party != Party.CONNECTOR:
        forms |= {"telling": OutcomeForm(), "thanking": ThanksForm(), "reporting": ComplaintForm()}
    return forms
