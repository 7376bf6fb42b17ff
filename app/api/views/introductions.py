"""Being introduced to others, and introducing them."""

from flask_babel import lazy_gettext as _l

from app.accounts.access import require
from app.accounts.models import Scope
from app.accounts.session import current_user
from app.api.calls import call
from app.api.cursors import Order, part
from app.api.finding import introduction_called, person_called
from app.api.shapes.introductions import (
    ConsentDraft,
    Forwarding,
    Introduction,
    IntroductionDraft,
    IntroductionQuery,
    Introductions,
    OutcomeDraft,
    ProposalDraft,
    RefusalDraft,
    Way,
    introduction_shape,
)
from app.introductions import operations
from app.introductions.models import Introduction as Row
from app.introductions.pages import seen_as
from app.introductions.queries import visible_introductions
from app.introductions.rules import State
from app.kit.clock import now
from app.policy import Can

LATEST = Order((Row.asked_at, Row.public_id), descending=True)
ONE = "/introductions/<introduction_id>"


@call("GET /introductions", _l("List your introductions"))
def list_introductions(query: IntroductionQuery) -> Introductions:
    me, at = current_user(), now()
    sent = visible_introductions(me).where(Row.state != State.DRAFT)
    rows, after = part(sent, LATEST, query)
    shown = [introduction_shape(seen_as(row, me, at, with_card=False)) for row in rows]
    return Introductions(items=shown, next=after)


@call("POST /introductions", _l("Ask to be introduced to somebody"), Scope.CONNECT,
      location="/introductions/{id}")  # fmt: skip
def ask_for_introduction(body: IntroductionDraft) -> Introduction:
    me, at = current_user(), now()
    if body.mode == Way.PERSON:
        return _seen(operations.ask(me, person_called(body.target or ""), body.ask, at=at))
    connector = person_called(body.connector) if body.connector else None
    return _seen(operations.ask_by_need(me, connector, body.ask, at=at))


@call("POST /introductions/proposals", _l("Suggest two of your connections to each other"),
      Scope.CONNECT, location="/introductions/{id}")  # fmt: skip
def propose_introduction(body: ProposalDraft) -> Introduction:
    one, other = (person_called(name) for name in body.people)
    me, at = current_user(), now()
    return _seen(operations.propose(me, (one, other), body.note, body.scope, at=at))


@call(f"GET {ONE}", _l("Read an introduction"))
def show_introduction(introduction_id: str) -> Introduction:
    return _seen(introduction_called(introduction_id))


@call(f"POST {ONE}/forwarding", _l("Pass a request on"), Scope.CONNECT)
def forward(introduction_id: str, body: Forwarding) -> None:
    row, me = introduction_called(introduction_id), current_user()
    require(Can.FORWARD_INTRODUCTION, row)
    target = person_called(body.target) if body.target else None
    operations.forward(row, body.note, body.scope, by=me, target=target, at=now())


@call(f"POST {ONE}/consent", _l("Say yes to being introduced"), Scope.CONNECT)
def consent(introduction_id: str, body: ConsentDraft) -> None:
    row = introduction_called(introduction_id)
    require(Can.ANSWER_INTRODUCTION, row)
    operations.consent(row, tuple(body.share), by=current_user(), at=now())


@call(f"POST {ONE}/refusal", _l("Say no; nobody is told"), Scope.CONNECT)
def refuse(introduction_id: str, body: RefusalDraft) -> None:
    row = introduction_called(introduction_id)
    operations.refuse(row, by=current_user(), reason=body.reason, at=now())


@call(f"POST {ONE}/withdrawal", _l("Take your request back"), Scope.CONNECT)
def withdraw(introduction_id: str) -> None:
    row = introduction_called(introduction_id)
    require(Can.WITHDRAW_INTRODUCTION, row)
    operations.withdraw(row, by=current_user(), at=now())


@call(f"POST {ONE}/retraction", _l("Take back your word, or your yes"), Scope.CONNECT)
def retract(introduction_id: str) -> None:
    operations.take_back(introduction_called(introduction_id), by=current_user(), at=now())


@call(f"POST {ONE}/outcome", _l("Say what came of it"), Scope.CONNECT)
def tell_outcome(introduction_id: str, body: OutcomeDraft) -> None:
    row = introduction_called(introduction_id)
    operations.tell_outcome(row, body.outcome, by=current_user(), at=now())


def _seen(row: Row) -> Introduction:
    return introduction_shape(seen_as(row, current_user(), now()))
