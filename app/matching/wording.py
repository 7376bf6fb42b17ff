"""Reasons as people read them: whole sentences, and what each of the two brings to them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from flask_babel import get_locale
from flask_babel import gettext as _

from app.matching.engine.people import Facet
from app.matching.engine.score import Reason, Why
from app.matching.reading import TAGGED, Codebook
from app.profiles.wording import industry_name, word_for


@dataclass(frozen=True)
class Ground:
    """Why two people should meet, for the eyes of one of them.

    `text` says it in a sentence; `mine` and `theirs`, or `both`, say what it rests on, and
    `my_field` and `their_field` where on the two profiles that stands.
    """

    kind: Why
    text: str
    mine: str = ""
    theirs: str = ""
    both: str = ""
    my_field: str = ""
    their_field: str = ""


def ground_for(reason: Reason, codes: Codebook) -> Ground | None:
    """The reason in words; None for what may not be named."""
    if not reason.named or reason.kind not in _GROUNDS:
        return None
    return _GROUNDS[reason.kind](reason, codes)


def tags_in(reasons: Collection[Reason]) -> set[int]:
    """The tags whose words these reasons need."""
    kinds = (Why.SHARED_INTEREST, Why.THEY_OFFER, Why.YOU_OFFER)
    return {
        number
        for one in reasons
        if one.named and (one.kind in kinds or one.facet in TAGGED)
        for number in (one.mine, one.theirs)
        if isinstance(number, int)
    }


def tag_name(number: object, codes: Codebook) -> str:
    """A tag in the reader's language, by its number."""
    if not isinstance(number, int):
        raise TypeError(f"a tag has a number, not {number!r}")
    return codes.tags[number].label_in(str(get_locale()))


def _shared_interest(reason: Reason, codes: Codebook) -> Ground:
    mine, theirs = tag_name(reason.mine, codes), tag_name(reason.theirs, codes)
    where = {"my_field": Facet.INTERESTS.value, "their_field": Facet.INTERESTS.value}
    if mine != theirs:
        text = _(
            "You are interested in %(mine)s, they in %(theirs)s: this event is about both.",
            mine=mine,
            theirs=theirs,
        )
        return Ground(
            reason.kind,
            text,
            mine=_("Interested in %(tag)s", tag=mine),
            theirs=_("Interested in %(tag)s", tag=theirs),
            **where,
        )
    text = _("You are both interested in %(tag)s.", tag=mine)
    return Ground(reason.kind, text, both=_("Interested in %(tag)s", tag=mine), **where)


def _they_offer(reason: Reason, codes: Codebook) -> Ground:
    tag = tag_name(reason.theirs, codes)
    return Ground(
        reason.kind,
        _("They can help with %(tag)s, and you are looking for just that.", tag=tag),
        mine=_("Looking for %(tag)s", tag=tag),
        theirs=_("Can help with %(tag)s", tag=tag),
        my_field=Facet.NEEDS.value,
        their_field=Facet.OFFERS.value,
    )


def _you_offer(reason: Reason, codes: Codebook) -> Ground:
    tag = tag_name(reason.theirs, codes)
    return Ground(
        reason.kind,
        _("They are looking for %(tag)s, and you can help with that.", tag=tag),
        mine=_("Can help with %(tag)s", tag=tag),
        theirs=_("Looking for %(tag)s", tag=tag),
        my_field=Facet.OFFERS.value,
        their_field=Facet.NEEDS.value,
    )


def _shared_trait(reason: Reason, codes: Codebook) -> Ground:
    if reason.facet == Facet.HOBBIES:
        tag = tag_name(reason.mine, codes)
        return _both(reason, _("You both like %(tag)s.", tag=tag), _("Like %(tag)s", tag=tag))
    if reason.facet == Facet.LEARNING:
        tag = tag_name(reason.mine, codes)
        return _both(
            reason, _("You are both learning %(tag)s now.", tag=tag), _("Learning %(tag)s", tag=tag)
        )
    word = _word(reason.mine, codes)
    if reason.facet == Facet.HOMETOWN:
        text, both = _("You are both from %(place)s.", place=word), _("From %(place)s", place=word)
    elif reason.facet == Facet.SCHOOL:
        text = _("You both went to %(school)s.", school=word)
        both = _("Went to %(school)s", school=word)
    elif reason.facet == Facet.AGE_GROUP:
        age = word_for(word)
        text, both = _("You are both in your %(age)s.", age=age), _("Age group: %(age)s", age=age)
    else:
        text = _("You both work as %(occupation)s.", occupation=word)
        both = _("Work as %(occupation)s", occupation=word)
    return _both(reason, text, both)


def _purpose(reason: Reason, _codes: Codebook) -> Ground:
    mine, theirs = word_for(str(reason.mine)), word_for(str(reason.theirs))
    if mine == theirs:
        text = _("You both come for the same: %(purpose)s.", purpose=mine)
        return _both(reason, text, _("Come for: %(purpose)s", purpose=mine))
    field = Facet.PURPOSES.value
    return Ground(
        reason.kind,
        _(
            "What you come for goes well together: you %(mine)s, they %(theirs)s.",
            mine=f"“{mine}”",
            theirs=f"“{theirs}”",
        ),
        mine=_("Come for: %(purpose)s", purpose=mine),
        theirs=_("Come for: %(purpose)s", purpose=theirs),
        my_field=field,
        their_field=field,
    )


def _industry(reason: Reason, codes: Codebook) -> Ground:
    mine, theirs = (industry_name(_word(n, codes)) for n in (reason.mine, reason.theirs))
    if mine == theirs:
        text = _("You both work in %(industry)s.", industry=mine)
        return _both(reason, text, _("Work in %(industry)s", industry=mine))
    field = Facet.INDUSTRY.value
    return Ground(
        reason.kind,
        _(
            "You see the world from different trades: you from %(mine)s, they from %(theirs)s.",
            mine=mine,
            theirs=theirs,
        ),
        mine=_("Work in %(industry)s", industry=mine),
        theirs=_("Work in %(industry)s", industry=theirs),
        my_field=field,
        their_field=field,
    )


def _language(reason: Reason, codes: Codebook) -> Ground:
    word = word_for(_word(reason.mine, codes))
    text = _("You both speak %(language)s.", language=word)
    return _both(reason, text, _("Speak %(language)s", language=word))


def _mutual_contact(reason: Reason, _codes: Codebook) -> Ground:
    """Who it is stays between each of them and that person."""
    text = _("You know somebody in common.")
    return Ground(reason.kind, text, both=_("Know somebody in common"))


def _both(reason: Reason, text: str, both: str) -> Ground:
    field = reason.facet.value if reason.facet is not None else ""
    return Ground(reason.kind, text, both=both, my_field=field, their_field=field)


_GROUNDS: dict[Why, Callable[[Reason, Codebook], Ground]] = {
    Why.SHARED_INTEREST: _shared_interest,
    Why.SHARED_TRAIT: _shared_trait,
    Why.THEY_OFFER: _they_offer,
    Why.YOU_OFFER: _you_offer,
    Why.PURPOSE: _purpose,
    Why.INDUSTRY: _industry,
    Why.LANGUAGE: _language,
    Why.MUTUAL_CONTACT: _mutual_contact,
}


def _word(number: object, codes: Codebook) -> str:
    if not isinstance(number, int):
        raise TypeError(f"a word has a number, not {number!r}")
    return codes.words[number]
