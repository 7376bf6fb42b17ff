"""The page a monitoring program asks."""

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from app.accounts.access import public
from app.accounts.session import viewer
from app.admin.metrics import MIME, metrics
from app.kit.clock import now
from app.policy import Can, allows

bp = Blueprint("monitoring", __name__)

LOOPBACK = ("127.0.0.1", "::1")


@bp.get("/metrics")
@public
def show() -> ResponseReturnValue:
    """For programs on this machine and for staff; to everybody else it does not exist."""
    member = viewer()
    if not (_is_local() or (member is not None and allows(member, Can.READ_OUTBOX))):
        abort(404)
    return Response(metrics(now()), mimetype=MIME)


def _is_local() -> bool:
    """Whether the call begins here; what a proxy passes on begins elsewhere."""
    is_passed_on = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "Via"))
    return request.remote_addr in LOOPBACK and not is_passed_on
