"""Working lists out ahead: for everybody of an occasion together, so that they are fair to all."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from itertools import islice

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import SignIn
from app.attendance.queries import present_ids
from app.events.models import Event
from app.kit.db import db, take_time
from app.matching.circles import FEW, Circle, circle, community_ids
from app.matching.engine.suggest import suggest
from app.matching.marks import mark_of_presence
from app.matching.models.lists import Listed, Listing, Showing
from app.matching.queries.lists import who_shows_themselves
from app.matching.queries.picking import is_drawn_blindly
from app.matching.rarity import weigh
from app.matching.rules.listing import PER_LIST, SHORT, Came, occasion_of, seed_of, woven

Tick = Callable[[int, int], None]
# Viewer, person, place and how they came there.
Place = tuple[int, int, int, Came]

AT_A_TIME = 5_000
# Of more people than this not everybody is scored with everybody.
AT_MOST_DENSE = 2_000
STEPS = 4


def work_out(listing: Listing, *, at: datetime, tick: Tick) -> int:
    """Make everybody's list of one occasion anew; returns for how many people.

    Who stood on the old lists counts as seen by those who were around since. Locks the listing.
    """
    # Among a hundred thousand that takes minutes, in which the database hears nothing.
    take_time()
    _count_showings(listing, at)
    event = db.session.get(Event, listing.event_id) if listing.event_id is not None else None
    ids = _people_of(listing, event)
    tick(1, STEPS)
    among = circle(event, ids, at=at)
    tick(2, STEPS)
    listing.people = len(ids)
    if event is None or len(ids) >= FEW:
        listing.weights = weigh(among.pool.people, among.codes)
    work = _of_few if len(ids) <= AT_MOST_DENSE else _of_many
    lists = work(among, _seed(event, at))
    tick(3, STEPS)
    _write(listing, lists)
    listing.made_at, listing.wanted_at = at, None
    tick(STEPS, STEPS)
    return len(ids)


def want(occasion: str, event_id: int | None, mark: str, *, at: datetime) -> None:
    """Ask for an occasion's lists to be made anew, unless they are of this mark already.

    Asked for again before they are made, only the mark changes: many changes are one.
    """
    row = insert(Listing).values(
        occasion=occasion, event_id=event_id, mark=mark, wanted_at=at, people=0
    )
    since = sa.func.coalesce(Listing.wanted_at, at)
    again = row.on_conflict_do_update(
        index_elements=[Listing.occasion],
        set_={"mark": mark, "wanted_at": since},
        where=Listing.mark != mark,
    )
    db.session.execute(again)


def _people_of(listing: Listing, event: Event | None) -> set[int]:
    if event is None:
        return set(db.session.scalars(community_ids()))
    shown = who_shows_themselves(event)
    if listing.occasion == occasion_of(event.id, is_here=False):
        return shown
    here = shown & present_ids(event)
    listing.mark = mark_of_presence(here)
    return here


def _seed(event: Event | None, at: datetime) -> int:
    return event.id if event is not None else seed_of(at)


def _of_few(among: Circle, seed: int) -> Iterator[Place]:
    """Everybody's list by all scores at once, fair to all."""
    lists = suggest(among.pool, k=PER_LIST, seed=seed)
    for person in among.pool.people:
        by_lot = Came.LOT if is_drawn_blindly(person.id, seed) else Came.CHANCE
        for place, other in enumerate(lists.ids(person.id), start=1):
            is_chance = (person.id, other) in lists.chance
            yield person.id, other, place, by_lot if is_chance else Came.BEST


def _of_many(among: Circle, seed: int) -> Iterator[Place]:
    """Everybody's list out of very many: each one's best, shared out so that they are fair."""
    # Where there are few people, its machine code need not be loaded.
    from app.matching.engine.index import Index
    from app.matching.fairness import shared_out

    pool = among.pool
    never = pool.apart | pool.met | pool.dismissed
    index = Index.of(pool.people, pool.world, never=never, seen=pool.seen, seed=seed)
    for row in shared_out(index, PER_LIST, never=never, seed=seed):
        me = pool.people[row.viewer].id
        by_lot = Came.LOT if is_drawn_blindly(me, seed) else Came.CHANCE
        for place, (other, came) in enumerate(woven(row.best, row.drawn, by_lot), start=1):
            yield me, pool.people[other].id, place, came


def _write(listing: Listing, places: Iterable[Place]) -> None:
    db.session.execute(sa.delete(Listed).where(Listed.listing_id == listing.id))
    rows = (
        {
            "listing_id": listing.id,
            "viewer_id": viewer,
            "person_id": person,
            "place": place,
            "came": came,
        }
        for viewer, person, place, came in places
    )
    while batch := list(islice(rows, AT_A_TIME)):
        db.session.execute(sa.insert(Listed), batch)


def _count_showings(listing: Listing, at: datetime) -> None:
    """Whoever was around since has seen the first ones on their list, once a day."""
    if listing.made_at is None:
        return
    around = sa.select(SignIn.member_id).where(SignIn.seen_at > listing.made_at)
    seen = sa.select(Listed.viewer_id, Listed.person_id, sa.literal(1), sa.literal(at)).where(
        Listed.listing_id == listing.id, Listed.place <= SHORT, Listed.viewer_id.in_(around)
    )
    columns = ["viewer_id", "person_id", "times", "last_at"]
    row = insert(Showing).from_select(columns, seen)
    today = sa.func.date_trunc("day", sa.literal(at))
    db.session.execute(
        row.on_conflict_do_update(
            index_elements=[Showing.viewer_id, Showing.person_id],
            set_={"times": Showing.times + 1, "last_at": at},
            where=Showing.last_at < today,
        )
    )


def forget_listings(event_ids: Collection[int]) -> int:
    """Drop the lists of evenings that are over."""
    gone = sa.delete(Listing).where(Listing.event_id.in_(event_ids)).returning(Listing.id)
    return len(list(db.session.scalars(gone)))
