"""What a reader of a recap says with one tap, about somebody it named."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.connections.operations import request
from app.events.models import Event
from app.keeping.operations import keep_up
from app.keeping.rules import Cadence
from app.kit.errors import Refused
from app.matching.operations import like, tell_afterwards
from app.matching.rules.feedback import Said
from app.recaps.queries.naming import Named
from app.recaps.rules import Tap


class NotOffered(Refused):
    message = _l("That can no longer be said about this person.")


def tap(event: Event, named: Named, chosen: Tap, *, by: User, at: datetime) -> None:
    """Do what one button says. Locks as what it does.

    Raises NotOffered, and what connecting and marking raise.
    """
    if chosen not in named.taps:
        raise NotOffered
    if named.tie is not None and chosen.days is not None:
        cadence = Cadence(chosen.days) if chosen.days else None
        keep_up(named.tie, by, cadence, at=at)
    elif chosen == Tap.CONNECT:
        request(by, named.person, event=event, at=at)
    elif chosen == Tap.LIKE:
        like(by, named.person, event=event, at=at)
    else:
        said = Said.MET if chosen == Tap.MET else Said.NOT_MET
        tell_afterwards(by, named.person, said, event=event, at=at)
