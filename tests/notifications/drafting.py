"""One letter as the sender would write it now."""

from datetime import datetime

from app.notifications.drafts import Withheld, drafts
from app.notifications.ledger import Claim
from app.notifications.wire import Envelope

__all__ = ["Withheld", "draft"]


def draft(mail_id: int, at: datetime) -> Envelope:
    """The letter in its envelope. Raises whatever keeps it from leaving."""
    ((_held, outcome),) = drafts([Claim(mail_id, at, 1, 0)], at)
    if isinstance(outcome, Exception):
        raise outcome
    return outcome
