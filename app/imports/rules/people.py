"""From one row to one person, or to the reason why nobody can be read from it."""

import re
import sys
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from app.imports.rules import cells, standing
from app.imports.rules.columns import NAMES, ColumnMapping, Role
from app.imports.rules.outcomes import Attendee, Note, Reason, Remark, Skipped, Status
from app.imports.rules.tables import Row

MAX_COMPANY = 200

_WITHDRAWN = re.compile(r"\(?(退会(した|済み?)?ユーザー?|(a )?former member|deleted user)\)?")


class Plan:
    """How the rows of one list are read."""

    def __init__(self, mapping: ColumnMapping, headers: tuple[str, ...], zone: tzinfo) -> None:
        self.zone = zone
        self.width = len(headers)
        self.place = {role: mapping.places(role)[0] for role in Role if mapping.places(role)}
        self.questions = mapping.places(Role.ANSWER)
        self.fewest = 1 + min(self._needed(mapping), default=0)

    @staticmethod
    def _needed(mapping: ColumnMapping) -> list[int]:
        """The columns of which a row must reach the rightmost, or it was torn off before it."""
        first_name = mapping.places(*NAMES)[:1]
        return [max((*first_name, *mapping.places(Role.STATUS)), default=0)]


@dataclass(slots=True)
class _Card:
    """One row being read, and what was noticed on the way."""

    plan: Plan
    line: int
    written: list[str]
    notes: list[Note] = field(default_factory=list)

    def raw(self, role: Role) -> str:
        at = self.plan.place.get(role, sys.maxsize)
        return self.written[at] if at < len(self.written) else ""

    def text(self, role: Role, most: int = cells.MAX_NAME) -> str:
        return self.cut(cells.one_line(self.raw(role)), most)

    def cut(self, text: str, most: int) -> str:
        if len(text) > most:
            self.note(Remark.CUT, text[:20])
            return text[:most].rstrip()
        return text

    def note(self, remark: Remark, detail: str = "") -> None:
        self.notes.append(Note(self.line, remark, detail[: cells.MAX_NAME]))


def read_person(row: Row, plan: Plan) -> tuple[Attendee | Skipped, list[Note]]:
    """The person in a row; a row left out carries no notes."""
    if row.cells is None or not _is_whole(row.cells, plan):
        return Skipped(row.line, Reason.MALFORMED), []
    card = _Card(plan, row.line, row.cells)
    person = _person(card)
    reason = _reason_to_skip(person)
    if reason is None:
        return person, card.notes
    return skip(person, reason), []


def skip(person: Attendee, reason: Reason) -> Skipped:
    """Leave a person out who could be read."""
    return Skipped(person.line, reason, person.display_name, person.reference, person.email)


def _is_whole(found: list[str], plan: Plan) -> bool:
    """Whether a ragged row still has everything in its place: Excel drops and adds empty cells."""
    return len(found) >= plan.fewest and not any(map(str.strip, found[plan.width :]))


def _reason_to_skip(person: Attendee) -> Reason | None:
    if _WITHDRAWN.fullmatch(cells.plain(person.display_name)):
        return Reason.WITHDRAWN
    if person.status is Status.CANCELLED:
        return Reason.CANCELLED
    return None if person.display_name else Reason.NO_NAME


def _person(card: _Card) -> Attendee:
    display, family, given = _names(card)
    slot = card.text(Role.SLOT)
    status = _status(card)
    return Attendee(
        line=card.line,
        display_name=display,
        family_name=family,
        given_name=given,
        reading=_reading(card),
        email=_email(card),
        company=card.text(Role.COMPANY, MAX_COMPANY),
        reference=cells.code(card.raw(Role.REFERENCE)),
        account=cells.code(card.raw(Role.ACCOUNT)),
        # A list has few slots and many rows; each name is kept once.
        slot=sys.intern(slot),
        status=status,
        attended=_attended(card),
        staff=standing.is_staff_slot(slot) or standing.came(card.raw(Role.STAFF)) is True,
        registered_at=_registered_at(card),
        answers=_answers(card),
    )


def _names(card: _Card) -> tuple[str, str, str]:
    """Display name, family name, given name; what somebody goes by in public comes first."""
    family, given = card.text(Role.FAMILY_NAME), card.text(Role.GIVEN_NAME)
    full, nickname = card.text(Role.FULL_NAME), card.text(Role.DISPLAY_NAME)
    display = nickname or full or cells.joined(family, given)
    if not (family and given):
        family, given = cells.halves(full or nickname)
    # Where people go by nicknames, the account is one too; elsewhere it is a bare number.
    if not display and Role.DISPLAY_NAME in card.plan.place:
        display = card.text(Role.ACCOUNT)
    _count_companions(card)
    return display, family, given


def _count_companions(card: _Card) -> None:
    places = cells.count(card.raw(Role.PLACES)) - 1
    if (others := max(places, cells.count(card.raw(Role.COMPANIONS)))) > 0:
        card.note(Remark.COMPANIONS, str(others))


def _reading(card: _Card) -> str:
    whole = card.text(Role.READING)
    halves = f"{card.text(Role.FAMILY_READING)} {card.text(Role.GIVEN_READING)}"
    return whole or halves.strip()


def _email(card: _Card) -> str | None:
    written = card.raw(Role.EMAIL).strip()
    found = cells.address(written)
    if written and found is None:
        card.note(Remark.UNUSABLE_EMAIL, cells.one_line(written))
    return found


def _status(card: _Card) -> Status:
    if Role.STATUS not in card.plan.place:
        return Status.UNKNOWN
    word = card.text(Role.STATUS)
    status = standing.status_of(word)
    if status is Status.UNKNOWN:
        unpaid = standing.is_unpaid(word)
        card.note(Remark.UNPAID if unpaid else Remark.UNCLEAR_STATUS, word)
    return status


def _attended(card: _Card) -> bool | None:
    if card.raw(Role.ATTENDED_AT).strip() or standing.says_arrived(card.raw(Role.STATUS)):
        return True
    return standing.came(card.raw(Role.ATTENDANCE))


def _registered_at(card: _Card) -> datetime | None:
    written = card.raw(Role.REGISTERED_AT).strip()
    found = cells.instant(written, card.plan.zone) if written else None
    if written and found is None:
        card.note(Remark.IMPOSSIBLE_DATE, cells.one_line(written))
    return found


def _answers(card: _Card) -> tuple[str, ...]:
    given = (card.written[at] if at < len(card.written) else "" for at in card.plan.questions)
    return tuple(card.cut(cells.clean(answer), cells.MAX_ANSWER) for answer in given)
