"""What stands in the way of putting a request to somebody, or of bringing two together."""

from datetime import datetime

from app.accounts.models import User
from app.connections.queries import are_connected
from app.introductions import queries
from app.introductions.models import Introduction
from app.introductions.operations.steps import hold_terms, words_of
from app.introductions.rules import TARGET_PENDING, EndReason, Party
from app.moderation.queries import are_kept_apart
from app.profiles.queries import profile_of
from app.profiles.traits import Stance


def hindrance(row: Introduction, person: User | None, at: datetime) -> EndReason | None:
    """Why `person` cannot be asked just now; None when they can. Holds their terms."""
    if person is None or not person.is_verified or not row.asker.is_verified:
        return EndReason.PARTY_LEFT
    if is_blocked(row):
        return EndReason.BLOCKED
    if not _is_open_to(row, person) or _know_each_other(row):
        return EndReason.NO_PATH
    if not row.is_proposed and queries.is_resting(row.asker, person, at, but=row.id):
        return EndReason.RESTING
    reached, pending = queries.reached_and_pending(person, Party.TARGET, at)
    full = reached >= hold_terms(person).target_cap or pending >= TARGET_PENDING
    return EndReason.CAPPED if full else None


def broken(row: Introduction) -> EndReason | None:
    """What has come between the three since the connector gave their word."""
    asker, connector, target = row.asker, row.connector, row.target
    if connector is None or target is None:
        return EndReason.PARTY_LEFT
    if not all(person.is_verified for person in (asker, connector, target)):
        return EndReason.PARTY_LEFT
    if is_blocked(row):
        return EndReason.BLOCKED
    if not has_standing_consents(row):
        return EndReason.CHANGED
    still_tied = are_connected(asker, connector) and are_connected(connector, target)
    return None if still_tied else EndReason.PARTY_LEFT


def has_standing_consents(row: Introduction) -> bool:
    """Whether those who spoke before said yes to exactly these words and fields."""
    parties = (Party.CONNECTOR,) if row.is_proposed else (Party.ASKER, Party.CONNECTOR)
    given = {party: row.said_yes(party) for party in parties}
    return all(
        yes is not None and yes.words_hash == words_of(row, party) for party, yes in given.items()
    )


def is_blocked(row: Introduction) -> bool:
    people = present(row)
    return any(
        are_kept_apart(one, other)
        for place, one in enumerate(people)
        for other in people[place + 1 :]
    )


def present(row: Introduction) -> list[User]:
    """Those of the three who are known by now and still here."""
    return [person for person in (row.asker, row.connector, row.target) if person is not None]


def _is_open_to(row: Introduction, person: User) -> bool:
    """Whether `person` lets themselves be asked about this, by way of this connector."""
    profile, terms = profile_of(person), queries.terms_of(person)
    accepts_sales = terms.accepts_sales
    if accepts_sales is None:
        accepts_sales = profile.stance != Stance.NONE
    if not profile.is_reachable or (row.is_selling and not accepts_sales):
        return False
    if not row.is_proposed and row.topic not in terms.topics:
        return False
    may_vouch = queries.vouchers_of(person)
    return may_vouch is None or row.connector_id is None or row.connector_id in may_vouch


def _know_each_other(row: Introduction) -> bool:
    return row.target is not None and are_connected(row.asker, row.target)
