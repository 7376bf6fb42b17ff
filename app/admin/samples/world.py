"""The people of the examples, their group, and an evening of theirs."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from app.accounts.models import User
from app.events.models import Event, Slot
from app.events.rules import Status
from app.groups.models import Group, Membership
from app.groups.rules import Kind, Role
from app.kit.db import Model, db
from app.notifications.models import Mail
from app.notifications.rules import Priority
from app.profiles.models import Profile
from app.registrations.models import Registration
from app.registrations.states import ListVisibility, State
from app.registrations.tickets import ticket_hash

Row = TypeVar("Row", bound=Model)

TOKYO = ZoneInfo("Asia/Tokyo")
SEVEN = time(19)
NAMES = {
    "ja": (
        ("佐藤", "葵"),
        ("田中", "陽菜"),
        ("鈴木", "健太"),
        ("髙橋", "美咲"),
        ("伊藤", "楓"),
        ("小林", "直樹"),
    ),
    "en": (
        ("Sato", "Aoi"),
        ("Tanaka", "Hina"),
        ("Okonkwo", "Emeka"),
        ("Takahashi", "Misaki"),
        ("Ito", "Kaede"),
        ("Lindqvist", "Maja"),
    ),
}
GROUP = {"ja": "丸の内よこいと会", "en": "Marunouchi Weft"}
EVENING = {"ja": "地域の仕事とデータの使い方を話す夜", "en": "An evening on local work and data"}
PLACE = {"ja": "神田公会堂 3階", "en": "Kanda Hall, 3rd floor"}


@dataclass
class World:
    """Made up in the sandbox, in one language, at one time. `reader` gets the letter."""

    locale: str
    at: datetime

    @cached_property
    def people(self) -> list[User]:
        return [self._person(number) for number in range(len(NAMES[self.locale]))]

    @property
    def reader(self) -> User:
        return self.people[0]

    @property
    def host(self) -> User:
        return self.people[1]

    @cached_property
    def group(self) -> Group:
        group = made(
            Group(
                slug="marunouchi-weft",
                name=GROUP[self.locale],
                kind=Kind.CROSS_INDUSTRY,
                founded_at=self.at - timedelta(days=400),
                run_by=self.host.full_name,
            )
        )
        for person, role in ((self.host, Role.OWNER), (self.reader, Role.MEMBER)):
            self.joins(group, person, role)
        db.session.refresh(group)
        return group

    @cached_property
    def evening(self) -> Event:
        """In a week."""
        return self.an_evening(timedelta(days=7))

    @cached_property
    def last_evening(self) -> Event:
        """Yesterday; its door is closed."""
        evening = self.an_evening(-timedelta(days=1))
        evening.status, evening.closed_at = Status.CLOSED, evening.ends_at + timedelta(hours=2)
        evening.attendance_taken = True
        db.session.flush()
        return evening

    def an_evening(self, ahead: timedelta, **given: Any) -> Event:
        day = (self.at + ahead).astimezone(TOKYO).date()
        starts_at = datetime.combine(day, SEVEN, TOKYO)
        usual: dict[str, Any] = {
            "slug": f"evening-{abs(ahead.days)}",
            "title": EVENING[self.locale],
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=2),
            "status": Status.PUBLISHED,
            "published_at": self.at - timedelta(days=20),
            "made_at": self.at - timedelta(days=21),
            "changed_at": self.at - timedelta(days=2),
            "place_name": PLACE[self.locale],
            "languages": [self.locale],
        }
        event = Event(group_id=self.group.id, host_id=self.host.id, **(usual | given))
        event.slots = [Slot(capacity=30, door_fee=1000)]
        made(event)
        db.session.refresh(event, ["group"])
        return event

    def place(self, state: State, person: User | None = None, **given: Any) -> Registration:
        """Somebody's place at the evening in a week, or at `event`."""
        event: Event = given.pop("event", None) or self.evening
        name = f"sample{len(given)}{state}"[:12].ljust(12, "x")
        usual: dict[str, Any] = {
            "public_id": name,
            "event_id": event.id,
            "attendee_id": (person or self.reader).id,
            "slot_id": event.slots[0].id,
            "state": state,
            "registered_at": self.at - timedelta(days=3),
            "list_visibility": ListVisibility.PARTICIPANTS,
            "ticket_hash": ticket_hash(name),
        }
        return made(Registration(**(usual | given)))

    def mail(self, kind: str, about_id: int | None = None, to: User | None = None) -> Mail:
        """The letter's row, as if it had been promised now."""
        return made(
            Mail(
                uid=UUID(int=about_id or 0),
                dedupe_key=f"sample:{kind}",
                member_id=(to or self.reader).id,
                kind=kind,
                about_id=about_id,
                priority=Priority.PERSONAL,
                posted_at=self.at,
                dated_at=self.at,
                next_try_at=self.at,
            )
        )

    def _person(self, number: int) -> User:
        family, given = NAMES[self.locale][number]
        person = made(
            User(
                public_id=f"sampleperson{number}"[-12:],
                email=f"person{number}@example.org",
                email_verified_at=self.at - timedelta(days=300),
                joined_at=self.at - timedelta(days=300),
                family_name=family,
                given_name=given,
                locale=self.locale,
            )
        )
        made(Profile(member_id=person.id, languages=["ja", "en"]))
        return person

    def joins(self, group: Group, person: User, role: Role) -> None:
        joined_at = self.at - timedelta(days=200)
        made(Membership(group_id=group.id, member_id=person.id, role=role, joined_at=joined_at))


def made(row: Row) -> Row:
    """`row`, written into the sandbox."""
    db.session.add(row)
    db.session.flush()
    return row
