"""Days and months beside a curve, as short as they can be told."""

from datetime import date

from babel.dates import format_date

from app.web.times import language

_DAY = {"ja": "M月d日(EEE)", "en": "EEE d MMM"}
_MONTH = {"ja": "y年M月", "en": "MMM y"}


def short_day(day: date) -> str:
    """`12月4日(金)`, `Fri 4 Dec`."""
    return format_date(day, _DAY[language()], locale=language())


def short_month(month: str) -> str:
    """`2026年12月`, `Dec 2026`, from `2026-12`."""
    return format_date(date.fromisoformat(f"{month}-01"), _MONTH[language()], locale=language())
