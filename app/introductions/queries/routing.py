"""Who could pass a request on, and how much is asked of them already."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.connections.routes import Way, connectors_of, ways_between
from app.introductions.models import Approach, Introduction, Terms, Voucher
from app.introductions.queries.budgets import loads
from app.introductions.queries.terms import usual_terms
from app.introductions.rules import MONTH, Party, Route, Vouching
from app.kit.db import db


def routes(introduction: Introduction, target: User, at: datetime) -> list[Route]:
    """Everyone who knows both, lets themselves be asked, and may vouch to `target`."""
    may_vouch = vouchers_of(target)
    ways = [
        way
        for way in ways_between(introduction.asker, target)
        if may_vouch is None or way.through[0] in may_vouch
    ]
    return _untried(introduction, ways, at)


def routes_from(introduction: Introduction, at: datetime) -> list[Route]:
    """The asker's own contacts who let themselves be asked."""
    return _untried(introduction, connectors_of(introduction.asker), at)


def named_route(introduction: Introduction, connector: User, at: datetime) -> Route | None:
    """The one connector the asker has named, where they can be asked."""
    own = [way for way in connectors_of(introduction.asker) if way.through[0] == connector.id]
    return next(iter(_untried(introduction, own, at)), None)


def vouchers_of(target: User) -> set[int] | None:
    """Through whom alone `target` may be reached; None: through anybody."""
    terms = db.session.get(Terms, target.id)
    if terms is None or terms.vouching == Vouching.ANY:
        return None
    return listed_by(target)


def listed_by(member: User) -> set[int]:
    """Ids of those whom `member` has listed to vouch."""
    listed = sa.select(Voucher.voucher_id).where(Voucher.member_id == member.id)
    return set(db.session.scalars(listed))


def _untried(introduction: Introduction, ways: Iterable[Way], at: datetime) -> list[Route]:
    """Those who do not rest, and whom this asker has not troubled within the month."""
    tried = _asked_by(introduction.asker, at) | {a.member_id for a in introduction.approaches}
    strengths = {way.through[0]: way.strength for way in ways if way.through[0] not in tried}
    terms = _terms_of(strengths)
    asked = loads([*strengths], Party.CONNECTOR, at)
    return [
        Route(id_, *asked.get(id_, (0, 0)), strength, terms[id_].connector_cap)
        for id_, strength in strengths.items()
        if terms[id_].paused_at is None
    ]


def _terms_of(member_ids: Iterable[int]) -> dict[int, Terms]:
    kept = sa.select(Terms).where(Terms.member_id.in_([*member_ids]))
    found = {terms.member_id: terms for terms in db.session.scalars(kept)}
    return {id_: found.get(id_) or usual_terms(id_) for id_ in member_ids}


def _asked_by(asker: User, at: datetime) -> set[int]:
    """Connectors whom this asker's requests reached within the month: once is enough."""
    query = (
        sa.select(Approach.member_id)
        .join(Introduction, Introduction.id == Approach.introduction_id)
        .where(Introduction.asker_id == asker.id, Approach.party == Party.CONNECTOR)
        .where(Approach.asked_at > at - MONTH)
    )
    return set(db.session.scalars(query))
