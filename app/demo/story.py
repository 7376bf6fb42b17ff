"""The demonstration community as it is written down in `community/`: tables, and documents."""

import csv
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

COMMUNITY = Path(__file__).parent / "community"

Row = dict[str, str]
Page = dict[str, Any]

ORGANIZER = "kaede.ito"
ATTENDEE = "haruka.kobayashi"
OPERATOR = "operator"

TONIGHT, NEXT, LATER, LAST = "yokoito-13", "kanda-18", "yokoito-14", "kanda-17"


def table(name: str) -> list[Row]:
    """The rows of a tab-separated table, as dicts by its header."""
    with (COMMUNITY / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))


def pages(name: str, within: str = "") -> list[Page]:
    """The entries of a document, in its order."""
    return list(_document(name)[within or name])


def listed(cell: str) -> list[str]:
    """The items of one cell."""
    return [item for item in cell.split("|") if item]


def address(key: str) -> str:
    """Where somebody of the community gets mail."""
    return f"{key}@kizuna.example"


@cache
def _document(name: str) -> Page:
    return tomllib.loads((COMMUNITY / f"{name}.toml").read_text(encoding="utf-8"))
