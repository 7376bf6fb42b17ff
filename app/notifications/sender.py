"""Sending what is due: a handful at a time over one line, each step of each written down.

Letters are written at the moment they leave. A fault of one letter stops that letter; a fault of
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

from app.kit.clock import now
from app.kit.db import db, raise_if_passing
from app.kit.queue import leaving
from app.notifications import bounces, ledger, rules
from app.notifications.doubts import CLOSING, Doubts
from app.notifications.drafts import Outcome, Postponed, Withheld, drafts
from app.notifications.ledger import Claim, Settlement
from app.notifications.rules import Phase, State, Verdict
from app.notifications.tidying import tidy
from app.notifications.wire import Envelope, Line, Lost, No, open_line

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]

DRAIN_SECONDS = 1200.0
# So many are claimed and written together at most; whatever has not left by then is put back, so
# that nothing urgent waits for them and what they say is no older than that. Where machine or
# server is slow, fewer are taken next time: what is put back has been written in vain.
HANDFUL = 64
HANDFUL_SECONDS = 5.0
LONGEST_WAIT = 5.0
# After this long without an answer to the dot, the letter waits aside and the others go on.
ASIDE_AFTER = 10.0
ANSWER_SECONDS = 600.0
MOST_ASIDE = 5
# A letter that we cannot even write is given up sooner than one that the server puts off.
FAULTY_TRIES = 5


@dataclass(frozen=True)
class Aside:
    """A letter whose dot is given and whose answer is still awaited."""

    line: Line
    held: Claim
    envelope: Envelope
    until: float

    def fileno(self) -> int:
        return self.line.fileno()


def empty_outbox(seconds: float = DRAIN_SECONDS, clock: Clock = now) -> int:
    """Send until nothing is due, `seconds` have passed or the worker leaves; how many went out."""
    tidy(clock())
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
        self._owed: Settlement | None = None
        self._doubts = Doubts(schedule, clock)
        self._most = rules.first_handful(HANDFUL)

    def work(self, seconds: float) -> None:
        """Send until nothing is due and no answer is awaited."""
        until = time.monotonic() + seconds
        while True:
            self._listen()
            is_time = time.monotonic() < until and not leaving.is_set()
            may_go_on = is_time and len(self._aside) < MOST_ASIDE
            at = self._clock()
            hands = self._claim(at) if may_go_on else []
            if hands:
                self._carry_all(hands)
            elif self._aside:
                select.select(self._aside, [], [], 1)
            elif not (may_go_on and self._waits_its_turn(at)):
                return

    def _claim(self, at: datetime) -> list[Claim]:
        return ledger.claim(at, self._most, current_app.config["MAIL_RATE"])

    def _waits_its_turn(self, at: datetime) -> bool:
        """Wait for a domain that had had its share at that moment; False when none opens soon."""
        opens_at = ledger.next_opening(at)
        if opens_at is None or (left := (opens_at - at).total_seconds()) > LONGEST_WAIT:
            return False
        time.sleep(max(left, 0.01))
        return True

    def _carry_all(self, hands: list[Claim]) -> None:
        """Write a handful of letters and bring each as far as it gets."""
        began = time.monotonic()
        written = drafts(hands, self._clock())
        done = 0
        for held, outcome in written:
            is_late = leaving.is_set() or time.monotonic() - began > HANDFUL_SECONDS
            if (done and is_late) or self._doubts.is_stopped:
                break
            self._carry(held, outcome)
            done += 1
        ledger.let_all_go([left for left, _ in written[done:]], "Put back.")
        self._doubts.is_stopped = False
        self._pay()
        self._most = rules.handful(done, time.monotonic() - began, HANDFUL_SECONDS, HANDFUL)

    def hang_up(self) -> None:
        """Close every line. Letters whose answer has not come are found again by their lease."""
        for aside in self._aside:
            aside.line.close()
        self._aside.clear()
        self._drop_line()

    def _carry(self, held: Claim, outcome: Outcome) -> None:
        """Bring one letter as far as it gets. Whatever is wrong with it ends with it."""
        if isinstance(outcome, Exception):
            self._left_behind(held, outcome)
            return
        try:
            line = self._connected()
            line.offer(outcome)
        except No as no:
            self._refused(held, no, outcome)
        except Lost as lost:
            self._lost(held, lost)
        except Exception as fault:
            # One letter that cannot be sent must not keep the others from leaving.
            self._broken(held, fault)
        else:
            self._hand_over(held, line, outcome)

    def _left_behind(self, held: Claim, why: Exception) -> None:
        """Write down why there is no letter, or not yet."""
        if isinstance(why, Withheld):
            ledger.settle(held, why.state, str(why))
        elif not isinstance(why, Postponed):
            self._broken(held, why)
        elif why.joins_digest:
            ledger.fold(held, why.member_id, why.until, str(why))
        else:
            ledger.postpone(held, why.until, str(why))

    def _hand_over(self, held: Claim, line: Line, envelope: Envelope) -> None:
        """Give the dot, having said so, and hear what the server makes of it."""
        owed, self._owed = self._owed, None
        dotted = ledger.begin_dot(held, self._clock(), owed)
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
            self._answered(dotted, *answer, envelope)
        else:
            until = time.monotonic() + ANSWER_SECONDS - ASIDE_AFTER
            self._aside.append(Aside(line, dotted, envelope, until))
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
                    self._answered(aside.held, *answer, aside.envelope)
                elif time.monotonic() < aside.until:
                    continue
                else:
                    self._park(aside.held, "No answer within ten minutes.")
            aside.line.close()
            self._aside.remove(aside)
        self._pay()

    def _answered(self, held: Claim, code: int, text: str, envelope: Envelope) -> None:
        if rules.verdict(Phase.DOT, code) == Verdict.SENT:
            # Written down with the next letter's dot, or at the end of the handful: one commit
            # less for each letter, and still no more than one that a crash could send again.
            self._pay()
            values: dict[str, object] = {"sent_at": self._clock()}
            self._owed = Settlement(held, State.SENT, f"{code} {text}", values)
            self.sent += 1
            self._doubts.clear(held.domain)
            self._prove()
        else:
            # It has said that it does not have the letter: this was no copy.
            uncopied = replace(held, copies=held.copies - 1)
            self._refused(uncopied, No(Phase.DOT, code, text), envelope)

    def _pay(self) -> None:
        """Write down what is still owed."""
        owed, self._owed = self._owed, None
        if owed is not None:
            ledger.write_down(owed)

    def _prove(self) -> None:
        if not self._is_proven:
            self._is_proven = True
            ledger.wake()

    def _refused(self, held: Claim, no: No, envelope: Envelope) -> None:
        verdict = rules.verdict(no.phase, no.code)
        if verdict in (Verdict.REST, Verdict.PAUSE):
            ledger.let_go(held, str(no))
            self._stop(no, verdict)
            return
        if verdict == Verdict.DEAD:
            ledger.settle(held, State.DEAD, str(no), copies=held.copies)
            if no.phase == Phase.RCPT:
                bounces.refused(envelope.recipient, str(no), at=self._clock())
        else:
            self._again(held, str(no), self._schedule)
            self._doubts.put_off(held, no)
        if no.code == CLOSING:
            self._drop_line()
        self._doubts.refused(no)

    def _lost(self, held: Claim, lost: Lost) -> None:
        self._drop_line()
        if lost.phase == Phase.SESSION:
            ledger.let_go(held, str(lost))
            self._stop(lost, Verdict.REST)
        else:
            self._again(held, str(lost), self._schedule)
            self._doubts.lost(lost)

    def _broken(self, held: Claim, fault: Exception) -> None:
        """The one place that catches everything: one bad letter must not stop the next."""
        db.session.rollback()
        raise_if_passing(fault)
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

    def _stop(self, fault: Exception, verdict: Verdict) -> None:
        self._drop_line()
        self._doubts.stop(fault, verdict)

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
