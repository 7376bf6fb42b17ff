"""What the recaps of one evening are made of, found for a handful of readers at once.

Everything about people goes through `cards_for_each`, so that a block, a closed account or a
withdrawn grant holds from the next letter on.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.accounts.models import User
from app.announcements.rules import scope_of_group
from app.attendance.queries import came_ids
from app.connections.models import Connection, Side
from app.connections.people import Card
from app.connections.together import (
    Pair,
    cards_for_each,
    muted_among,
    sides_among,
    ties_made_at,
)
from app.events.models import Event
from app.introductions.queries.giving import prompted_among
from app.kit.batch import share, shared
from app.matching.queries import Match, missed_by_each, table_mates_of_each
from app.notifications.promotion import wanted_among
from app.notifications.queries import ways_of
from app.notifications.rules import Way
from app.recaps.models import Feedback, HostsWords
from app.recaps.queries import answers_of, words_for
from app.recaps.rules import told

MOST_MISSED = 3


@dataclass(frozen=True)
class Acquaintance:
    """Somebody the reader met, with what they have let the reader know.

    `note` and `cadence_days` are the reader's own.
    """

    person: User
    line: str
    contacts: dict[str, str]
    note: str = ""
    cadence_days: int | None = None


@dataclass(frozen=True)
class Gathered:
    """By reader: the people of their evening, their answer, and what they have said yes to."""

    came: int | None
    words: HostsWords | None
    connected: dict[int, list[Acquaintance]]
    mates: dict[int, list[Acquaintance]]
    missed: dict[int, list[Match]]
    answers: dict[int, Feedback]
    prompted: set[int]
    want_promotion: set[int]


def gather_for(event: Event, readers: Sequence[User], *, at: datetime) -> None:
    """Within a batch, find what is needed for all of these before their letters are written."""
    found = _gathered(event, readers, at)
    for reader in readers:
        share(_key(event, reader), found)


def gathered(event: Event, reader: User, *, at: datetime) -> Gathered:
    """What has been gathered for `reader` and others, or is now for them alone."""
    return shared(_key(event, reader), lambda: _gathered(event, [reader], at))


def _key(event: Event, reader: User) -> tuple[str, int, int]:
    return ("recap", event.id, reader.id)


def _gathered(event: Event, readers: Sequence[User], at: datetime) -> Gathered:
    ids = [reader.id for reader in readers]
    met = _Met.of(event, readers, at)
    cards = cards_for_each([*met.ties, *met.mates, *met.missed])
    sides = sides_among({tie.id for tie in met.ties.values()})
    return Gathered(
        came=shared(("came", event.id), lambda: told(len(came_ids(event)))),
        words=shared(("recap words", event.id), lambda: words_for(event)),
        connected={
            me: [
                _acquainted(card, sides.get((met.ties[me, card.person.id].id, me)))
                for card in cards.get(me, ())
                if (me, card.person.id) in met.ties
            ]
            for me in ids
        },
        mates={
            me: [
                _acquainted(card) for card in cards.get(me, ()) if (me, card.person.id) in met.mates
            ]
            for me in ids
        },
        missed=_still_visible(met.missed, cards),
        answers=answers_of(event, ids),
        prompted=prompted_among(ids, at),
        want_promotion=_who_want_promotion(event, ids),
    )


@dataclass(frozen=True)
class _Met:
    """Readers and others, before it is asked who may see whom: nobody stands in two of these."""

    ties: dict[Pair, Connection]
    mates: set[Pair]
    missed: dict[Pair, Match]

    @classmethod
    def of(cls, event: Event, readers: Sequence[User], at: datetime) -> "_Met":
        ids = {reader.id for reader in readers}
        muted = muted_among(ids)
        ties = {
            (me, _other(tie, me)): tie
            for me, made in ties_made_at(event.id, ids).items()
            for tie in made
            if me in ids and (me, _other(tie, me)) not in muted
        }
        known = muted | ties.keys()
        sat = table_mates_of_each(event.id, ids)
        return cls(
            ties=ties,
            mates={(me, mate) for me, mates in sat.items() for mate in mates} - known,
            missed={
                (me, match.person.id): match
                for me, found in missed_by_each(event, readers, at=at, limit=MOST_MISSED).items()
                for match in found
                if (me, match.person.id) not in known
            },
        )


def _still_visible(
    missed: dict[Pair, Match], cards: dict[int, list[Card]]
) -> dict[int, list[Match]]:
    seen = {(me, card.person.id) for me, mine in cards.items() for card in mine}
    found: dict[int, list[Match]] = {}
    for pair, match in missed.items():
        if pair in seen:
            found.setdefault(pair[0], []).append(match)
    return found


def _who_want_promotion(event: Event, ids: Collection[int]) -> set[int]:
    """Who has said yes to hearing of what comes next, and no to nothing of this group."""
    scope = scope_of_group(event.group.public_id)
    ways = ways_of(ids)
    return {me for me in wanted_among(ids) if ways.get((me, scope)) != Way.OFF}


def _other(tie: Connection, me: int) -> int:
    return tie.high_id if tie.low_id == me else tie.low_id


def _acquainted(card: Card, mine: Side | None = None) -> Acquaintance:
    line = card.words.get("headline") or card.words.get("occupation") or ""
    note, days = (mine.note, mine.cadence_days) if mine else ("", None)
    return Acquaintance(card.person, line, card.contacts, note, days)
