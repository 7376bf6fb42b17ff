"""Writing letters at the moment they leave, a handful at a time, or saying why one stays.

What a handful has in common is loaded once. All of them are handed over within seconds.
"""

import logging
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime

from flask import current_app

from app.kit.batch import batch
from app.kit.db import db, raise_if_passing
from app.kit.nights import after_night, is_night, next_morning
from app.notifications import composers, envelopes, queries
from app.notifications.envelopes import Unaddressable, sealed
from app.notifications.ledger import Claim
from app.notifications.models import Mail
from app.notifications.rules import DIGEST, DIGEST_TIME, MOST_A_DAY, Priority, State, Way
from app.notifications.wire import Envelope

log = logging.getLogger(__name__)


class Withheld(Exception):
    """The letter does not go out, and that is how it should be."""

    def __init__(self, state: State, why: str) -> None:
        super().__init__(why)
        self.state = state


class Postponed(Exception):
    """The letter goes out later: in the morning, or together with others."""

    def __init__(self, until: datetime, why: str, *, member_id: int, joins_digest: bool) -> None:
        super().__init__(why)
        self.until, self.member_id, self.joins_digest = until, member_id, joins_digest


Outcome = Envelope | Exception


@dataclass(frozen=True)
class _Readers:
    """What is known of everybody a handful of letters is for."""

    ways: dict[tuple[int, str], Way]
    lately: dict[int, int]
    addresses: set[str]
    given_up: set[str]

    def gives_back(self, address: str) -> bool:
        """Whether mail to `address` comes back; one that is nobody's own is asked about."""
        if address in self.addresses:
            return address in self.given_up
        return queries.gives_mail_back(address)


def drafts(hands: Sequence[Claim], at: datetime) -> list[tuple[Claim, Outcome]]:
    """Each letter in its envelope, or why there is none. Changes nothing.

    A letter that cannot be written does not keep the others from being written.
    """
    done: list[tuple[Claim, Outcome]] = []
    while len(done) < len(hands):
        done += _as_far_as_it_goes(hands[len(done) :], at)
    return done


def _as_far_as_it_goes(hands: Sequence[Claim], at: datetime) -> list[tuple[Claim, Outcome]]:
    """The letters up to and with the first that fails: the transaction is lost with it.

    What goes wrong while they are prepared together is some letter's fault, and found there.
    """
    try:
        return _written(hands, at, composers.prepare)
    except Exception as fault:
        raise_if_passing(fault)
        log.exception("%s letters could not be prepared together", len(hands))
        return _written(hands, at, _each_for_itself)


def _each_for_itself(_mails: Sequence[Mail]) -> None:
    """Let every letter find what it needs by itself."""


def _written(
    hands: Sequence[Claim], at: datetime, prepare: Callable[[Sequence[Mail]], None]
) -> list[tuple[Claim, Outcome]]:
    done: list[tuple[Claim, Outcome]] = []
    with ExitStack() as stack:
        # The network may take minutes; the database is not kept waiting for it.
        stack.callback(db.session.rollback)
        # Letters hold links: they are written as the pages of BASE_URL are.
        base = current_app.config["BASE_URL"]
        stack.enter_context(current_app.test_request_context(base_url=base))
        stack.enter_context(batch())
        mails = queries.mails_in([held.mail_id for held in hands])
        readers = _readers(list(mails.values()), at)
        prepare(list(mails.values()))
        for held in hands:
            outcome, is_broken = _draft(mails.get(held.mail_id), readers, at)
            done.append((held, outcome))
            if is_broken:
                break
    return done


def _readers(mails: Sequence[Mail], at: datetime) -> _Readers:
    ids = {mail.member_id for mail in mails}
    addresses = {mail.member.email for mail in mails if mail.member.email}
    return _Readers(
        ways=queries.ways_of(ids),
        lately=queries.optional_mails_lately(ids, at),
        addresses=addresses,
        given_up=queries.given_up(addresses),
    )


def _draft(mail: Mail | None, readers: _Readers, at: datetime) -> tuple[Outcome, bool]:
    """What became of one letter, and whether the transaction can be trusted no more."""
    try:
        return _sealed(_checked(mail, readers, at), readers), False
    except (Withheld, Postponed) as why:
        return why, False
    except Exception as fault:
        raise_if_passing(fault)
        # One letter that cannot be written must not keep the others from leaving.
        return fault, True


def _checked(mail: Mail | None, readers: _Readers, at: datetime) -> Mail:
    """A letter that is to be written, and now. Raises Withheld or Postponed."""
    if mail is None:
        raise Withheld(State.ABORTED, "The person has left.")
    if mail.expires_at is not None and mail.expires_at <= at:
        raise Withheld(State.TOO_LATE, "Its time has passed.")
    if mail.member.disabled_at is not None:
        raise Withheld(State.SUPPRESSED, "The account is closed.")
    _check_wishes(mail, readers, at)
    _check_night(mail, at)
    return mail


def _check_wishes(mail: Mail, readers: _Readers, at: datetime) -> None:
    topic = composers.topic_of(mail.kind)
    if topic is None:
        return
    way = readers.ways.get((mail.member_id, topic), Way.EACH)
    if way == Way.OFF:
        raise Withheld(State.SUPPRESSED, "Unsubscribed.")
    if mail.priority == Priority.AWAITED:
        return
    has_enough = readers.lately.get(mail.member_id, 0) >= MOST_A_DAY
    if way == Way.DIGEST or has_enough:
        if readers.ways.get((mail.member_id, DIGEST)) == Way.OFF:
            raise Withheld(State.SUPPRESSED, "Unsubscribed from the daily letter.")
        until = next_morning(at, mail.member.timezone, DIGEST_TIME)
        why = "Together with others." if way == Way.DIGEST else "Enough for one day."
        raise Postponed(until, why, member_id=mail.member_id, joins_digest=True)
    readers.lately[mail.member_id] = readers.lately.get(mail.member_id, 0) + 1


def _check_night(mail: Mail, at: datetime) -> None:
    """Nobody is woken, unless by what they wait for, or by what would come too late."""
    if not current_app.config["QUIET_HOURS"] or mail.priority == Priority.AWAITED:
        return
    if composers.desk(mail.kind).manner.at_night or not is_night(at, mail.member.timezone):
        return
    until = after_night(at, mail.member.timezone)
    if mail.expires_at is None or until < mail.expires_at:
        raise Postponed(until, "It is night there.", member_id=mail.member_id, joins_digest=False)


def _sealed(mail: Mail, readers: _Readers) -> Envelope:
    letter = composers.compose(mail)
    if letter is None:
        raise Withheld(State.ABORTED, "What it was about is no longer so.")
    address = letter.to or mail.member.email
    if address is None:
        raise Withheld(State.SUPPRESSED, "There is no address.")
    if not composers.desk(mail.kind).manner.is_security and readers.gives_back(address):
        raise Withheld(State.SUPPRESSED, "Mail to this address comes back.")
    config = current_app.config
    desk = envelopes.Desk(config["MAIL_FROM"], config["MAIL_REPLY_DOMAIN"], config["SECRET_KEY"])
    try:
        return sealed(mail, letter, to=address, desk=desk)
    except Unaddressable as wrong:
        raise Withheld(State.DEAD, str(wrong)) from wrong
