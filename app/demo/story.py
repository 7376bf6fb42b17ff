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


def named(key: str) -> str:
    """Somebody of the community, as a terminal in any language can show them."""
    row = next(row for row in table("members") if row["key"] == key)
    own = f"{row['family_name']} {row['given_name']}"
    return f"{own} ({row['given_romaji']} {row['family_romaji']})" if row["family_romaji"] else own


def address(key: str) -> str:
    """Where somebody of the community gets mail."""
    return f"{key}@kizuna.example"


@cache
def _document(name: str) -> Page:
    return tomllib.loads((COMMUNITY / f"{name}.toml").read_text(encoding="utf-8"))
