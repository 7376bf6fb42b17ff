"""The roll of people read, each of them once."""

from dataclasses import replace

from app.imports.rules.outcomes import Attendee, Note, Reason, Remark, Skipped, Status
from app.imports.rules.people import skip


class Roll:
    """The people read so far. Whoever stands on the list twice is taken once."""

    def __init__(self) -> None:
        self.people: list[Attendee] = []
        self.skipped: list[Skipped] = []
        self.notes: list[Note] = []
        # Where each identifier was first seen; the last of these knows those who have none.
        self._places: tuple[dict[str, int], ...] = ({}, {}, {}, {})

    def add(self, person: Attendee | Skipped, notes: list[Note]) -> None:
        """Put a person on the roll, unless the same one is there already."""
        if isinstance(person, Skipped):
            self.skipped.append(person)
        elif (at := self._place_of(person)) is not None:
            self._meet_again(at, person)
        else:
            self.people.append(person)
            self.notes += notes
            self._settle(len(self.people) - 1)

    def everyone(self) -> tuple[Attendee, ...]:
        """All people. Where nobody at all came, nobody took attendance."""
        if any(person.attended for person in self.people):
            return tuple(self.people)
        return tuple(
            person if person.attended is None else replace(person, attended=None)
            for person in self.people
        )

    def _place_of(self, person: Attendee) -> int | None:
        """Where somebody of the same name stands who shares what only one person has."""
        for places, identifier in zip(self._places, _identifiers(person), strict=True):
            at = places.get(identifier) if identifier else None
            if at is not None and self.people[at].display_name == person.display_name:
                return at
        return None

    def _meet_again(self, at: int, person: Attendee) -> None:
        """Keep one of two rows about the same person: the one with the seat."""
        earlier = self.people[at]
        if person.status is Status.CONFIRMED and earlier.status is not Status.CONFIRMED:
            self.people[at] = replace(person, other_slots=earlier.other_slots)
            person = earlier
            self._settle(at)
        self.skipped.append(skip(person, self._note_slot(at, person.slot)))

    def _note_slot(self, at: int, slot: str) -> Reason:
        """Keep the name of another slot somebody stands in; why the second row is left out."""
        kept = self.people[at]
        if not slot or slot in (kept.slot, *kept.other_slots):
            return Reason.DUPLICATE
        self.people[at] = replace(kept, other_slots=(*kept.other_slots, slot))
        return Reason.OTHER_SLOT

    def _settle(self, at: int) -> None:
        """Remember who is here. An address shared by two people stays with the first."""
        person = self.people[at]
        if person.email and self._places[_EMAILS].get(person.email, at) != at:
            self.notes.append(Note(person.line, Remark.SHARED_EMAIL, person.email))
            self.people[at] = person = replace(person, email=None)
        for places, identifier in zip(self._places, _identifiers(person), strict=True):
            if identifier:
                places.setdefault(identifier, at)


_EMAILS = 2


def _identifiers(person: Attendee) -> tuple[str, str, str | None, str]:
    """What only this person has; the name counts when there is nothing better."""
    better = person.reference or person.account or person.email
    return person.reference, person.account, person.email, "" if better else person.display_name
