"""How somebody has come so far: the organizers and the person read the same words."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.insights.rules import Band

BANDS: dict[str, LazyString] = {
    Band.FIRST: _l("First time here"),
    Band.STEADY: _l("Nearly always comes"),
    Band.PATCHY: _l("Often does not come"),
}
BAND_HINTS: dict[str, LazyString] = {
    Band.FIRST: _l("Has not had a seat at an event of this group before."),
    Band.STEADY: _l(
        "Counted from the last ten seats of the past twelve months; who cancels late counts half."
    ),
    Band.PATCHY: _l(
        "Counted from the last ten seats of the past twelve months; who cancels late counts half."
    ),
}


def band_name(band: str) -> str:
    """The band in the reader's language."""
    return str(BANDS[band])


def band_hint(band: str) -> str:
    """What the band means."""
    return str(BAND_HINTS[band])
