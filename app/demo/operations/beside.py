"""What members do for an evening beside its programme."""

from app.alongside.operations import ChoreDraft, name, take
from app.demo.operations.evenings import Evenings
from app.demo.operations.names import public_name
from app.demo.operations.people import People
from app.demo.rules import Calendar
from app.demo.story import pages


def share_out(evenings: Evenings, people: People, days: Calendar) -> None:
    """Put chores on the board, and let some be taken on."""
    for page in pages("alongside", "chores"):
        draft = ChoreDraft(page["words"], page["note"], page["wanted"])
        chore = name(evenings[page["event"]], draft, by=people[page["by"]], at=days.at)
        chore.public_id = public_name("chore", page["event"], page["words"])
        for key in page["hands"]:
            take(chore, shows_name=key in page["named"], by=people[key], at=days.at)
