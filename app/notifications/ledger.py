"""The outbox's bookkeeping: what is about to happen to a letter is written down first.

Everywhere else one request or one job is one transaction. Here every step commits: SMTP has no
two-phase commit, so a sender that is killed at any moment must leave a row that says how far
its letter got. Each step names the lease it works under; a row that another sender has taken
over meanwhile is not changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import cast
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import User
from app.kit.db import db
from app.notifications import destinations
from app.notifications.destinations import DOMAIN
from app.notifications.insisting import insist
from app.notifications.models import Destination, Mail, SenderPause
from app.notifications.rules import DIGEST_LETTER, Priority, State

LEASE = timedelta(seconds=60)
# Ten minutes for the server's answer to the dot (RFC 5321, 4.5.3.2.6), and a minute for us.
DOT_LEASE = timedelta(minutes=11)
PARKED_FOR = timedelta(minutes=15)
MOST_COPIES = 2
THE_PAUSE = 1

# Straight to the table: a letter's row is written three times, and nobody holds the object.
MAILS = cast("sa.Table", Mail.__table__)
# Nothing follows by itself.
ENDS = {State.SENT, State.FAILED, State.DEAD, State.ABORTED, State.SUPPRESSED, State.TOO_LATE}


@dataclass(frozen=True)
class Claim:
    """One letter in one sender's hands, until its lease ends."""

    mail_id: int
    lease_until: datetime
    tries: int
    copies: int
    domain: str = ""
    holds_others: bool = False
    has_dot: bool = False


@dataclass(frozen=True)
class Settlement:
    """How it went with one letter, not yet written down."""

    held: Claim
    state: State
    answer: str
    values: dict[str, object]


def claim(at: datetime, most: int = 1, rate: float = 0) -> list[Claim]:
    """Take the most urgent letters that are due, in nobody's hands, and may go where they go.

    With a `rate` in letters a second, a domain that is given some is left alone for as long as
    they are worth.
    """
    return insist(lambda: _claim(at, most, rate), is_vital=False)


def _claim(at: datetime, most: int, rate: float) -> list[Claim]:
    if _is_paused(at):
        return []
    query = (
        sa.select(Mail.id, Mail.tries, Mail.copies, Mail.kind, DOMAIN.label("domain"))
        .join(User, User.id == Mail.member_id)
        .outerjoin(Destination, Destination.domain == DOMAIN)
        .where(is_due(at), destinations.is_open(at))
        .order_by(Mail.priority, Mail.next_try_at, Mail.id)
        .limit(most)
        .with_for_update(of=Mail, skip_locked=True)
    )
    lease_until = at + LEASE
    taken = [
        Claim(
            mail_id=row.id,
            lease_until=lease_until,
            tries=row.tries + 1,
            copies=row.copies,
            domain=row.domain or "",
            holds_others=row.kind == DIGEST_LETTER,
        )
        for row in db.session.execute(query)
    ]
    if taken:
        ours = sa.update(Mail).where(Mail.id.in_([held.mail_id for held in taken]))
        values = {"state": State.CLAIMED, "lease_until": lease_until, "tries": Mail.tries + 1}
        db.session.execute(ours.values(values).execution_options(synchronize_session=False))
        if rate:
            destinations.count([held.domain for held in taken], at, rate)
    return taken


def next_opening(at: datetime) -> datetime | None:
    """When the first domain that letters are due for may be given some; None when none are."""
    query = (
        sa.select(sa.func.min(Destination.rests_until))
        .select_from(Mail)
        .join(User, User.id == Mail.member_id)
        .join(Destination, Destination.domain == DOMAIN)
        .where(is_due(at), Destination.reason == "", Destination.rests_until > at)
    )
    found = None if _is_paused(at) else db.session.scalar(query)
    db.session.rollback()
    return found


def _is_paused(at: datetime) -> bool:
    pause = db.session.get(SenderPause, THE_PAUSE)
    return pause is not None and pause.holds(at)


def is_due(at: datetime) -> sa.ColumnElement[bool]:
    """Whether a letter is to be sent at that moment. A parked one is sent once more, not twice."""
    return sa.and_(
        Mail.next_try_at <= at,
        Mail.digest_id.is_(None),
        sa.or_(
            Mail.state == State.QUEUED,
            sa.and_(Mail.state == State.PARKED, Mail.copies < MOST_COPIES),
        ),
    )


def has_due(at: datetime) -> bool:
    """Whether there is anything to send."""
    return bool(db.session.scalar(sa.select(sa.exists().where(is_due(at)))))


