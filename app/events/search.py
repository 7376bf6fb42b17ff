"""What an event is found by. The name of its group is the group's own to be found by."""

from app.events.areas import area_of
from app.events.models import Event
from app.kit.search import vector


def index(event: Event) -> None:
    """Write down what the event is found by; to be called whenever its words have changed."""
    event.area = area_of(_together(event.address)) or area_of(_together(event.place_name))
    event.search = vector(
        (
            (_together(event.title), "A"),
            (_together(event.summary, *(event.speakers or ())), "B"),
            (_together(event.place_name, event.address, event.access), "C"),
            (_together(event.track, event.description), "D"),
        )
    )


def _together(*texts: str | None) -> str:
    return " ".join(filter(None, texts))
