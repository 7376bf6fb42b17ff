"""Reasons as people read them: what each of the two brings, in the reader's language."""

from collections.abc import Callable
from typing import TypedDict

from flask_babel import get_locale
from flask_babel import gettext as _

from app.matching.engine.people import Facet
from app.matching.engine.score import Reason, Why
from app.matching.gatherings import Codebook
from app.profiles.wording import industry_name, word_for


class Line(TypedDict, total=False):
    """A tie between two people: one line for each, or one for both."""

    mine: str
    theirs: str
    both: str


def line_for(reason: Reason, codes: Codebook) -> Line | None:
    """The reason in words; None for what may not be named."""
    if not reason.named or reason.kind not in _LINES:
        return None
    return _LINES[reason.kind](reason, codes)


def tag_name(number: object, codes: Codebook) -> str:
    """A tag in the reader's language, by its number."""
    if not isinstance(number, int):
        raise TypeError(f"a tag has a number, not {number!r}")
    return codes.tags[number].label_in(str(get_locale()))


def _shared_interest(reason: Reason, codes: Codebook) -> Line:
    if reason.mine != reason.theirs:
        return {
            "mine": _("Interested in %(tag)s", tag=tag_name(reason.mine, codes)),
            "theirs": _("Interested in %(tag)s", tag=tag_name(reason.theirs, codes)),
        }
    return {"both": _("Interested in %(tag)s", tag=tag_name(reason.mine, codes))}


def _they_offer(reason: Reason, codes: Codebook) -> Line:
    return {
        "mine": _("Looking for %(tag)s", tag=tag_name(reason.mine, codes)),
        "theirs": _("Can help with %(tag)s", tag=tag_name(reason.theirs, codes)),
    }


def _you_offer(reason: Reason, codes: Codebook) -> Line:
    return {
        "mine": _("Can help with %(tag)s", tag=tag_name(reason.mine, codes)),
        "theirs": _("Looking for %(tag)s", tag=tag_name(reason.theirs, codes)),
    }


def _shared_trait(reason: Reason, codes: Codebook) -> Line:
    if reason.facet == Facet.HOBBIES:
        return {"both": _("Like %(tag)s", tag=tag_name(reason.mine, codes))}
    word = _word(reason.mine, codes)
    if reason.facet == Facet.HOMETOWN:
        return {"both": _("From %(place)s", place=word)}
    if reason.facet == Facet.SCHOOL:
        return {"both": _("Went to %(school)s", school=word)}
    return {"both": _("Work as %(occupation)s", occupation=word)}


def _purpose(reason: Reason, _codes: Codebook) -> Line:
    mine, theirs = word_for(str(reason.mine)), word_for(str(reason.theirs))
    if mine == theirs:
        return {"both": _("Come for: %(purpose)s", purpose=mine)}
    return {
        "mine": _("Come for: %(purpose)s", purpose=mine),
        "theirs": _("Come for: %(purpose)s", purpose=theirs),
    }


def _industry(reason: Reason, codes: Codebook) -> Line:
    mine, theirs = (industry_name(_word(n, codes)) for n in (reason.mine, reason.theirs))
    if mine == theirs:
        return {"both": _("Work in %(industry)s", industry=mine)}
    return {
        "mine": _("Work in %(industry)s", industry=mine),
        "theirs": _("Work in %(industry)s", industry=theirs),
    }


def _language(reason: Reason, codes: Codebook) -> Line:
    return {"both": _("Speak %(language)s", language=word_for(_word(reason.mine, codes)))}


_LINES: dict[Why, Callable[[Reason, Codebook], Line]] = {
    Why.SHARED_INTEREST: _shared_interest,
    Why.SHARED_TRAIT: _shared_trait,
    Why.THEY_OFFER: _they_offer,
    Why.YOU_OFFER: _you_offer,
    Why.PURPOSE: _purpose,
    Why.INDUSTRY: _industry,
    Why.LANGUAGE: _language,
}


def _word(number: object, codes: Codebook) -> str:
    if not isinstance(number, int):
        raise TypeError(f"a word has a number, not {number!r}")
    return codes.words[number]
