"""The words for touches, favours, cadences and goals."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.keeping.rules import Cadence, Direction, Favour, Horizon, Touch

TOUCHES: dict[Touch, LazyString] = {
    Touch.EVENT: _l("Both came to an event"),
    Touch.INTRODUCTION: _l("An introduction"),
    Touch.RELAY: _l("A letter"),
    Touch.THANKS: _l("A thank-you note"),
    Touch.TALKED: _l("We talked or wrote"),
    Touch.MET: _l("We met"),
}
FAVOURS: dict[Favour, LazyString] = {
    Favour.INTRODUCTION: _l("An introduction"),
    Favour.THANKS: _l("Thanks"),
    Favour.ASK: _l("An answer to a question"),
    Favour.TASK: _l("Something done together"),
    Favour.MANUAL: _l("A favour"),
}
DIRECTIONS: dict[Direction, LazyString] = {
    Direction.GAVE: _l("I gave"),
    Direction.RECEIVED: _l("I received"),
}
CADENCES: dict[Cadence, LazyString] = {
    Cadence.SOON: _l("In three days"),
    Cadence.FORTNIGHT: _l("Every two weeks"),
    Cadence.MONTH: _l("Every month"),
    Cadence.QUARTER: _l("Every three months"),
    Cadence.HALF_YEAR: _l("Every six months"),
}
HORIZONS: dict[Horizon, LazyString] = {
    Horizon.THREE_YEARS: _l("In three years"),
    Horizon.ONE_YEAR: _l("Within a year"),
    Horizon.THREE_MONTHS: _l("Within three months"),
}
