"""People one knows."""

from flask_babel import lazy_gettext as _l

from app.accounts.models import Scope
from app.accounts.session import current_user
from app.api import queries
from app.api.calls import call
from app.api.cursors import Order, part
from app.api.finding import person_called, tie_with
from app.api.shapes.ties import (
    MEMORY,
    Connection,
    ConnectionChange,
    ConnectionDraft,
    ConnectionQuery,
    Connections,
    WholeConnection,
    connection_shape,
    whole_connection_shape,
)
from app.connections import operations
from app.connections.models import Connection as Tie
from app.connections.queries import events_shared, side_of, visible_connections
from app.keeping import operations as keeping
from app.kit.clock import now
from app.web.find import find

SWITCHES = (
    ("muted", operations.mute, operations.unmute),
    ("vouched", operations.vouch, operations.vouch_no_more),
)
LATEST_TIE = Order((Tie.asked_at, Tie.id), descending=True)


@call("GET /connections", _l("List the people you know"))
def list_connections(query: ConnectionQuery) -> Connections:
    me, at = current_user(), now()
    rows, after = part(queries.living(visible_connections(me), me, at), LATEST_TIE, query)
    return Connections(items=[connection_shape(row, me, at) for row in rows], next=after)


@call("POST /connections", _l("Ask somebody to connect, or answer a code"), Scope.CONNECT,
      location="/connections/{id}")  # fmt: skip
def ask_to_connect(body: ConnectionDraft) -> Connection:
    me, at = current_user(), now()
    if body.code is not None:
        tie = operations.scan(me, body.code, body.share, at=at)
        return connection_shape(find(visible_connections(me).where(Tie.id == tie.id)), me, at)
    other = person_called(body.person or "")
    met_at = events_shared(me, other, at)
    event = met_at[0] if met_at else None
    tie = operations.request(me, other, event=event, at=at, greeting=body.greeting)
    if "share" in body.sent:
        operations.share(tie, me, body.share, at=at)
    return connection_shape(tie_with(other), me, at)


@call("GET /connections/<person_id>", _l("Read a connection"))
def show_connection(person_id: str) -> WholeConnection:
    return _whole(tie_with(person_called(person_id)))


@call("PATCH /connections/<person_id>", _l("Accept, note something, or share"), Scope.CONNECT)
def change_connection(person_id: str, body: ConnectionChange) -> WholeConnection:
    tie, me, sent = tie_with(person_called(person_id)), current_user(), body.sent
    if sent.get("accept"):
        operations.accept(tie, by=me, at=now())
    if sent.keys() & MEMORY.keys():
        operations.remember(tie, me, body.memory(side_of(tie, me)), at=now())
    if "cadence" in sent:
        keeping.keep_up(tie, me, body.cadence, at=now())
    for turn in (on if sent[name] else off for name, on, off in SWITCHES if name in sent):
        turn(tie, me, at=now())
    if "grants" in sent:
        operations.share(tie, me, body.grants, at=now())
    return _whole(tie)


@call("DELETE /connections/<person_id>", _l("End a connection, or decline one"), Scope.CONNECT)
def end_connection(person_id: str) -> None:
    operations.remove(tie_with(person_called(person_id)), by=current_user(), at=now())


def _whole(tie: Tie) -> WholeConnection:
    me = current_user()
    return whole_connection_shape(tie, me, side_of(tie, me), now())
