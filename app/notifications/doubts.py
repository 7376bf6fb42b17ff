"""Refusals in a row say something of the server, or of one domain, and not of the letters."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from app.notifications import destinations, ledger, rules
from app.notifications.ledger import Claim
from app.notifications.rules import Verdict
from app.notifications.wire import Lost, No

log = logging.getLogger(__name__)

CLOSING = 421
# So many in a row say that the fault is the server's, not the letters'.
LOST_LINES = 3
REFUSED_LETTERS = 20
ENOUGH = 0.999


class Doubts:
    """What one sender has come to think of the other side."""

    def __init__(self, schedule: Sequence[int], clock: Callable[[], datetime]) -> None:
        self.is_stopped = False
        self._schedule, self._clock = schedule, clock
        self._doubt = 0.0
        self._put_off: dict[str, int] = {}

    def clear(self, domain: str) -> None:
        """A letter to `domain` has been taken."""
        self._doubt = 0.0
        self._put_off.pop(domain, None)

    def put_off(self, held: Claim, no: No) -> None:
        """One domain that puts off letter after letter is given a rest of its own."""
        times = self._put_off[held.domain] = self._put_off.get(held.domain, 0) + 1
        rests, further = divmod(times, rules.PUT_OFF_IN_A_ROW)
        if rests and not further:
            until = self._clock() + rules.domain_rest(rests)
            destinations.rest(held.domain, until, str(no))

    def refused(self, no: No) -> None:
        """One more letter that was not taken."""
        share = 1 / (LOST_LINES if no.code == CLOSING else REFUSED_LETTERS)
        self._add(no, share, Verdict.REST if no.code == CLOSING else Verdict.PAUSE)

    def lost(self, lost: Lost) -> None:
        """One more line that broke."""
        self._add(lost, 1 / LOST_LINES, Verdict.REST)

    def stop(self, fault: Exception, verdict: Verdict) -> None:
        """Let the whole sender rest; nothing more is claimed until then."""
        span = rules.pause if verdict == Verdict.PAUSE else rules.rest
        at = self._clock()
        log.error("No mail goes out for a while: %s", fault)
        self._doubt, self.is_stopped = 0.0, True
        ledger.rest(str(fault), at + span(self._schedule), at=at)

    def _add(self, fault: Exception, share: float, verdict: Verdict) -> None:
        self._doubt += share
        if self._doubt > ENOUGH:
            self.stop(fault, verdict)
