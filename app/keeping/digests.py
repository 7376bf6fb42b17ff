"""What one letter a week has to say, and the page that says the same."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from app.accounts.models import User
from app.connections.models import Connection
from app.connections.queries import asked_of
from app.keeping.queries import (
    Due,
    Promised,
    aim_of,
    due_people,
    made_since,
    met_again,
    pledges_soon,
    without_idea,
)
from app.keeping.rules import day_of, week_starts

MOST_DUE = 5
MOST_PROMISES = 5


@dataclass(frozen=True)
class Digest:
    """Who waits for an answer, who is due, what was promised, whom one met again, and how it went.

    `today` is the reader's day, by which a promise is early or late. `made` is how many new
    people there were last week; None: the reader does not want to know.
    """

    asked: list[Connection] = field(default_factory=list)
    due: list[Due] = field(default_factory=list)
    promised: list[Promised] = field(default_factory=list)
    again: list[tuple[Connection, int]] = field(default_factory=list)
    without_idea: list[Connection] = field(default_factory=list)
    made: int | None = None
    aim: int = 0
    today: date = date.min

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing worth a letter; the count alone is not."""
        told = (self.asked, self.due, self.promised, self.again, self.without_idea)
        return not any(told)


def digest_for(reader: User, at: datetime) -> Digest:
    """What the reader is told once a week."""
    aim, monday = aim_of(reader), week_starts(at, reader.timezone)
    today = day_of(at, reader.timezone)
    week_ago = monday - timedelta(days=7)
    made = made_since(reader, week_ago) - made_since(reader, monday)
    return Digest(
        asked=asked_of(reader, at),
        due=due_people(reader, at, most=MOST_DUE),
        promised=pledges_soon(reader, today, MOST_PROMISES),
        again=met_again(reader, week_ago),
        without_idea=without_idea(reader, at),
        made=made if aim.is_told else None,
        aim=aim.people,
        today=today,
    )
