"""The morning after: what each may read of it."""

from datetime import datetime

from app.api.shapes.base import Shape
from app.api.shapes.meeting import Suggestion
from app.api.shapes.people import Person, person_shape
from app.introductions.models import Prompt as PromptRow
from app.recaps.contents import Acquaintance as Met
from app.recaps.contents import Figures as Told
from app.recaps.models import Feedback
from app.recaps.rules import Face, Variant


class Acquaintance(Shape):
    """Somebody the reader met, with what they have let the reader know.

    `note` and `cadence`, in days, are the reader's own.
    """

    person: Person
    line: str
    contacts: dict[str, str]
    note: str
    cadence: int | None


class Material(Shape):
    """Something to read afterwards."""

    title: str
    url: str


class Pair(Shape):
    """Two contacts of the reader who might like to meet, and why."""

    one: Person
    other: Person
    topic: str | None


class Answer(Shape):
    """What the reader has answered to the one question."""

    face: Face
    words: str


class SlotFigures(Shape):
    """One way to come."""

    name: str
    confirmed: int | None
    came: int | None


class Course(Shape):
    """How people arrived, in steps of ten minutes from `begins_at` on."""

    begins_at: datetime
    peak: datetime
    arrivals: list[int | None]


class Outcome(Shape):
    """What came of suggestions, in pairs of people who both came, and who was suggested nobody."""

    suggested: int | None
    mutual: int | None
    met: int | None
    unmatched: int | None


class Figures(Shape):
    """The evening in numbers, for those who ran it. Null stands for fewer than five.

    `show_rate` and `connected_share` are in hundredths, `filled_after` in seconds; `faces` and
    `words` are what people answered, without names.
    """

    registered: int | None
    confirmed: int | None
    promoted: int | None
    lapsed: int | None
    cancelled_late: int | None
    came: int | None
    missing: int | None
    walk_ins: int | None
    left: int | None
    connections: int | None
    connected_share: int | None
    show_rate: int | None
    filled_after: int | None
    slots: list[SlotFigures]
    course: Course | None
    outcome: Outcome | None
    answers: int | None
    faces: dict[str, int | None]
    words: list[str]


class Recap(Shape):
    """The morning after, as it would be written now: one of six kinds.

    People are named to those who came, figures told to those who ran it.
    """

    event: str
    variant: Variant
    came: int | None
    door_kept: bool
    connected: list[Acquaintance]
    mates: list[Acquaintance]
    missed: list[Suggestion]
    introduce: Pair | None
    message: str
    materials: list[Material]
    asks: bool
    answer: Answer | None
    next_event: str | None
    figures: Figures | None


def met_shape(one: Met) -> Acquaintance:
    return Acquaintance(
        person=person_shape(one.person),
        line=one.line,
        contacts=one.contacts,
        note=one.note,
        cadence=one.cadence_days,
    )


def pair_shape(prompt: PromptRow, locale: str) -> Pair:
    return Pair(
        one=person_shape(prompt.one),
        other=person_shape(prompt.other),
        topic=prompt.tag.label_in(locale) if prompt.tag else None,
    )


def answer_shape(answer: Feedback) -> Answer:
    return Answer(face=answer.face, words=answer.words)


def figures_shape(told: Told) -> Figures:
    counts = (
        *("registered", "confirmed", "promoted", "lapsed", "cancelled_late", "came", "missing"),
        *("walk_ins", "left", "connections", "show_rate"),
    )
    rush, funnel, voices = told.rush, told.funnel, told.voices
    slots = [SlotFigures(name=s.name, confirmed=s.confirmed, came=s.came) for s in told.slots]
    return Figures(
        **{name: getattr(told, name) for name in counts},
        connected_share=told.met,
        filled_after=int(told.filled_after.total_seconds()) if told.filled_after else None,
        slots=slots,
        course=Course(begins_at=rush.begins_at, peak=rush.peak, arrivals=rush.bars)
        if rush
        else None,
        outcome=Outcome(**vars(funnel)) if funnel else None,
        answers=voices.number,
        faces={face.value: number for face, number in voices.faces.items()},
        words=voices.words,
    )
