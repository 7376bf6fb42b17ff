"""The words for a registration's choices and states, in the reader's language."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.events.rules import Asks
from app.registrations.states import Decision, LatestNotice, ListVisibility, Removal, State

NOTICES: dict[str, LazyString] = {
    LatestNotice.WEEK: _l("A week before"),
    LatestNotice.THREE_DAYS: _l("Three days before"),
    LatestNotice.DAY: _l("The day before"),
    LatestNotice.THREE_HOURS: _l("Three hours before"),
    LatestNotice.ANY: _l("Until it begins"),
}
LISTS: dict[str, LazyString] = {
    ListVisibility.ORGANIZERS: _l("The organizers only"),
    ListVisibility.PARTICIPANTS: _l("Those who come too"),
    ListVisibility.PUBLIC: _l("Everybody"),
}
LIST_HINTS: dict[str, LazyString] = {
    ListVisibility.ORGANIZERS: _l("Your name is on no list that others see."),
    ListVisibility.PARTICIPANTS: _l("You are suggested to people worth meeting, and they to you."),
    ListVisibility.PUBLIC: _l("Your name is shown on the event page."),
}
STATES: dict[str, LazyString] = {
    State.PENDING: _l("Awaiting approval"),
    State.APPLIED: _l("In the draw"),
    State.WAITLISTED: _l("On the waitlist"),
    State.OFFERED: _l("Seat offered"),
    State.CONFIRMED: _l("Confirmed"),
    State.CANCELLED: _l("Cancelled"),
    State.NOT_SELECTED: _l("Not this time"),
    State.LAPSED: _l("Offer lapsed"),
    State.REMOVED: _l("Withdrawn by the organizer"),
    State.EVENT_CANCELLED: _l("Event called off"),
}
DECISIONS: dict[str, LazyString] = {
    Decision.CONFIRM: _l("Approve"),
    Decision.WAITLIST: _l("Put on the waitlist"),
    Decision.DECLINE: _l("Decline"),
}
REMOVALS: dict[str, LazyString] = {
    Removal.OWN_REQUEST: _l("They asked for it"),
    Removal.DUPLICATE: _l("Registered twice"),
    Removal.NOT_ELIGIBLE: _l("Not whom the event is for"),
    Removal.NO_SHOWS: _l("Often did not come"),
    Removal.SOLICITING: _l("Selling or recruiting"),
    Removal.CONDUCT: _l("Conduct"),
    Removal.BANNED: _l("No longer welcome in the group"),
    Removal.OTHER: _l("Something else"),
}
ASKS: dict[str, LazyString] = {
    Asks.TEXT: _l("Free text"),
    Asks.CHOICE: _l("One of several choices"),
    Asks.YES_NO: _l("Yes or no"),
}
