"""Walking along the line: who is served next, and who is passed over, and why."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from types import TracebackType

from app.events.models import Event
from app.kit.db import db
from app.registrations import queries, rules
from app.registrations.models import Skip
from app.registrations.queries import Party
from app.registrations.rules import Seats
from app.registrations.states import SkipReason


class Line:
    """Those who wait for a seat, walked along once while seats are given away.

    What was seen is written down at the end: the reason of everybody passed over, when it is not
    the one already known.
    """

    def __init__(self, event: Event, slots: list[Seats], at: datetime) -> None:
        self._event, self._slots, self._at = event, slots, at
        self._passed: dict[int, SkipReason] = {}

    def __enter__(self) -> "Line":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None or not self._passed:
            return
        known = {name: skip.reason for name, skip in queries.skips(self._event).items()}
        db.session.add_all(
            Skip(registration_id=registration_id, reason=reason, at=self._at)
            for registration_id, reason in self._passed.items()
            if known.get(registration_id) != reason
        )

    def served(self) -> Iterator[tuple[Party, int]]:
        """Each party that gets seats, with its slot, as long as there is any seat left."""
        for party in queries.parties(self._event):
            if not any(slot.can_be_filled for slot in self._slots):
                return
            slot_id = self._slot_for(party)
            if slot_id is not None:
                self._slots = [_less(slot, slot_id, party.size) for slot in self._slots]
                yield party, slot_id

    def _slot_for(self, party: Party) -> int | None:
        reason = self._against(party)
        if reason is None:
            return rules.first_free(party.wishes, self._slots, party.size)
        self._passed.update((registration.id, reason) for registration in party.people)
        return None

    def _against(self, party: Party) -> SkipReason | None:
        """Why this party cannot be served now."""
        if not party.is_whole:
            return SkipReason.AWAITS_BUDDY
        if party.is_too_late(self._at):
            return SkipReason.TOO_LATE
        if rules.first_free(party.wishes, self._slots) is None:
            return SkipReason.OTHER_SLOT
        if rules.first_free(party.wishes, self._slots, party.size) is None:
            return SkipReason.NEEDS_TWO
        return None


def _less(slot: Seats, slot_id: int, size: int) -> Seats:
    return replace(slot, taken=slot.taken + size) if slot.slot_id == slot_id else slot
