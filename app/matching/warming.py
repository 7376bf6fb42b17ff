"""The fast search made ready before anybody needs it: its machine code is compiled and kept.

Run as a program of its own, so that no other work waits for it.
"""

import os
import signal
from importlib.util import find_spec

from app.matching.engine.people import Contacts, Context, Kind, Person
from app.matching.engine.score import World
from app.servers.tether import die_with_parent

POLITE = 15


def is_of_use() -> bool:
    """Whether there is machine code to be made here at all."""
    return find_spec("numba") is not None


def warm() -> int:
    """Search a community of three, fairly, as a large one is; returns how many lists were made."""
    from app.matching.engine.index import Index
    from app.matching.engine.pool import Pool
    from app.matching.engine.suggest import suggest

    tags = frozenset((1, 2))
    people = tuple(
        Person(
            number,
            interests=tags,
            offers=tags,
            needs=tags,
            industry=1,
            purposes=frozenset(("friends",)),
        )
        for number in (1, 2, 3)
    )
    contacts = Contacts({1: {9: 1.0}, 2: {9: 2.0}}, {9: 2})
    world = World(Context(Kind.STUDY_GROUP, topics=tags), contacts=contacts)
    index = Index.of(people, world, never=((1, 3),), seen={(1, 2): 1})
    index.row(0)
    suggest(Pool(people, world))
    return len(index.best_of_all(2).people)


if __name__ == "__main__":
    die_with_parent(signal.SIGKILL)
    os.nice(POLITE)
    warm()
