"""The platforms whose attendee lists are known by their headers, and how each one speaks."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from app.imports.rules.cells import address, plain
from app.imports.rules.columns import Role, guess, is_familiar, key, without_rivals


class Source(StrEnum):
    """Where a list comes from."""

    CONNPASS = "connpass"
    PEATIX = "peatix"
    EVENTBRITE = "eventbrite"
    MEETUP = "meetup"
    MEETUP_MEMBERS = "meetup_members"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Layout:
    """One platform's list: the headers that give it away and what its columns hold.

    Columns that are not named here are the organizer's own questions.
    """

    source: Source
    signature: frozenset[str]
    roles: dict[str, Role]
    ignored: re.Pattern[str] = field(default=re.compile(r"(?!)"))

    def is_of(self, headers: list[str]) -> bool:
        """Whether a row of headers is this platform's."""
        return self.signature <= {key(header) for header in headers}

    def role(self, header: str) -> Role:
        """What a column of this list holds."""
        if named := self.roles.get(key(header)):
            return named
        if self.ignored.search(plain(header)):
            return Role.IGNORE
        # A question headed 「No」 or 「チケット」 must not outdo the platform's own columns.
        asked = guess(header)
        return asked if asked in _ASKED else Role.ANSWER


_ASKED = frozenset(
    {Role.FULL_NAME, Role.FAMILY_NAME, Role.GIVEN_NAME, Role.READING, Role.FAMILY_READING,
     Role.GIVEN_READING, Role.EMAIL, Role.COMPANY}
)  # fmt: skip


def _layout(source: Source, signature: str, ignored: str = r"(?!)", **roles: str) -> Layout:
    named = {key(header): Role(role) for role, text in roles.items() for header in text.split("|")}
    return Layout(source, frozenset(map(key, signature.split("|"))), named, re.compile(ignored))


LAYOUTS = (
    _layout(
        Source.CONNPASS,
        "参加枠名|ユーザー名|表示名|参加ステータス",
        slot="参加枠名",
        account="ユーザー名",
        display_name="表示名",
        answer="コメント",
        status="参加ステータス",
        attendance="出欠ステータス",
        attended_at="出席日時",
        registered_at="更新日時",
        reference="受付番号",
        ignore="利用開始日|PayPal取引ID|請求書ID",
    ),
    _layout(
        Source.PEATIX,
        "販売ID|ユーザーID|参加者名|チケット名|ステータス",
        ignored="^(割引コード|金額|支払|単価|手数料)",
        account="ユーザーID",
        full_name="参加者名",
        registered_at="注文日時",
        slot="チケット名",
        places="枚数",
        reference="チケットID",
        status="ステータス",
        ignore="販売ID|アカウント名",
    ),
    _layout(
        Source.EVENTBRITE,
        "Order #|First Name|Last Name|Ticket Type|Attendee Status",
        ignored="^(home|work|billing|shipping|tax|buyer|venue|eventbrite|ip) |fees?( paid)?$",
        given_name="First Name",
        family_name="Last Name",
        email="Email|Attendee Email",
        registered_at="Order Date",
        slot="Ticket Type",
        reference="Attendee #",
        status="Attendee Status",
        places="Quantity",
        company="Company",
        ignore="Order #|Price Tier|Group|Order Type|Currency|Total Paid|Gender|Age|Birth Date|"
        "Cell Phone|Date Attending|Barcode #|Prefix|Suffix|Discount|Delivery Method|IP Location",
    ),
    _layout(
        Source.MEETUP,
        "Name|User ID|RSVP|RSVPed on",
        full_name="Name",
        attendance="Attendance",
        account="User ID",
        staff="Event Host",
        status="RSVP",
        companions="Guests",
        registered_at="RSVPed on",
        answer="Notes",
        ignore="Title|Joined Group on|URL of Member Profile",
    ),
    _layout(
        Source.MEETUP_MEMBERS,
        "Name|Joined Group on|URL of Member Profile",
        full_name="Name",
        account="User ID|Member ID",
        registered_at="Joined Group on",
        ignore="Title|URL of Member Profile|Last visited group on|Last attended|Profile Photo|"
        "Total RSVPs|RSVPed Yes|RSVPed Maybe|RSVPed No|Meetups attended|No shows|Photo|"
        "Mailing List|Assistant Organizer|Event Organizer",
    ),
)


def recognise(headers: list[str]) -> Layout | None:
    """The platform whose headers these are."""
    return next((layout for layout in LAYOUTS if layout.is_of(headers)), None)


def suggest(headers: list[str], layout: Layout | None) -> tuple[Role, ...]:
    """What each column holds, as far as its header tells."""
    if layout is None:
        return without_rivals([guess(header) for header in headers])
    return without_rivals([layout.role(header) for header in headers])


def find_header(heads: list[list[str]]) -> tuple[int, Layout | None]:
    """Which of the first rows is the header, and whose; -1 when the list begins at once."""
    for position, cells in enumerate(heads):
        if layout := recognise(cells):
            return position, layout
    known = [sum(map(is_familiar, cells)) for cells in heads]
    if max(known, default=0) > 1:
        return known.index(max(known)), None
    begins_at_once = bool(heads) and not known[0] and any(map(address, heads[0]))
    return (-1 if begins_at_once else 0), None
