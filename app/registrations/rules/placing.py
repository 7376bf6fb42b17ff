"""Which seat somebody gets, or where else asking for it leads."""

from dataclasses import dataclass

from app.events.rules import Mode
from app.registrations.states import State


@dataclass(frozen=True)
class Seats:
    """A slot as the decision sees it. No capacity means no limit."""

    slot_id: int
    capacity: int | None
    taken: int = 0
    has_waitlist: bool = True
    mode: Mode = Mode.FCFS
    is_drawn: bool = False
    is_drawing: bool = False

    @property
    def free(self) -> float:
        return float("inf") if self.capacity is None else max(0, self.capacity - self.taken)

    @property
    def is_closed(self) -> bool:
        """Whether the organizers have shut this way: no seats, and no line for any."""
        return self.capacity == 0 and not self.has_waitlist

    @property
    def awaits_draw(self) -> bool:
        """Whether its seats are given by lot, and the lots are not drawn yet."""
        return self.mode == Mode.LOTTERY and not self.is_drawn

    @property
    def is_direct(self) -> bool:
        """Whether a free seat here goes to whoever asks, with nothing to decide before."""
        return self.mode != Mode.APPROVAL and not self.awaits_draw

    @property
    def can_be_filled(self) -> bool:
        """Whether there is a seat here to pass on."""
        return self.free > 0 and not self.awaits_draw


def first_free(wishes: list[int], slots: list[Seats], size: int = 1) -> int | None:
    """The id of the first wished slot with `size` seats left; no wishes means any, in page order.

    A slot that decides about everybody is never given unless it was wished for by name.
    """
    by_id = {slot.slot_id: slot for slot in slots}
    wanted = [by_id[wish] for wish in wishes if wish in by_id]
    given = wanted or [slot for slot in slots if slot.is_direct]
    free = (slot.slot_id for slot in given if slot.free >= size and not slot.awaits_draw)
    return next(free, None)


def way_in(wishes: list[int], slots: list[Seats]) -> State | None:
    """Where asking for these slots leads: the first of them that can be asked for decides.

    A free seat is confirmed, a lottery is entered, a request is made; where all of them are full
    one waits. A lottery that is being drawn cannot be asked for. None when there is nothing to
    wait for.
    """
    wanted = _wanted(wishes, slots)
    for slot in wanted:
        if slot.is_drawing or slot.is_closed:
            continue
        if slot.mode == Mode.APPROVAL:
            return State.PENDING
        if slot.awaits_draw:
            return State.APPLIED
        if slot.free > 0:
            return State.CONFIRMED
    kept = (slot.has_waitlist and not slot.is_drawing for slot in wanted)
    return State.WAITLISTED if any(kept) else None


def wishes_in(state: State, wishes: list[int], slots: list[Seats]) -> list[int]:
    """The wishes that can come true from `state`, in order; none means any seat freely given.

    Who waits in line has asked nobody for approval, and who is in a draw neither.
    """
    if all(slot.is_direct for slot in slots) or state == State.CONFIRMED:
        return wishes
    wanted = _wanted(wishes, slots)
    if state == State.PENDING:
        return [slot.slot_id for slot in wanted]
    drawn_for = state == State.APPLIED
    return [slot.slot_id for slot in wanted if slot.is_direct or (drawn_for and slot.awaits_draw)]


def _wanted(wishes: list[int], slots: list[Seats]) -> list[Seats]:
    by_id = {slot.slot_id: slot for slot in slots}
    return [by_id[wish] for wish in wishes if wish in by_id] or slots
