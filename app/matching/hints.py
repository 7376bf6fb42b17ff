"""Why a list of people is empty, or poorer than it could be: a heading and a sentence."""

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.matching.engine.suggest import Note
from app.matching.queries.community import Week
from app.matching.queries.matches import MatchList
from app.matching.rules.listing import Hint
from app.profiles.wording import word_for
from app.web.times import day

WHY_FEW: dict[str, tuple[LazyString, LazyString]] = {
    Note.ALONE: (
        _l("You are the first"),
        _l("As soon as others choose to be seen, you will find them here."),
    ),
    Note.NOBODY_ALLOWED: (
        _l("Nobody to suggest yet"),
        _l("You know everybody here already, or the others do not wish to be suggested."),
    ),
    Note.THIN_PROFILE: (
        _l("Tell a little more"),
        _l(
            "With two or three things you can give or are looking for,"
            " we find the right people for you."
        ),
    ),
    Hint.UNWILLING: (
        _l("You are not suggested to anybody"),
        _l("Suggestions go both ways. Your profile says that you do not want any."),
    ),
    Hint.CHANCE: (
        _l("All of them by chance"),
        _l(
            "Nothing that people show here ties you to anybody in particular yet,"
            " so these come by chance. Say hello: that is how the unexpected begins."
        ),
    ),
}
NOT_SHOWN = _l("Suggestions go both ways: let the other attendees see you, and you will see them.")


def why_few(note: str | None) -> tuple[LazyString, LazyString] | None:
    """What is said of a list with that note; None where there is nothing to say."""
    return WHY_FEW.get(note or "")


def said_of_list(found: MatchList | None) -> str:
    """The sentence that explains a list; empty where there is nothing to explain."""
    if found is None:
        return str(NOT_SHOWN)
    if found.language:
        sentence = _(
            "This event brings together people who speak %(language)s,"
            " and your profile does not say that you do.",
            language=word_for(found.language),
        )
        return str(sentence)
    said = why_few(found.note)
    return str(said[1]) if said else ""


def said_of_week(week: Week) -> tuple[str, str] | None:
    """Why somebody's week has nobody to show, as a heading and a sentence; None where it has."""
    if not week.is_matched:
        heading, sentence = WHY_FEW[Hint.UNWILLING]
        return str(heading), str(sentence)
    if week.rests:
        sentence = _(
            "Take your time with the people you have. New ones come on %(day)s.",
            day=day(week.renews_at),
        )
        return str(_("Enough for this week")), str(sentence)
    if week.is_used_up:
        sentence = _(
            "You have answered about all of them. New people come on %(day)s.",
            day=day(week.renews_at),
        )
        return str(_("That is everybody for this week")), str(sentence)
    return None
