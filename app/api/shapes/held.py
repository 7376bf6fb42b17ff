"""Everything held about one member, in that member's hands."""

from datetime import date, datetime

from app.api.shapes.base import Shape
from app.api.shapes.groups import GroupName
from app.api.shapes.introductions import Introduction
from app.api.shapes.me import Me
from app.api.shapes.own import Own
from app.api.shapes.people import Person
from app.api.shapes.registrations import Registration
from app.api.shapes.ties import WholeConnection
from app.attendance.rules import Kind, Method
from app.groups.rules import Role
from app.introductions.rules.together import PairState
from app.matching.rules.feedback import Said
from app.profiles.traits import Worry


class HeldSignIn(Shape):
    """A browser that is, or was, signed in."""

    device: str
    started_at: datetime
    seen_at: datetime
    ended_at: datetime | None


class HeldKey(Shape):
    """A key to the API; the key itself is kept nowhere."""

    name: str
    scopes: list[str]
    made_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


class HeldMembership(Shape):
    """A group one belongs to."""

    group: GroupName
    role: Role
    joined_at: datetime


class HeldAnswer(Shape):
    """What one answered to a question of the organizers."""

    question: str
    answer: str


class HeldMinute(Shape):
    """What one has written to say of oneself at an event."""

    does: str
    talks_about: str
    gives: str
    goes_on_paper: bool


class HeldPlace(Shape):
    """A place at an event, with how it went on."""

    event: str
    title: str
    starts_at: datetime
    registration: Registration
    answers: list[HeldAnswer]
    minute: HeldMinute | None


class HeldArrival(Shape):
    """A line of the record of some door that is about oneself."""

    event: str
    kind: Kind
    method: Method
    occurred_at: datetime


class HeldAnswerAbout(Shape):
    """What one has said oneself about somebody one was shown."""

    person: str
    said: Said
    at: datetime


class HeldRound(Shape):
    """What one told the other, in one round."""

    round_on: date
    words: str


class HeldLearning(Shape):
    """Learning side by side: one's own words. What the other wrote is in the other's copy.

    The other is named as long as the two are connected. To whoever asked, a no stays a question.
    """

    person: Person | None
    state: PairState
    every_days: int
    asked_at: datetime
    began_at: datetime | None
    ended_at: datetime | None
    goal: str
    told: list[HeldRound]


class HeldTask(Shape):
    """Something small that two do together; `mine` if one is to do it oneself."""

    person: Person | None
    words: str
    mine: bool
    due_on: date
    made_at: datetime
    taken_at: datetime | None
    done_at: datetime | None
    dropped_at: datetime | None


class HeldLetter(Shape):
    """A letter written to oneself. What it said is kept nowhere."""

    kind: str
    posted_at: datetime
    sent_at: datetime | None


class Held(Shape):
    """Everything held about the member; nothing that others keep to themselves."""

    me: Me
    joined_at: datetime
    sign_ins: list[HeldSignIn]
    keys: list[HeldKey]
    groups: list[HeldMembership]
    places: list[HeldPlace]
    arrivals: list[HeldArrival]
    connections: list[WholeConnection]
    introductions: list[Introduction]
    blocked: list[Person]
    dismissed: list[Person]
    marked: list[Person]
    said: list[HeldAnswerAbout]
    worries: list[Worry]
    learning: list[HeldLearning]
    tasks: list[HeldTask]
    letters: list[HeldLetter]
    own: Own
