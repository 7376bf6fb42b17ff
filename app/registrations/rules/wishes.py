"""What is asked for: by somebody who registers, or by a list that was decided elsewhere."""

from dataclasses import dataclass, field

from app.registrations.states import LatestNotice, ListVisibility, Source, State

# Answers are kept as text; this is how a yes and a no are written.
YES, NO = "yes", "no"
LONGEST_ANSWER = 2_000
# The edition of what people expect of each other, as the page about trouble says it: whoever
# registers accepts it. New words there need a new edition here.
CONDUCT = "2026-11-20"
# One line of a card, as people read it standing.
LONGEST_PURPOSE = 120


@dataclass(frozen=True)
class Wish:
    """What somebody asks for: slots in order (none means any), and on what terms.

    `buddy_email` asks somebody to come along, `buddy_token` answers such a question.
    """

    slots: tuple[int, ...] = ()
    purpose: str = ""
    purpose_note: str = ""
    latest_notice: LatestNotice = LatestNotice.DAY
    list_visibility: ListVisibility = ListVisibility.ORGANIZERS
    answers: dict[int, str] = field(default_factory=dict)
    buddy_email: str = ""
    buddy_token: str = ""

    @property
    def is_for_two(self) -> bool:
        """Whether two people come together or not at all."""
        return bool(self.buddy_email or self.buddy_token)


@dataclass(frozen=True)
class Arrival:
    """A registration decided elsewhere: by another platform, or at the door.

    `email` is the address on a list; it proves nothing.
    """

    slot_name: str = ""
    state: State = State.CONFIRMED
    reference: str = ""
    source: Source = Source.IMPORT
    email: str = ""
