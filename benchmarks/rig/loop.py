"""What one would write first: one pair after the other, and nothing else."""

from math import log, sqrt

from app.matching.engine.balance import COMPATIBLE, MIXES_INDUSTRIES
from app.matching.engine.people import Facet, Person
from app.matching.engine.score import World

FACTORS = {"interests": 1.0, "learning": 1.0, "hobbies": 0.8, "languages": 0.2}
SINGLE = {"school": 0.8, "hometown": 0.6, "occupation": 0.4, "age_group": 0.3}


def points_of(a: Person, b: Person, world: World) -> float:
    """The score by its formula, without reasons."""
    share, weight = world.balance, world.snapshot.weight
    x = 0.0
    for facet, factor in FACTORS.items():
        for tag in getattr(a, facet) & getattr(b, facet):
            x += factor * weight(Facet(facet), tag)
    for facet, factor in SINGLE.items():
        if getattr(a, facet) == getattr(b, facet):
            x += factor * weight(Facet(facet), getattr(a, facet))
    g = sum(weight(Facet.OFFERS, tag) for tag in a.needs & b.offers)
    v = sum(weight(Facet.OFFERS, tag) for tag in a.offers & b.needs)
    get, give = g / (g + 0.5), v / (v + 0.5)
    total = share.shared * x / (x + 1) + share.help * (get + give) / 2
    if get and give:
        total += share.mutual * 2 * get * give / (get + give)
    return 100 * (total + _ground(a, b, world) + share.route * _route(a, b, world))


def _ground(a: Person, b: Person, world: World) -> float:
    share, topics = world.balance, world.context.topics
    best = max((COMPATIBLE.get((p, q), 0) for p in a.purposes for q in b.purposes), default=0)
    fits = (a.industry != b.industry) == (world.context.kind in MIXES_INDUSTRIES)
    covered = min(len(a.interests & topics), len(b.interests & topics)) / (len(topics) or 1)
    return share.purpose * best + share.industry * fits + share.topic * covered


def _route(a: Person, b: Person, world: World) -> float:
    mine, theirs, degree = world.contacts.of(a.id), world.contacts.of(b.id), world.contacts.degree
    both = mine.keys() & theirs.keys()
    r = sum(sqrt(mine[it] * theirs[it]) / log(2 + degree.get(it, 0)) for it in both)
    return r / (r + 1)
