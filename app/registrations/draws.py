"""Everything it takes to work a draw out again, as the page and the API give it."""

from typing import Any

from app.events.models import Slot
from app.registrations import queries
from app.registrations.models import Draw


def draw_of(slot: Slot) -> dict[str, Any] | None:
    """The draw of a lottery as plain values, made for `docs/verify_draw.py`; None without one.

    Before the draw the seed is kept back, and so is who is named and whose lot is heavier.
    """
    draw = queries.draw_of_slot(slot.id)
    if draw is None:
        return None
    together = queries.drawn_with(draw) or [slot]
    drawn: dict[str, Any] = draw.entries if draw.drawn_at else {}
    lots = {lot["slot_id"]: lot for lot in drawn.get("lots", ())}
    return {
        "algorithm": draw.algorithm,
        "commitment": draw.commitment,
        "committed_at": draw.committed_at.isoformat(),
        "draws_at": _day(together),
        "drawn_at": draw.drawn_at.isoformat() if draw.drawn_at else None,
        "seed": draw.seed.hex() if draw.drawn_at else None,
        "weighs_losses": slot.weighs_losses,
        "public_value": {"name": slot.public_value, "value": draw.public_value or None},
        "slot": str(slot.id),
        "slots": [_lot(each, lots) for each in together],
        "entries": _entries(draw, slot, [each.id for each in together]),
        "order": draw.order if draw.drawn_at else None,
        "seats": {name: str(slot_id) for name, slot_id in drawn["seats"].items()}
        if drawn
        else None,
    }


def _day(together: list[Slot]) -> str | None:
    days = [slot.lottery_at for slot in together if slot.lottery_at is not None]
    return max(days).isoformat() if days else None


def _lot(slot: Slot, lots: dict[int, dict[str, Any]]) -> dict[str, Any]:
    """A slot of the draw: as drawn, else as announced."""
    lot = lots.get(slot.id, {"seats": slot.capacity, "nominee_max": slot.nominee_max})
    return {
        "id": str(slot.id),
        "name": slot.name,
        "seats": lot["seats"],
        "nominees": lot["nominee_max"],
    }


def _entries(draw: Draw, slot: Slot, together: list[int]) -> list[dict[str, Any]]:
    if draw.drawn_at:
        return [_entry(entry) for entry in draw.entries["entries"]]
    return [
        {"id": name, "wishes": [str(wish) for wish in wishes if wish in together]}
        for name, wishes in queries.entries_of(slot.event_id, together)
    ]


def _entry(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": entry["name"],
        "wishes": [str(wish) for wish in entry["wishes"]],
        "weight": entry["weight"],
        "nominee": entry["is_nominee"],
        "with": entry["companion"],
        "waiting": entry["is_waiting"],
    }
