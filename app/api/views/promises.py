"""What one has said one would do."""

from flask import abort
from flask_babel import lazy_gettext as _l

from app.accounts.models import Scope
from app.accounts.session import current_user
from app.api.calls import call
from app.api.cursors import Order, part
from app.api.shapes.promises import (
    Fate,
    OwnPromise,
    OwnPromises,
    PromiseChange,
    PromiseDraft,
    PromiseQuery,
    promise_shape,
)
from app.connections.models import Connection
from app.keeping import operations
from app.keeping.models import Pledge
from app.keeping.queries import contact_called, own_pledges, with_people
from app.kit.clock import now
from app.web.find import find

LATEST = Order((Pledge.made_at, Pledge.id), descending=True)
STATES = {
    Fate.OPEN: (Pledge.done_at.is_(None), Pledge.dropped_at.is_(None)),
    Fate.DONE: (Pledge.done_at.is_not(None),),
    Fate.LET_GO: (Pledge.dropped_at.is_not(None),),
}


@call("GET /promises", _l("List what you said you would do"))
def list_promises(query: PromiseQuery) -> OwnPromises:
    me = current_user()
    wanted = own_pledges(me).where(*STATES[query.state] if query.state else ())
    rows, after = part(wanted, LATEST, query)
    return OwnPromises(items=[promise_shape(one) for one in with_people(rows, me)], next=after)


@call("POST /promises", _l("Write down what you said you would do"), Scope.CONNECT,
      location="/promises/{id}")  # fmt: skip
def make_promise(body: PromiseDraft) -> OwnPromise:
    word = operations.Word(body.words, _contact(body.person), body.whom, body.due_on)
    return _told(operations.promise(current_user(), word, at=now()))


@call("GET /promises/<promise_id>", _l("Read a promise of yours"))
def show_promise(promise_id: str) -> OwnPromise:
    return _told(_mine(promise_id))


@call("PATCH /promises/<promise_id>", _l("Change it, or say that it is done"), Scope.CONNECT)
def change_promise(promise_id: str, body: PromiseChange) -> OwnPromise:
    row, me, sent = _mine(promise_id), current_user(), body.sent
    word = operations.Word(
        sent.get("words", row.words),
        _contact(body.person),
        sent.get("whom", row.whom),
        sent.get("due_on", row.due_on),
    )
    operations.word_anew(row, word, keeps_tie="person" not in sent)
    match sent.get("state"):
        case Fate.DONE:
            operations.keep_promise(row, me, at=now())
        case Fate.LET_GO:
            operations.let_go(row, me, at=now())
        case Fate.OPEN:
            operations.take_up_again(row, me)
    return _told(row)


@call("DELETE /promises/<promise_id>", _l("Delete a promise of yours"), Scope.CONNECT)
def forget_promise(promise_id: str) -> None:
    operations.forget_promise(_mine(promise_id))


def _contact(person_id: str | None) -> Connection | None:
    """The tie with somebody who is named; nobody else may be."""
    if person_id is None:
        return None
    return contact_called(current_user(), person_id) or abort(404)


def _mine(promise_id: str) -> Pledge:
    return find(own_pledges(current_user()).where(Pledge.public_id == promise_id))


def _told(row: Pledge) -> OwnPromise:
    (promised,) = with_people([row], current_user())
    return promise_shape(promised)
