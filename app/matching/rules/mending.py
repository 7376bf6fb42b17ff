"""Tables put right at the last moment, with the least change: who left goes, who came sits down."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

Pair = tuple[int, int]

TRIO = 3


@dataclass(frozen=True)
class Manners:
    """What holds at tables: how many at most, who may not sit together, how often who has met."""

    size: int
    apart: frozenset[Pair] = frozenset()
    met: Mapping[Pair, int] = field(default_factory=dict)

    def may_sit(self, person: int, table: Iterable[int]) -> bool:
        return not any((person, it) in self.apart or (it, person) in self.apart for it in table)

    def again(self, person: int, table: Iterable[int]) -> int:
        """How often this person has sat with these."""
        return sum(self.met.get((min(person, it), max(person, it)), 0) for it in table)


@dataclass(frozen=True)
class Mended:
    """The tables as they are now, and those for whom no place was found."""

    tables: dict[int, tuple[int, ...]]
    without: tuple[int, ...]


def mended(
    tables: Mapping[int, Collection[int]],
    here: Collection[int],
    manners: Manners,
    locked: Collection[int] = (),
) -> Mended:
    """The same tables for those who are here.

    Whoever left goes; whoever is alone, or beside somebody they must not meet, sits elsewhere;
    those who came late sit where there is room and they have met fewest. Nobody joins a locked
    table. Where there is no room, those who stand make tables of their own, and one who is left
    over makes a trio of a pair, or is joined by somebody from a large table.
    """
    room = _Room(tables, set(here), manners, set(locked))
    for way in (room.find_a_chair, room.join_others, room.make_a_trio, room.be_joined):
        for person in sorted(room.standing):
            if person in room.standing:
                way(person)
    seated = {number: tuple(sorted(table)) for number, table in sorted(room.tables.items())}
    return Mended(seated, tuple(sorted(room.standing)))


class _Room:
    """The tables while they are being put right."""

    def __init__(
        self,
        tables: Mapping[int, Collection[int]],
        here: set[int],
        manners: Manners,
        locked: set[int],
    ) -> None:
        self.manners = manners
        self.locked = locked
        self.tables: dict[int, list[int]] = {}
        for number, table in tables.items():
            stays = self._at_peace(it for it in table if it in here)
            if len(stays) > 1:
                self.tables[number] = stays
        self.standing = here - {it for table in self.tables.values() for it in table}

    def _at_peace(self, table: Iterable[int]) -> list[int]:
        stays: list[int] = []
        for person in sorted(table):
            if self.manners.may_sit(person, stays):
                stays.append(person)
        return stays

    def find_a_chair(self, person: int) -> None:
        self._sit(person, self._best(person, below=self.manners.size))

    def make_a_trio(self, person: int) -> None:
        if self.manners.size < TRIO:
            self._sit(person, self._best(person, below=TRIO))

    def join_others(self, person: int) -> None:
        """A new table of those who stand and may sit together."""
        table = [person]
        for other in sorted(self.standing - {person}):
            if len(table) < self.manners.size and self.manners.may_sit(other, table):
                table.append(other)
        if len(table) > 1:
            self._open(table)

    def be_joined(self, person: int) -> None:
        """Somebody comes over from the largest table that can spare one."""
        for number in sorted(self._open_numbers(), key=lambda it: -len(self.tables[it])):
            table = self.tables[number]
            mate = next((it for it in table if self.manners.may_sit(it, [person])), None)
            if len(table) >= TRIO and mate is not None:
                table.remove(mate)
                self._open([person, mate])
                return

    def _best(self, person: int, *, below: int) -> int | None:
        """The open table with fewer than `below` where this person has met fewest."""
        found = [
            (self.manners.again(person, table), len(table), number)
            for number in self._open_numbers()
            if len(table := self.tables[number]) < below and self.manners.may_sit(person, table)
        ]
        return min(found)[2] if found else None

    def _open_numbers(self) -> list[int]:
        return sorted(set(self.tables) - self.locked)

    def _sit(self, person: int, number: int | None) -> None:
        if number is not None:
            self.tables[number].append(person)
            self.standing.discard(person)

    def _open(self, table: list[int]) -> None:
        free = next(it for it in range(1, len(self.tables) + 2) if it not in self.tables)
        self.tables[free] = table
        self.standing -= set(table)
