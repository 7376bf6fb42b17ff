"""People one knows, and being introduced to others."""

from flask_babel import lazy_gettext as _l

from app.accounts.access import require
from app.accounts.models import Scope
from app.accounts.session import current_user
from app.api import queries
from app.api.calls import call
from app.api.cursors import Order, part
from app.api.finding import introduction_called, person_called, tie_with
from app.api.shapes.ties import (
    Connection,
    ConnectionChange,
    ConnectionQuery,
    Connections,
    ConsentDraft,
    Forwarding,
    Introduction,
    IntroductionDraft,
    IntroductionQuery,
    Introductions,
    PersonName,
    WholeConnection,
    connection_shape,
    introduction_shape,
    whole_connection_shape,
)
from app.connections import operations
from app.connections.models import Connection as Tie
from app.connections.queries import events_shared, side_of, visible_connections
from app.introductions import operations as introductions
from app.introductions.models import Introduction as Row
from app.introductions.pages import seen_as
from app.introductions.queries import visible_introductions
from app.kit.clock import now
from app.policy import Can

LATEST_TIE = Order((Tie.asked_at, Tie.id), descending=True)
LATEST = Order((Row.asked_at, Row.public_id), descending=True)
ONE = "/introductions/<introduction_id>"


@call("GET /connections", _l("List the people you know"))
def list_connections(query: ConnectionQuery) -> Connections:
    me, at = current_user(), now()
    rows, after = part(queries.living(visible_connections(me), me, at), LATEST_TIE, query)
    return Connections(items=[connection_shape(row, me, at) for row in rows], next=after)


@call("POST /connections", _l("Ask somebody to connect"), Scope.CONNECT,
      location="/connections/{id}")  # fmt: skip
def ask_to_connect(body: PersonName) -> Connection:
    me, other, at = current_user(), person_called(body.person), now()
    met_at = events_shared(me, other, at)
    operations.request(me, other, event=met_at[0] if met_at else None, at=at)
    return connection_shape(tie_with(other), me, at)


@call("GET /connections/<person_id>", _l("Read a connection"))
def show_connection(person_id: str) -> WholeConnection:
    return _whole(tie_with(person_called(person_id)))


@call("PATCH /connections/<person_id>", _l("Accept, note something, or share"), Scope.CONNECT)
def change_connection(person_id: str, body: ConnectionChange) -> WholeConnection:
    tie, me, sent = tie_with(person_called(person_id)), current_user(), body.sent
    if sent.get("accept"):
        operations.accept(tie, by=me, at=now())
    if "note" in sent:
        operations.remember(tie, me, body.note, at=now())
    if "grants" in sent:
        operations.share(tie, me, body.grants, at=now())
    return _whole(tie)


@call("DELETE /connections/<person_id>", _l("End a connection, or decline one"), Scope.CONNECT)
def end_connection(person_id: str) -> None:
    tie, me, at = tie_with(person_called(person_id)), current_user(), now()
    if tie.awaits(me, at):
        operations.decline(tie, by=me, at=at)
    else:
        operations.remove(tie, at=at)


@call("GET /introductions", _l("List your introductions"))
def list_introductions(query: IntroductionQuery) -> Introductions:
    me, at = current_user(), now()
    rows, after = part(visible_introductions(me), LATEST, query)
    shown = [introduction_shape(seen_as(row, me, at, with_card=False)) for row in rows]
    return Introductions(items=shown, next=after)


@call("POST /introductions", _l("Ask to be introduced to somebody"), Scope.CONNECT,
      location="/introductions/{id}")  # fmt: skip
def ask_for_introduction(body: IntroductionDraft) -> Introduction:
    return _seen(introductions.ask(current_user(), person_called(body.target), body.ask, at=now()))


@call(f"GET {ONE}", _l("Read an introduction"))
def show_introduction(introduction_id: str) -> Introduction:
    return _seen(introduction_called(introduction_id))


@call(f"POST {ONE}/forwarding", _l("Pass a request on"), Scope.CONNECT)
def forward(introduction_id: str, body: Forwarding) -> None:
    row = introduction_called(introduction_id)
    require(Can.FORWARD_INTRODUCTION, row)
    introductions.forward(row, body.note, body.scope, by=current_user(), at=now())


@call(f"POST {ONE}/consent", _l("Say yes to being introduced"), Scope.CONNECT)
def consent(introduction_id: str, body: ConsentDraft) -> None:
    row = introduction_called(introduction_id)
    require(Can.ANSWER_INTRODUCTION, row)
    introductions.consent(row, tuple(body.share), by=current_user(), at=now())


@call(f"POST {ONE}/refusal", _l("Say no; nobody is told"), Scope.CONNECT)
def refuse(introduction_id: str) -> None:
    introductions.refuse(introduction_called(introduction_id), by=current_user(), at=now())


@call(f"POST {ONE}/withdrawal", _l("Take your request back"), Scope.CONNECT)
def withdraw(introduction_id: str) -> None:
    row = introduction_called(introduction_id)
    require(Can.WITHDRAW_INTRODUCTION, row)
    introductions.withdraw(row, by=current_user(), at=now())


def _seen(row: Row) -> Introduction:
    return introduction_shape(seen_as(row, current_user(), now()))


def _whole(tie: Tie) -> WholeConnection:
    me = current_user()
    return whole_connection_shape(tie, me, side_of(tie, me), now())
