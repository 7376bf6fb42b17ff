"""How rare each tag is, kept by words instead of numbers, so that it outlives one calculation."""

from collections.abc import Iterable

from app.matching.engine.people import Facet, Person
from app.matching.engine.weights import take_snapshot
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


def names_of(people: Iterable[Person], codes: Codebook) -> dict[tuple[str, int], str]:
    """What the weight of each tag that these people have is kept under, by kind and number."""
    wanted = {
        (kind, number)
        for person in people
        for facet, kind in KINDS.items()
        for number in person.tags(facet)
    }
    return {key: _name(*key, codes) for key in wanted}


def _name(kind: str, number: int, codes: Codebook) -> str:
    return f"{kind}:{tag_key(codes.words[number]) if kind in _IN_WORDS else number}"
