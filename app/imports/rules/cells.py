"""What one cell says: clean text, an address, an instant, a number, a name in its two halves."""

import calendar
import re
import unicodedata
from datetime import datetime, timedelta, timezone, tzinfo

from app.kit.marks import without_piles

MAX_NAME = 100
MAX_ANSWER = 2_000
MAX_ADDRESS = 300

# Control signs, invisible signs and those that turn the direction of writing around. The joiner
# of emoji families and the selectors of rare kanji (辻󠄀) stay.
_UNWANTED = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069"
    "\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"\s+")
# Full Unicode normalisation would turn 﨔 or 神 into another sign than the one on the ID card.
_DECOMPOSED = re.compile("[A-Za-zぁ-ヿ][\u0300-\u036f\u3099\u309a]+")
_HALF_WIDTH_KANA = re.compile("[\uff66-\uff9f]+")

_SMALL = re.compile("[0-9]{1,4}")
_EMAIL = re.compile(
    r"(?=.{6,254}\Z)(?=[^@]{1,64}@)"
    r"[a-z0-9_][a-z0-9_+%&'/=-]*(?:\.[a-z0-9_+%&'/=-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,24}|xn--[a-z0-9-]{2,59})"
)

_DAYS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})(?!\d)",
        # No month is the thirteenth, so a first number above 12 is the day.
        r"(?P<day>1[3-9]|2\d|3[01])[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4}|\d{2})(?!\d)",
        r"(?P<month>\d{1,2})[/.-](?P<day>\d{1,2})[/.-](?P<year>\d{4}|\d{2})(?!\d)",
        r"(?P<month>[a-z]{3})[a-z]*\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})",
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?P<month>[a-z]{3})[a-z]*\.?,?\s+(?P<year>\d{4})",
    )
)
_TIME = re.compile(
    r"(?P<before>午前|午後)?\s*(?P<hour>\d{1,2})\s*[:時]\s*(?P<minute>\d{1,2})"
    r"(?:\s*[:分]\s*(?P<second>\d{1,2}))?(?:\.\d+)?\s*秒?\s*(?P<after>[ap]\.?m)?"
)
_OFFSET = re.compile(r"(?:z|utc|gmt)?\s*(?:([+-])(\d{2}):?(\d{2}))?\Z")
_MONTHS = {calendar.month_abbr[month].lower(): month for month in range(1, 13)}
_YEARS = range(2000, 2100)

_KANJI = "\u3005\u3006\u3007\u303b\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HALF = re.compile(f"[{_KANJI}ぁ-ゖァ-ヺーヶ\ufe00-\ufe0f\U000e0100-\U000e01ef]{{1,10}}")
_HAS_KANJI = re.compile(f"[{_KANJI}]")
_ALL_HIRAGANA = re.compile("[ぁ-ゖー]+")
_NO_PERSON = re.compile("会社|法人|大学|協会|組合|事務局|実行委員|運営|募集|参加|不明|未定|匿名")


def clean(text: str) -> str:
    """The text without control signs, composed, trimmed; line breaks inside it stay."""
    if text.isascii() and text.isprintable():
        return text.strip()
    text = without_piles(_UNWANTED.sub("", _BREAKS.sub("\n", text)))
    text = _DECOMPOSED.sub(lambda it: unicodedata.normalize("NFC", it[0]), text)
    return text.strip()


def one_line(text: str) -> str:
    """Clean text on a single line with single spaces, half-width kana widened."""
    text = _HALF_WIDTH_KANA.sub(lambda it: unicodedata.normalize("NFKC", it[0]), clean(text))
    return _SPACES.sub(" ", text).strip()


def plain(text: str) -> str:
    """A word for comparing: width, case and spacing do not count."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", clean(text)).casefold()).strip()


def code(text: str) -> str:
    """A number or an identifier in narrow letters."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", clean(text))).strip()[:MAX_NAME]


def address(text: str) -> str | None:
    """The e-mail address in a cell. None unless it is one, whole and ordinary."""
    if len(text) > MAX_ADDRESS or not ("@" in text or "＠" in text):
        return None
    found = plain(text).removeprefix("mailto:")
    return found if _EMAIL.fullmatch(found) else None


def count(text: str) -> int:
    """A small whole number; 0 for anything else."""
    digits = code(text)
    return int(digits) if _SMALL.fullmatch(digits) else 0


def instant(text: str, zone: tzinfo) -> datetime | None:
    """The instant a cell names, in `zone` unless it has an offset; None when there is none."""
    said = plain(text)
    day, rest = _day(said)
    clock = _TIME.search(rest)
    if day is None or (rest.strip(" ,t()月火水木金土日曜") and not clock):
        return None
    hour, minute, second = _hour(clock), 0, 0
    if clock:
        minute, second = int(clock["minute"]), int(clock["second"] or 0)
        zone = _zone(rest[clock.end() :].strip(), zone)
    try:
        found = datetime(*day, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None
    return found if found.year in _YEARS else None


def _day(said: str) -> tuple[tuple[int, int, int] | None, str]:
    """Year, month and day at the start of a text, and what follows them."""
    found = next(filter(None, (pattern.match(said) for pattern in _DAYS)), None)
    if found is None:
        return None, said
    year, month = found["year"], found["month"]
    if not month.isdecimal():
        month = str(_MONTHS.get(month, 0))
    return (int(f"20{year}"[-4:]), int(month), int(found["day"])), said[found.end() :]


def _hour(clock: re.Match[str] | None) -> int:
    if clock is None:
        return 0
    half = clock["before"] or clock["after"]
    hour = int(clock["hour"])
    if half is None:
        return hour
    return hour % 12 + (12 if half.startswith(("午後", "p")) else 0)


def _zone(rest: str, zone: tzinfo) -> tzinfo:
    """The offset that a text ends with, or `zone`."""
    found = _OFFSET.match(rest)
    if not rest or not found:
        return zone
    sign, hours, minutes = found.groups(default="0")
    away = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-away if sign == "-" else away) if away < timedelta(hours=24) else zone


def halves(name: str) -> tuple[str, str]:
    """Family and given name of 「姓 名」. Two empty texts when it might be anything else."""
    family, _, given = name.partition(" ")
    parts = (family, given)
    if _NO_PERSON.search(name) or not all(map(_HALF.fullmatch, parts)):
        return "", ""
    # ジョン スミス begins with the given name, so katakana alone does not tell.
    native = _HAS_KANJI.search(family) or all(map(_ALL_HIRAGANA.fullmatch, parts))
    return parts if native else ("", "")


def joined(family: str, given: str) -> str:
    """Both names as their bearer writes them: 山田 花子, but Hanako Yamada."""
    western = (family + given).isascii()
    return (f"{given} {family}" if western else f"{family} {given}").strip()
