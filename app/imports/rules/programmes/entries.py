"""What reading a programme can come to: entries, those that cannot be, or no programme at all."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

MOST_ENTRIES = 5_000
EARLIEST, LATEST = 1900, 2200
LONGEST_EVENT = timedelta(days=366)
USUAL_LENGTH = timedelta(hours=1)
LONGEST = {
    "uid": 500,
    "title": 300,
    "summary": 500,
    "description": 50_000,
    "place_name": 300,
    "address": 300,
    "online_url": 500,
    "elsewhere_url": 500,
    "track": 200,
}
MOST_SPEAKERS, LONGEST_SPEAKER = 100, 200


class Form(StrEnum):
    """How a programme is written down."""

    PENTABARF = "pentabarf"
    SCHEDULE = "schedule"
    CALENDAR = "calendar"
    CONNPASS = "connpass"


class Unusable(StrEnum):
    """Why a whole file is no programme."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    COMPRESSED = "compressed"
    UNKNOWN = "unknown"
    NOT_TEXT = "not_text"
    BROKEN_XML = "broken_xml"
    TRICKS = "tricks"
    TOO_DEEP = "too_deep"
    BROKEN_JSON = "broken_json"
    TOO_MANY = "too_many"


class Why(StrEnum):
    """Why one entry cannot come in."""

    NO_START = "no_start"
    NO_SUCH_DATE = "no_such_date"
    TOO_LONG = "too_long"
    NOT_AN_EVENT = "not_an_event"
    CALLED_OFF = "called_off"
    TWICE = "twice"
    OLDER_VERSION = "older_version"
    TOO_OFTEN = "too_often"
    NO_DATES = "no_dates"
    BAD_RULE = "bad_rule"
    BROKEN = "broken"


class Oddity(StrEnum):
    """What is odd about an entry that comes in all the same."""

    NO_TITLE = "no_title"
    ALL_DAY = "all_day"
    NO_END = "no_end"
    END_BEFORE_START = "end_before_start"
    FLOATING = "floating"
    UNKNOWN_ZONE = "unknown_zone"
    SKIPPED_HOUR = "skipped_hour"
    ENDLESS = "endless"
    REPEATED = "repeated"
    SAME_NAME = "same_name"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of a programme. Instants are aware; `line` is where the file tells of it."""

    line: int
    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    summary: str = ""
    description: str = ""
    place_name: str = ""
    address: str = ""
    online_url: str = ""
    elsewhere_url: str = ""
    speakers: tuple[str, ...] = ()
    track: str = ""
    languages: tuple[str, ...] = ()
    capacity: int | None = None
    oddities: tuple[tuple[Oddity, str], ...] = ()

    def fitted(self) -> "Entry":
        """The same entry with texts that are far too long cut, which is remarked on."""
        long = {name: most for name, most in LONGEST.items() if len(getattr(self, name)) > most}
        speakers = tuple(name[:LONGEST_SPEAKER] for name in self.speakers[:MOST_SPEAKERS])
        if not long and speakers == self.speakers:
            return self
        kept = {name: getattr(self, name)[:most].rstrip() for name, most in long.items()}
        cut = (Oddity.CUT, self.title[:40])
        return replace(self, **kept, speakers=speakers, oddities=(*self.oddities, cut))


@dataclass(frozen=True, slots=True)
class Fault:
    """One entry that cannot come in, and why."""

    line: int
    why: Why
    title: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme as it was understood. `told` counts what the file itself tells of.

    An entry that comes again counts once there and makes several entries here.
    """

    form: Form
    name: str
    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]
    told: int


@dataclass(frozen=True, slots=True)
class Wrong:
    """A file that is refused as a whole, at `line` if one line is to blame."""

    why: Unusable
    line: int | None = None


class NoProgramme(Exception):
    """Stops reading a file that is no programme."""

    def __init__(self, why: Unusable, line: int | None = None) -> None:
        super().__init__(why)
        self.wrong = Wrong(why, line)


class Impossible(Exception):
    """Stops reading one entry that cannot come in."""

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(why)
        self.why, self.detail = why, detail
