"""A group's lesson as its organizers read it: in words first, then in figures."""

from dataclasses import asdict, dataclass
from math import isfinite

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.groups.models import Group
from app.matching.circles import KINDS
from app.matching.engine.balance import BALANCE
from app.matching.engine.learning import ENOUGH, Verdict
from app.matching.engine.score import Term
from app.matching.models.lessons import Lesson
from app.matching.queries.teaching import answers_of, lesson_of

FEWEST_TOLD = 5
# A share that has moved by less than this is as good as the same.
NOTABLE = 0.02
TERMS: dict[str, LazyString] = {
    Term.SHARED: _l("What both like or share"),
    Term.HELP: _l("One offers what the other needs"),
    Term.MUTUAL: _l("Each can give the other something"),
    Term.PURPOSE: _l("Why both come"),
    Term.INDUSTRY: _l("The trades they work in"),
    Term.TOPIC: _l("What the event is about"),
    Term.ROUTE: _l("People both know"),
}


@dataclass(frozen=True)
class Share:
    """One term of the score: of a hundred points, how many usually, and how many as learned."""

    name: str
    usual: int
    learned: int


@dataclass(frozen=True)
class Learned:
    """What there is to say. `answers` is None where too few to be told have answered."""

    verdict: Verdict | None
    is_used: bool
    is_set_aside: bool
    answers: int | None
    is_of_kind: bool
    enough: int
    sentences: list[str]
    shares: list[Share]
    gain: str
    between: tuple[str, str] | None
    lesson: Lesson | None


def learned_page(group: Group) -> Learned:
    """The lesson of a group, or what is missing for one."""
    lesson = lesson_of(group)
    usual = asdict(BALANCE[KINDS[group.kind]])
    shares = [
        Share(str(TERMS[term]), _percent(usual[term]), _percent(lesson.shares[term]))
        for term in Term
        if lesson is not None
    ]
    own = lesson.own_answers if lesson is not None else len(answers_of(group))
    return Learned(
        verdict=lesson.verdict if lesson is not None else None,
        is_used=lesson is not None and lesson.counts,
        is_set_aside=lesson is not None and lesson.is_set_aside,
        answers=own if own >= FEWEST_TOLD else None,
        is_of_kind=lesson is not None and lesson.answers != lesson.own_answers,
        enough=ENOUGH,
        sentences=_sentences(usual, lesson),
        shares=[share for share in shares if share.usual or share.learned],
        gain=f"{lesson.gain:+.3f}" if lesson is not None else "",
        between=_between(lesson),
        lesson=lesson,
    )


def _sentences(usual: dict[str, float], lesson: Lesson | None) -> list[str]:
    """What matters more here than elsewhere, and what less, the strongest first."""
    if lesson is None or lesson.verdict == Verdict.TOO_FEW:
        return []
    moved = {term: lesson.shares[term] - usual[term] for term in Term}
    notable = sorted(moved.items(), key=lambda it: -abs(it[1]))
    return [
        _("Matters more here: %(what)s", what=TERMS[term])
        if by > 0
        else _("Matters less here: %(what)s", what=TERMS[term])
        for term, by in notable
        if abs(by) >= NOTABLE
    ]


def _between(lesson: Lesson | None) -> tuple[str, str] | None:
    if lesson is None or not (isfinite(lesson.low) and isfinite(lesson.high)):
        return None
    return f"{lesson.low:+.3f}", f"{lesson.high:+.3f}"


def _percent(share: float) -> int:
    return round(100 * share)
