"""What the browser may send about an event, its slots, and when it comes again."""

from app.events.forms.around import Around
from app.events.forms.event import EventForm
from app.events.forms.filling import form_for, form_like, form_of
from app.events.forms.series import DayForm, GoingOnForm, SeriesForm

__all__ = [
    "Around",
    "DayForm",
    "EventForm",
    "GoingOnForm",
    "SeriesForm",
    "form_for",
    "form_like",
    "form_of",
]
