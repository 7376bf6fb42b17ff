"""Drawing lots so that anybody can work the result out again: `kizuna-draw-1`.

`docs/draw.md` describes it in words, `docs/verify_draw.py` does the same without this program.
"""

import hashlib
import hmac
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ALGORITHM = "kizuna-draw-1"
SEED_BYTES = 32
MOST_WEIGHT = 3
# A power that every weight divides, so that roots need no fractions.
POWER = 6
BITS = 256


@dataclass(frozen=True)
class Entry:
    """One person in a draw, under the public name of their registration.

    `companion` is the entry they come with or not at all. Who `is_waiting` for somebody's answer
    is in the order, and takes no seat.
    """

    name: str
    wishes: tuple[int, ...]
    weight: int = 1
    is_nominee: bool = False
    companion: str | None = None
    is_waiting: bool = False


@dataclass(frozen=True)
class Lot:
    """A slot in a draw: the seats there are to give, and how many of them to people named."""

    slot_id: int
    seats: int | None
    nominee_max: int = 0


@dataclass(frozen=True)
class Result:
    """The order of everybody by name, and the slot of each who has a seat."""

    order: list[str]
    seats: dict[str, int]


def commitment(seed: bytes) -> str:
    """What is published before anybody enters: SHA-256 of the seed."""
    return hashlib.sha256(seed).hexdigest()


def weight(losses: int) -> int:
    """How heavy a lot is after so many draws lost."""
    return min(1 + losses, MOST_WEIGHT)


def same_text(value: str) -> str:
    """A public value as it is hashed: one width, no white space around it."""
    return unicodedata.normalize("NFKC", value).strip()


def drawn(seed: bytes, value: str, entries: Sequence[Entry], lots: Sequence[Lot]) -> Result:
    """Put everybody in order and seat them: each at their first wish that has room.

    People named by the organizers come first, as far as their number was announced.
    """
    parties = sorted(_parties(entries), key=lambda party: _place(party, _key(seed, value)))
    named = _named(parties, lots)
    parties.sort(key=lambda party: party[0].name not in named)
    return Result([entry.name for party in parties for entry in party], _seated(parties, lots))


def _parties(entries: Iterable[Entry]) -> list[tuple[Entry, ...]]:
    """Who comes alone, and pairs, the smaller name first."""
    by_name = {entry.name: entry for entry in sorted(entries, key=lambda entry: entry.name)}
    parties: list[tuple[Entry, ...]] = []
    for entry in by_name.values():
        companion = by_name.get(entry.companion or "")
        if companion is None:
            parties.append((entry,))
        elif entry.name < companion.name:
            parties.append((entry, companion))
    return parties


def _key(seed: bytes, value: str) -> bytes:
    """The key of all lots; with a public value in it, whoever holds the seed cannot steer it."""
    text = same_text(value)
    return hmac.digest(seed, text.encode(), "sha256") if text else seed


def _place(party: tuple[Entry, ...], key: bytes) -> tuple[int, bytes]:
    """Where a party stands in the order. A pair has one lot, and the lighter of its weights.

    The lot is HMAC-SHA256 of the name, the smallest first. With weights the largest u^(1/w) comes
    first (Efraimidis and Spirakis 2006), u being one minus the lot's share of all lots.
    """
    lot = hmac.digest(key, party[0].name.encode(), "sha256")
    root = POWER // min(entry.weight for entry in party)
    u = (1 << BITS) - int.from_bytes(lot, "big")
    return -(u**root << BITS * (POWER - root)), lot


def _named(parties: list[tuple[Entry, ...]], lots: Sequence[Lot]) -> set[str]:
    """The first names of parties that were named, as many as each slot announced."""
    left = {lot.slot_id: lot.nominee_max for lot in lots}
    named = set()
    for party in parties:
        slot_id = next((wish for wish in party[0].wishes if wish in left), None)
        if slot_id is None or not all(entry.is_nominee for entry in party):
            continue
        if left[slot_id] >= len(party):
            left[slot_id] -= len(party)
            named.add(party[0].name)
    return named


def _seated(parties: list[tuple[Entry, ...]], lots: Sequence[Lot]) -> dict[str, int]:
    room = {lot.slot_id: lot.seats for lot in lots}
    given: Counter[int] = Counter()
    seats = {}
    for party in parties:
        slot_id = next((wish for wish in _common(party) if _fits(party, wish, room, given)), None)
        if slot_id is None or any(entry.is_waiting for entry in party):
            continue
        given[slot_id] += len(party)
        seats.update(dict.fromkeys((entry.name for entry in party), slot_id))
    return seats


def _common(party: tuple[Entry, ...]) -> list[int]:
    """The wishes of everybody in the party, in the order of the first."""
    return [wish for wish in party[0].wishes if all(wish in entry.wishes for entry in party)]


def _fits(
    party: tuple[Entry, ...], wish: int, room: dict[int, int | None], given: Counter[int]
) -> bool:
    seats = room.get(wish, 0)
    return seats is None or given[wish] + len(party) <= seats
