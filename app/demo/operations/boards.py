"""What stands on the boards of the groups."""

from app.demo.operations.names import public_name
from app.demo.operations.people import People
from app.demo.rules import Calendar
from app.demo.story import Page, pages
from app.groups.models import Group
from app.introductions.operations import put_up
from app.introductions.operations.board import Draft
from app.introductions.rules import Place, Side, Topic

AFTER_LUNCH = "13:10"


def pin_up(groups: dict[str, Group], people: People, days: Calendar) -> None:
    """Put up what members offer and look for."""
    for page in pages("introductions", "postings"):
        at = days.on(page["day"], AFTER_LUNCH)
        posting = put_up(groups[page["group"]], people[page["author"]], _draft(page), at=at)
        posting.public_id = public_name("posting", page["author"], page["title"])


def _draft(page: Page) -> Draft:
    return Draft(
        side=Side(page["side"]),
        topic=Topic(page["topic"]),
        place=Place(page["place"]),
        title=page["title"],
        words=page["words"],
        standard=page["standard"],
    )
