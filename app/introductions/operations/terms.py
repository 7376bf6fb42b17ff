"""Saying on which terms one takes part."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.connections.queries import contacts_of
from app.introductions import jobs
from app.introductions.models import Terms, Voucher
from app.introductions.operations.steps import hold_terms
from app.introductions.rules import CONNECTOR_CAP, TARGET_CAP, Topic, Vouching
from app.kit.db import db
from app.kit.queue import enqueue
from app.profiles import operations as profiles
from app.profiles.operations import Draft
from app.profiles.queries import profile_of


@dataclass(frozen=True)
class Choice:
    """Everything on one's terms, as one wants it."""

    is_connector: bool = False
    connector_cap: int = CONNECTOR_CAP
    is_paused: bool = False
    is_digest: bool = False
    is_prompted: bool = True
    hears_of_trouble: bool = False
    is_reachable: bool = False
    target_cap: int = TARGET_CAP
    topics: Sequence[str] = tuple(Topic)
    accepts_sales: bool = False
    vouching: Vouching = Vouching.ANY
    vouchers: Sequence[int] = ()


def choose_terms(member: User, choice: Choice, *, at: datetime) -> Terms:
    """Take the choice over. Only own contacts can be listed to vouch."""
    profile = profile_of(member)
    draft = replace(
        Draft.of(profile), is_connector=choice.is_connector, is_reachable=choice.is_reachable
    )
    profiles.save(profile, draft, at=at)
    terms = hold_terms(member)
    for name in ("connector_cap", "is_digest", "is_prompted", "hears_of_trouble", "target_cap"):
        setattr(terms, name, getattr(choice, name))
    terms.topics, terms.accepts_sales = sorted(choice.topics), choice.accepts_sales
    terms.vouching = choice.vouching
    pause(member, choice.is_paused, at=at)
    _list_vouchers(member, choice.vouchers)
    enqueue(jobs.go_on)
    return terms


def offer_to_connect(
    member: User, *, cap: int | None = None, is_paused: bool | None = None, at: datetime
) -> None:
    """Change how often one is asked to introduce, or rest; what is None stays."""
    if cap is not None:
        hold_terms(member).connector_cap = cap
    if is_paused is not None:
        pause(member, is_paused, at=at)


def pause(member: User, is_paused: bool, *, at: datetime) -> None:
    """Rest from being asked to introduce, or come back."""
    terms = hold_terms(member)
    if not is_paused:
        terms.paused_at = None
    elif terms.paused_at is None:
        terms.paused_at = at
    terms.is_paused_by_house = terms.is_paused_by_house and is_paused


def _list_vouchers(member: User, vouchers: Sequence[int]) -> None:
    db.session.execute(sa.delete(Voucher).where(Voucher.member_id == member.id))
    known = sa.select(User.id).where(User.id.in_(vouchers), User.id.in_(contacts_of(member)))
    db.session.add_all(
        Voucher(member_id=member.id, voucher_id=id_) for id_ in db.session.scalars(known)
    )
    db.session.flush()
