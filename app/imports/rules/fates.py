"""What becomes of each person on a list, given where they stand here already."""

from dataclasses import dataclass
from enum import StrEnum

from app.attendance.rules import is_called
from app.imports.rules.layouts import Source
from app.imports.rules.outcomes import Attendee, Note, Reason, Skipped, Status
from app.registrations.states import ACTIVE, State


class Fate(StrEnum):
    """What bringing the list in does for one person on it."""

    COMES = "comes"
    WAITS = "waits"
    STAYS = "stays"
    CANCELS = "cancels"
    LEFT = "left"
    REMOVED = "removed"


BROUGHT_IN = (Fate.COMES, Fate.WAITS)
# Platforms whose members read Japanese, whatever letters their names are written in.
_JAPANESE = (Source.CONNPASS, Source.PEATIX)


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody on the list stands here."""

    state: State
    has_left: bool = False

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file as the organizer sees it: who, and what becomes of them.

    `outcome` is a Fate, or a Reason for a row that is left out.
    """

    line: int
    name: str
    outcome: str
    full_name: str = ""
    slot: str = ""
    has_email: bool = True
    is_over: bool = False
    remarks: tuple[tuple[str, str], ...] = ()

    @property
    def is_left_out(self) -> bool:
        return self.outcome not in (Fate.COMES, Fate.WAITS, Fate.STAYS)

    @property
    def needs_a_look(self) -> bool:
        return bool(self.remarks) or self.is_over


def fate(status: Status, place: Place | None) -> Fate:
    """What the list means for one person. What somebody decided here outweighs the list."""
    wanted = Fate.WAITS if status == Status.WAITLISTED else Fate.COMES
    if place is None:
        return wanted
    if place.state == State.REMOVED:
        return Fate.REMOVED
    if not place.is_active:
        return Fate.LEFT if place.has_left else wanted
    # Somebody with a seat here keeps it: a free one may have been theirs since the last list.
    is_news = wanted == Fate.COMES and place.state != State.CONFIRMED
    return wanted if is_news else Fate.STAYS


def cancels(reason: Reason, place: Place | None) -> bool:
    """Whether a row left out takes back the place that an earlier list gave."""
    is_ours = place is not None and place.is_active
    return is_ours and reason in (Reason.CANCELLED, Reason.WITHDRAWN)


def state_of(fate: Fate) -> State:
    """Where a fate puts somebody."""
    return {Fate.WAITS: State.WAITLISTED, Fate.CANCELS: State.CANCELLED}.get(fate, State.CONFIRMED)


def reference_of(person: Attendee | Skipped, source: Source) -> str:
    """What this person is called in every list of that platform; empty when nothing tells."""
    if person.reference:
        return f"{source}:{person.reference}"
    if isinstance(person, Skipped):
        return ""
    return f"{source}:@{person.account}" if person.account else f"{source}:={person.display_name}"


def language_of(person: Attendee, source: Source) -> str:
    """The language to write to somebody who has not chosen one yet."""
    names = person.display_name + person.family_name + person.given_name
    return "en" if names.isascii() and source not in _JAPANESE else "ja"


def public_name(person: Attendee) -> str:
    """The name somebody goes by, if it is another one and not another spelling of their own."""
    own = (person.family_name, person.given_name)
    both_ways = ("".join(own), "".join(reversed(own)))
    is_own = all(own) and any(
        is_called([name], person.display_name) and is_called([person.display_name], name)
        for name in both_ways
    )
    return "" if is_own else person.display_name


def queue_order(person: Attendee) -> tuple[bool, float, int]:
    """Who waits first: whoever registered first, as far as the list tells."""
    at = person.registered_at
    return at is None, at.timestamp() if at else 0.0, person.line


def left_out(skipped: Skipped, *, is_cancelled: bool) -> Row:
    """A row nobody comes in from."""
    outcome = str(Fate.CANCELS if is_cancelled else skipped.reason)
    return Row(skipped.line, skipped.name, outcome, has_email=skipped.email is not None)


def remarks_by_line(notes: tuple[Note, ...]) -> dict[int, tuple[tuple[str, str], ...]]:
    """What is odd about each row, as plain words."""
    found: dict[int, tuple[tuple[str, str], ...]] = {}
    for note in notes:
        found[note.line] = (*found.get(note.line, ()), (str(note.remark), note.detail))
    return found
