"""Who of the crowd knows whom: people who came to the same evening."""

from datetime import timedelta

from app.connections.models import Connection, Side
from app.connections.rules import Origin, State, in_pair_order
from app.demo.crowd.evenings import Guest
from app.demo.crowd.rules import Size
from app.demo.crowd.writing import Row, Tell, put, put_numbered
from app.moderation.models import Block

CONTACTS: tuple[list[str], ...] = (["email"], [], ["email"], [])
ONE_BLOCK_IN = 500


def tie(size: Size, came: list[Guest], ids: list[int], tell: Tell) -> int:
    """Connect people who met, keep a few apart; returns how many connections there are."""
    lots = size.lots("ties")
    rows = _met(size, came)
    tie_ids = put_numbered(Connection, list(rows.values()), tell)
    sides = [
        {
            "connection_id": tie_id,
            "owner_id": owner_id,
            "shares": lots.choice(CONTACTS),
            "changed_at": row["connected_at"],
        }
        for tie_id, (pair, row) in zip(tie_ids, rows.items(), strict=True)
        for owner_id in pair
    ]
    put(Side, sides, tell)
    pairs = {tuple(sorted(lots.sample(ids, 2))) for _ in range(len(ids) // ONE_BLOCK_IN)}
    at = came[0].night.row["ends_at"] if came else None
    apart = [{"blocker_id": one, "blocked_id": other, "blocked_at": at} for one, other in
             sorted(pairs - rows.keys())] if at else []  # fmt: skip
    put(Block, apart, tell)
    return len(rows)


def _met(size: Size, came: list[Guest]) -> dict[tuple[int, int], Row]:
    """Two new acquaintances an evening for everybody who came, each pair once."""
    lots, by_night = size.lots("meetings"), dict[int, list[Guest]]()
    for guest in came:
        by_night.setdefault(guest.night.event_id, []).append(guest)
    rows: dict[tuple[int, int], Row] = {}
    for guests in by_night.values():
        for guest in guests:
            other = lots.choice(guests)
            if other.member_id != guest.member_id:
                pair = in_pair_order(guest.member_id, other.member_id)
                rows.setdefault(pair, _connection(pair, guest))
    return rows


def _connection(pair: tuple[int, int], guest: Guest) -> Row:
    at = guest.night.row["ends_at"] - timedelta(minutes=20)
    return {
        "low_id": pair[0],
        "high_id": pair[1],
        "state": State.ACTIVE,
        "origin": Origin.MET,
        "asked_by_id": guest.member_id,
        "event_id": guest.night.event_id,
        "asked_at": at,
        "connected_at": at,
    }
