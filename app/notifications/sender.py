"""Sending what is due: one letter after the other over one line, each step written down.

A letter is written at the moment it leaves. A fault of one letter stops that letter; a fault of
the server stops the sender and leaves every letter where it is. A server that takes its time
over an answer keeps only its own letter waiting: the others go on over a new line.
"""

import logging
import select
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parseaddr

from flask import current_app
from sqlalchemy.exc import DBAPIError

from app.kit.clock import now
from app.kit.db import db, is_passing
from app.notifications import ledger, rules
from app.notifications.drafts import Withheld, draft
from app.notifications.ledger import Claim
from app.notifications.rules import Phase, State, Verdict
from app.notifications.wire import Line, Lost, No, open_line

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]

DRAIN_SECONDS = 1200.0
# After this long without an answer to the dot, the letter waits aside and the others go on.
ASIDE_AFTER = 10.0
ANSWER_SECONDS = 600.0
MOST_ASIDE = 5
# So many in a row say that the fault is the server's, not the letters'.
LOST_LINES = 3
REFUSED_LETTERS = 20
ENOUGH = 0.999
# A letter that we cannot even write is given up sooner than one that the server puts off.
FAULTY_TRIES = 5
CLOSING = 421


@dataclass(frozen=True)
class Aside:
    """A letter whose dot is given and whose answer is still awaited."""

    line: Line
    held: Claim
    until: float

    def fileno(self) -> int:
        return self.line.fileno()


def empty_outbox(seconds: float = DRAIN_SECONDS, clock: Clock = now) -> int:
    """Send what is due until nothing is, or `seconds` have passed. Returns how many went out."""
    ledger.tidy(clock())
    is_needed = ledger.has_due(clock())
    db.session.rollback()
    if not is_needed:
        return 0
    if not current_app.config["MAIL_URL"]:
        log.warning("Mail is waiting, but MAIL_URL names no mail server.")
        return 0
    sender = Sender(current_app.config["MAIL_RETRY_SCHEDULE"], clock)
    try:
        sender.work(seconds)
    finally:
        sender.hang_up()
    return sender.sent


