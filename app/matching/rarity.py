"""How rare each tag is, kept by words instead of numbers, so that it outlives one calculation."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.matching.engine.people import Facet, Person
from app.matching.engine.weights import Snapshot, take_snapshot
from app.matching.reading import WRITTEN, Codebook
from app.profiles.rules import tag_key

# An offer and a need of the same thing are one skill to the engine.
KINDS = {
    Facet.INTERESTS: "interest",
    Facet.HOBBIES: "hobby",
    Facet.LEARNING: "learning",
    Facet.SCHOOL: "school",
    Facet.HOMETOWN: "hometown",
    Facet.AGE_GROUP: "age_group",
    Facet.OCCUPATION: "occupation",
    Facet.LANGUAGES: "language",
    Facet.OFFERS: "skill",
    Facet.NEEDS: "skill",
}
_IN_WORDS = {KINDS[facet] for facet in (*WRITTEN, Facet.LANGUAGES) if facet in KINDS}


def weigh(people: Iterable[Person], codes: Codebook) -> dict[str, float]:
    """The weight of every tag among these people, by kind and tag or word."""
    snapshot = take_snapshot(list(people))
    return {
        _name(kind, number, codes): weight for (kind, number), weight in snapshot.weights.items()
    }


def snapshot_of(weights: Mapping[str, Any], people: Iterable[Person], codes: Codebook) -> Snapshot:
    """The kept weights of the tags that these people have; a new one is as rare as can be."""
    wanted = {
        (kind, number)
        for person in people
        for facet, kind in KINDS.items()
        for number in person.tags(facet)
    }
    named = ((key, _name(*key, codes)) for key in wanted)
    return Snapshot({key: float(weights[name]) for key, name in named if name in weights})


def _name(kind: str, number: int, codes: Codebook) -> str:
    return f"{kind}:{tag_key(codes.words[number]) if kind in _IN_WORDS else number}"