def begin_dot(held: Claim, at: datetime, owed: Settlement | None = None) -> Claim | None:
    """Write down that the letter is about to be handed over; None when it is no longer ours.

    What is `owed` of the letter before is written in the same breath.
    """
    dotted = replace(held, lease_until=at + DOT_LEASE, copies=held.copies + 1, has_dot=True)
    change = _ours(held, dotted).values(
        state=State.DOT,
        lease_until=dotted.lease_until,
        next_try_at=at + PARKED_FOR,
        copies=dotted.copies,
    )

    def write() -> int:
        if owed is not None:
            _settle(owed)
        return changed(change)

    return dotted if insist(write) else None


def settle(held: Claim, state: State, answer: str, **values: object) -> None:
    """Write down how it went, and let go of the letter. Insists while the database is away."""
    write_down(Settlement(held, state, answer, values))


def write_down(owed: Settlement) -> None:
    """Settle what is owed."""
    insist(lambda: _settle(owed))


def _settle(owed: Settlement) -> None:
    result = {"state": owed.state, "last_answer": owed.answer[:500], **owed.values}
    held, is_over = owed.held, owed.state in ENDS
    if changed(_ours(held).values(lease_until=None, **result)) and held.holds_others and is_over:
        # Whatever travelled inside this letter has come as far as it has.
        inside = sa.update(MAILS).where(
            Mail.digest_id == owed.held.mail_id, Mail.state == State.QUEUED
        )
        ended = {
            name: result[name] for name in ("state", "last_answer", "sent_at") if name in result
        }
        changed(inside.values(ended))


def let_go(held: Claim, reason: str) -> None:
    """Put the letter back as if it had not been taken: the fault was not its own."""
    settle(held, State.QUEUED, reason, tries=held.tries - 1, copies=held.copies)


def let_all_go(hands: Sequence[Claim], reason: str) -> None:
    """The same for letters of one claim that have not been begun, in one breath."""
    if hands:
        ids, until = [held.mail_id for held in hands], hands[0].lease_until
        mine = sa.and_(Mail.id.in_(ids), Mail.lease_until == until, Mail.state == State.CLAIMED)
        back = {"state": State.QUEUED, "lease_until": None, "last_answer": reason}
        change = sa.update(MAILS).where(mine).values(**back, tries=Mail.tries - 1)
        insist(lambda: changed(change))


def postpone(held: Claim, until: datetime, why: str) -> None:
    """Send the letter later."""
    settle(held, State.QUEUED, why, tries=held.tries - 1, next_try_at=until)


def fold(held: Claim, member_id: int, until: datetime, why: str) -> None:
    """Let the letter travel inside the one that `member_id` gets at that time."""

    def write() -> None:
        digest_id = _digest_at(member_id, until)
        values = {"tries": held.tries - 1, "next_try_at": until, "digest_id": digest_id}
        _settle(Settlement(held, State.QUEUED, why, values))

    insist(write)


def _digest_at(member_id: int, until: datetime) -> int:
    key = f"{DIGEST_LETTER}:{member_id}:{until.astimezone(UTC):%Y%m%dT%H%M}"
    usual = {"priority": Priority.BULK, "state": State.QUEUED, "tries": 0, "copies": 0}
    times = {"posted_at": until, "dated_at": until, "next_try_at": until}
    row = insert(Mail).values(
        uid=uuid4(),
        dedupe_key=key,
        member_id=member_id,
        kind=DIGEST_LETTER,
        last_answer="",
        **usual,
        **times,
    )
    db.session.execute(row.on_conflict_do_nothing(index_elements=[Mail.dedupe_key]))
    return db.session.scalars(sa.select(Mail.id).where(Mail.dedupe_key == key)).one()


def rest(reason: str, until: datetime, *, at: datetime) -> None:
    """Let the whole sender rest. Every letter stays where it is."""

    def write() -> None:
        pause = db.session.get(SenderPause, THE_PAUSE) or SenderPause(id=THE_PAUSE, began_at=at)
        pause.until, pause.reason = until, reason[:500]
        db.session.add(pause)

    insist(write)


def wake() -> None:
    """The server takes our letters: nothing is left of the last rest."""
    insist(lambda: db.session.execute(sa.delete(SenderPause)))


def _ours(*stages: Claim) -> sa.Update:
    """The letter as long as it stands at one of these stages of being ours.

    The second is for a commit whose answer was lost: then the change has been made already.
    """
    return sa.update(MAILS).where(
        Mail.id == stages[0].mail_id,
        sa.or_(
            *(
                sa.and_(
                    Mail.lease_until == held.lease_until,
                    Mail.state == (State.DOT if held.has_dot else State.CLAIMED),
                )
                for held in stages
            )
        ),
    )


def changed(change: sa.Update) -> int:
    """Make the change; how many rows it was."""
    result = db.session.execute(change, execution_options={"synchronize_session": False})
    return int(getattr(result, "rowcount", 0))