class Sender:
    """One sender at work. Several may work at once, in one process or on many machines."""

    def __init__(self, schedule: Sequence[int], clock: Clock) -> None:
        self.sent = 0
        self._schedule, self._clock = schedule, clock
        self._line: Line | None = None
        self._is_proven = False
        self._aside: list[Aside] = []
        self._doubt = 0.0

    def work(self, seconds: float) -> None:
        """Send until nothing is due and no answer is awaited."""
        until = time.monotonic() + seconds
        while True:
            self._listen()
            may_go_on = time.monotonic() < until and len(self._aside) < MOST_ASIDE
            held = ledger.claim(self._clock()) if may_go_on else None
            if held is not None:
                self._carry(held)
            elif self._aside:
                select.select(self._aside, [], [], 1)
            else:
                return

    def hang_up(self) -> None:
        """Close every line. Letters whose answer has not come are found again by their lease."""
        for aside in self._aside:
            aside.line.close()
        self._aside.clear()
        self._drop_line()

    def _carry(self, held: Claim) -> None:
        """Bring one letter as far as it gets. Whatever is wrong with it ends with it."""
        try:
            envelope = draft(held.mail_id, self._clock())
            line = self._connected()
            line.offer(envelope)
        except Withheld as why:
            ledger.settle(held, why.state, str(why))
        except No as no:
            self._refused(held, no)
        except Lost as lost:
            self._lost(held, lost)
        except Exception as fault:
            # One letter that cannot be written or sent must not keep the others from leaving.
            self._broken(held, fault)
        else:
            self._hand_over(held, line)

    def _hand_over(self, held: Claim, line: Line) -> None:
        """Give the dot, having said so, and hear what the server makes of it."""
        dotted = ledger.begin_dot(held, self._clock())
        if dotted is None:  # we were so slow that another sender has taken it over
            self._drop_line()
            return
        try:
            line.dot()
            answer = line.answer(ASIDE_AFTER)
        except (No, Lost) as lost:
            self._drop_line()
            self._park(dotted, str(lost))
            return
        if answer is not None:
            self._answered(dotted, *answer)
        else:
            self._aside.append(Aside(line, dotted, time.monotonic() + ANSWER_SECONDS - ASIDE_AFTER))
            self._line = None

    def _listen(self) -> None:
        """Hear the answers that have come late, and give up on those that never will."""
        for aside in list(self._aside):
            try:
                answer = aside.line.answer(0)
            except (No, Lost) as lost:
                self._park(aside.held, str(lost))
            else:
                if answer is not None:
                    self._answered(aside.held, *answer)
                elif time.monotonic() < aside.until:
                    continue
                else:
                    self._park(aside.held, "No answer within ten minutes.")
            aside.line.close()
            self._aside.remove(aside)

    def _answered(self, held: Claim, code: int, text: str) -> None:
        if rules.verdict(Phase.DOT, code) == Verdict.SENT:
            ledger.settle(held, State.SENT, f"{code} {text}", sent_at=self._clock())
            self.sent += 1
            self._doubt = 0.0
            self._prove()
        else:
            # It has said that it does not have the letter: this was no copy.
            self._refused(replace(held, copies=held.copies - 1), No(Phase.DOT, code, text))

    def _prove(self) -> None:
        if not self._is_proven:
            self._is_proven = True
            ledger.wake()

    def _refused(self, held: Claim, no: No) -> None:
        verdict = rules.verdict(no.phase, no.code)
        if verdict in (Verdict.REST, Verdict.PAUSE):
            ledger.let_go(held, str(no))
            self._stop(no, verdict)
            return
        if verdict == Verdict.DEAD:
            ledger.settle(held, State.DEAD, str(no), copies=held.copies)
        else:
            self._again(held, str(no), self._schedule)
        if no.code == CLOSING:
            self._drop_line()
        self._doubted(no, 1 / (LOST_LINES if no.code == CLOSING else REFUSED_LETTERS))

    def _lost(self, held: Claim, lost: Lost) -> None:
        self._drop_line()
        if lost.phase == Phase.SESSION:
            ledger.let_go(held, str(lost))
            self._stop(lost, Verdict.REST)
        else:
            self._again(held, str(lost), self._schedule)
            self._doubted(lost, 1 / LOST_LINES)

    def _broken(self, held: Claim, fault: Exception) -> None:
        """The one place that catches everything: one bad letter must not stop the next."""
        db.session.rollback()
        if isinstance(fault, DBAPIError) and is_passing(fault):
            raise fault
        log.error("Mail %s could not be written", held.mail_id, exc_info=fault)
        self._drop_line()
        self._again(held, f"{type(fault).__name__}: {fault}", self._schedule[: FAULTY_TRIES - 1])

    def _again(self, held: Claim, reason: str, schedule: Sequence[int]) -> None:
        at = rules.next_try(held.tries, schedule, self._clock())
        if at is None:
            ledger.settle(held, State.FAILED, reason, copies=held.copies)
        else:
            ledger.settle(held, State.QUEUED, reason, copies=held.copies, next_try_at=at)

    def _park(self, held: Claim, reason: str) -> None:
        again_at = self._clock() + ledger.PARKED_FOR
        ledger.settle(held, State.PARKED, reason, next_try_at=again_at)

    def _doubted(self, fault: Exception, share: float) -> None:
        """So many faults in a row are not the letters' own."""
        self._doubt += share
        if self._doubt > ENOUGH:
            self._stop(fault, Verdict.PAUSE if share < 1 / LOST_LINES else Verdict.REST)

    def _stop(self, fault: Exception, verdict: Verdict) -> None:
        """Let the whole sender rest; nothing more is claimed until then."""
        span = rules.pause if verdict == Verdict.PAUSE else rules.rest
        at = self._clock()
        log.error("No mail goes out for a while: %s", fault)
        self._doubt = 0.0
        self._drop_line()
        ledger.rest(str(fault), at + span(self._schedule), at=at)

    def _connected(self) -> Line:
        if self._line is None:
            config = current_app.config
            hostname = parseaddr(config["MAIL_FROM"])[1].rpartition("@")[2]
            self._line = open_line(config["MAIL_URL"], hostname or "localhost")
            self._is_proven = False
        return self._line

    def _drop_line(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None
