"""What is looked after again and again, whether or not anybody asks.

Each function is given the time, does what is due by then, may be called twice, and returns how
many things it did; the scheduler calls them in this order and commits after each.
"""

from collections.abc import Callable

from app.alongside import jobs as alongside
from app.announcements import jobs as announcements
from app.api import jobs as api
from app.attendance import jobs as attendance
from app.connections import jobs as connections
from app.events import jobs as events
from app.groups import jobs as groups
from app.imports import jobs as imports
from app.introductions import jobs as introductions
from app.keeping import jobs as keeping
from app.matching import jobs as matching
from app.notifications import jobs as notifications
from app.recaps import jobs as recaps
from app.registrations import jobs as registrations
from app.relay import jobs as relay
from app.safety import jobs as safety

Watch = Callable[..., int]

TIMETABLE: tuple[tuple[str, Watch], ...] = (
    ("series", registrations.keep_series),
    ("draws", registrations.draw),
    ("pairs", registrations.pair),
    ("offers", registrations.lapse),
    ("seats", registrations.fill),
    ("introductions", introductions.advance),
    ("questions for advice", introductions.advise),
    ("tables", matching.sweep),
    ("lists", matching.keep_lists),
    ("lessons", matching.learn_lessons),
    ("doors", attendance.close_evenings),
    ("meals", alongside.look_after_meals),
    ("recaps", recaps.write_recaps),
    ("ties", connections.lapse),
    ("evenings in common", keeping.note_evenings),
    ("letters between two", keeping.note_letters),
    ("strength of ties", introductions.weigh),
    ("thoughts of two", introductions.prompt),
    ("things done together", introductions.remind),
    ("idle ties", keeping.put_away),
    ("reminders", keeping.remind),
    ("imports", imports.sweep),
    ("search", events.write_down),
    ("group search", groups.write_down),
    ("kept answers", api.forget_replies),
    ("guests", attendance.forget_guests),
    ("announcements", announcements.send_due),
    ("notices", notifications.forget_notices),
    ("incoming mail", relay.fetch),
    ("old reports", safety.forget_reports),
    # Last, so that what the others have promised leaves in the same round.
    ("mail", notifications.sweep),
)
