"""A first sentence to say to somebody, from the reason why the two should meet."""

from flask_babel import gettext as _

from app.matching.engine.people import Facet
from app.matching.engine.score import Reason, Why
from app.matching.reading import Codebook
from app.matching.wording import tag_name


def opening_for(reasons: list[Reason], codes: Codebook) -> str:
    """What one could say first; it never tells more than the reason does."""
    named = next((one for one in reasons if one.named and _has_a_tag(one)), None)
    if named is None:
        return str(_("Is this your first time here?"))
    tag = tag_name(named.theirs, codes)
    match named.kind:
        case Why.THEY_OFFER:
            return str(
                _("I heard you know your way around %(tag)s. May I ask you something?", tag=tag)
            )
        case Why.YOU_OFFER:
            return str(_("I heard you are looking for %(tag)s. Perhaps I can help.", tag=tag))
        case Why.SHARED_TRAIT:
            return str(_("I heard you are learning %(tag)s, too. How do you go about it?", tag=tag))
        case _:
            return str(_("I heard you like %(tag)s, too. How did you come to it?", tag=tag))


_TAGGED = (Why.THEY_OFFER, Why.YOU_OFFER, Why.SHARED_INTEREST)


def _has_a_tag(reason: Reason) -> bool:
    return reason.kind in _TAGGED or reason.facet == Facet.LEARNING
