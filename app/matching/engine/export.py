"""An evening as anybody can work it out again: everything that counted, by numbers alone."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from app.matching.engine.balance import COMPATIBLE, MIXES_INDUSTRIES, shared_at
from app.matching.engine.house import Round
from app.matching.engine.people import Facet, Person
from app.matching.engine.pool import Pair, Pool
from app.matching.engine.score import Reason, Why, decompose
from app.matching.engine.suggest import MOST_FOR_SEEN, Suggestions

SCHEMA: Final = "match-export/1"
_DIGITS: Final = 4
_LISTS: Final = (
    Facet.INTERESTS,
    Facet.HOBBIES,
    Facet.LEARNING,
    Facet.LANGUAGES,
    Facet.OFFERS,
    Facet.NEEDS,
    Facet.PURPOSES,
)
_SINGLE: Final = (
    Facet.HOMETOWN,
    Facet.SCHOOL,
    Facet.AGE_GROUP,
    Facet.OCCUPATION,
    Facet.INDUSTRY,
)
_KIND: Final = {
    Facet.INTERESTS: "interest",
    Facet.HOBBIES: "hobby",
    Facet.LANGUAGES: "language",
}


def exported(pool: Pool, lists: Suggestions, rounds: Sequence[Round], k: int) -> dict[str, Any]:
    """What `match-export/1` holds. Of `pool` those attend to whom `lists` were given."""
    attending = {person.id for person in lists.pool.people}
    here = {person.id for person in pool.people}
    seated = [{it for table in tables for it in table} for tables in rounds]
    return {
        "schema": SCHEMA,
        "k": k,
        "event": _event(pool),
        "snapshot": pool.world.snapshot.version,
        "weights": pool.world.snapshot.kept(),
        "params": _params(pool),
        "members": [_member(it, attending) for it in pool.people],
        "blocks": _pairs(pool.apart, here),
        "met": _pairs(pool.met | pool.dismissed, here),
        "contacts": [
            [person, contact, strength]
            for person, known in sorted(pool.world.contacts.strength.items())
            for contact, strength in sorted(known.items())
        ],
        "degrees": {str(it): degree for it, degree in pool.world.contacts.degree.items()},
        "shown": [[a, b, n] for (a, b), n in sorted(pool.seen.items()) if a in here and b in here],
        "suggestions": {str(it): _list(lists, it) for it in sorted(attending)},
        "rounds": [[list(table) for table in tables] for tables in rounds],
        "absent": [sorted(here - known) for known in seated],
        "seats": max((len(table) for tables in rounds for table in tables), default=2),
    }


def _event(pool: Pool) -> dict[str, Any]:
    context = pool.world.context
    return {
        "kind": context.kind.value,
        "topics": sorted(context.topics),
        "no_sales": context.no_sales,
        "language": context.language,
        "mixes_industries": context.kind in MIXES_INDUSTRIES,
    }


def _params(pool: Pool) -> dict[str, Any]:
    return {
        "terms": asdict(pool.world.balance),
        "purposes": [[p, q, value] for (p, q), value in sorted(COMPATIBLE.items())],
        "facets": {
            facet.value: factor for facet, factor in shared_at(pool.world.context.kind).items()
        },
        "half": {"shared": 1.0, "help": 0.5, "route": 1.0},
        "seen": MOST_FOR_SEEN,
    }


def _member(person: Person, attending: set[int]) -> dict[str, Any]:
    return {
        "id": person.id,
        "attending": person.id in attending,
        "opt_out": person.opted_out,
        **{facet.value: sorted(getattr(person, facet.value)) for facet in _LISTS},
        **{facet.value: getattr(person, facet.value) for facet in _SINGLE},
        "seller": person.seller,
        "accepts_sales": person.accepts_sales,
    }


def _list(lists: Suggestions, viewer: int) -> list[dict[str, Any]]:
    pool = lists.pool
    me = pool.people[pool.place[viewer]]
    return [
        {
            "id": other,
            "by_chance": (viewer, other) in lists.chance,
            **_scored(me, pool.people[pool.place[other]], pool),
        }
        for other in lists.ids(viewer)
    ]


def _scored(me: Person, other: Person, pool: Pool) -> dict[str, Any]:
    reasons = decompose(me, other, pool.world)
    return {
        "score": round(sum(reason.points for reason in reasons), _DIGITS),
        "reasons": [
            {
                "term": reason.term.value if reason.term else "",
                "tag": _tag(reason),
                "points": round(reason.points, _DIGITS),
            }
            for reason in reasons
        ],
    }


def _tag(reason: Reason) -> str:
    """What the points are for, as `weights` and `members` name it."""
    if reason.kind is Why.THEY_OFFER:
        return f"get:skill:{reason.mine}"
    if reason.kind is Why.YOU_OFFER:
        return f"give:skill:{reason.mine}"
    if reason.kind is Why.MUTUAL_CONTACT:
        return f"contact:{reason.mine}"
    name = _KIND.get(reason.facet, reason.facet.value) if reason.facet else ""
    both = f"{reason.mine}" if reason.mine == reason.theirs else f"{reason.mine}+{reason.theirs}"
    return f"{name}:{both}"


def _pairs(pairs: frozenset[Pair], here: set[int]) -> list[list[int]]:
    return [
        [low, high]
        for low, high in sorted({(min(pair), max(pair)) for pair in pairs})
        if low in here and high in here
    ]
