"""What somebody shares with whom, all in one place, and since when."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.connections.models import Connection, Side
from app.connections.queries import visible_connections
from app.connections.rules import State
from app.introductions.models import Consent
from app.kit.db import db


@dataclass(frozen=True)
class Shared:
    """The fields one person sees of another, since when they last changed."""

    person: User
    fields: list[str]
    since: datetime


def shared_by(member: User) -> list[Shared]:
    """Every way to be reached that `member` has opened to somebody, the latest first."""
    ties = visible_connections(member).where(Connection.state == State.ACTIVE)
    query = (
        ties.join(Side, Side.connection_id == Connection.id)
        .where(Side.owner_id == member.id, sa.func.cardinality(Side.shares) > 0)
        .order_by(Side.changed_at.desc(), Connection.id.desc())
        .add_columns(Side)
    )
    return [
        Shared(tie.other(member), list(side.shares), side.changed_at)
        for tie, side in db.session.execute(query)
    ]


def consents_of(member: User) -> "sa.Select[Consent]":
    """Every yes `member` has given in an introduction, the latest first."""
    latest = (Consent.given_at.desc(), Consent.introduction_id.desc(), Consent.party)
    return sa.select(Consent).where(Consent.member_id == member.id).order_by(*latest)
