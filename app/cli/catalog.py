"""Whether every sentence of the house has its translation, and no translation is left over."""

import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from app.cli.language import catalogs
from config import ROOT

KEYWORDS = ("_l", "_n:1,2", "_ln:1,2")


def faults() -> str:
    """One line for each sentence that is missing, empty, uncertain or left over."""
    wanted = extracted()
    return "\n".join(line for path in catalogs() for line in compare(wanted, read(path)))


def extracted() -> Catalog:
    """Every sentence in code and templates, as `pybabel extract` finds them."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "messages.pot"
        keywords = [word for keyword in KEYWORDS for word in ("-k", keyword)]
        subprocess.run(
            [
                *(sys.executable, "-m", "babel.messages.frontend", "--quiet"),
                *("extract", "-F", "pyproject.toml", *keywords, "-o", str(target), "."),
            ],
            cwd=ROOT,
            check=True,
        )
        return read(target)


def read(path: Path) -> Catalog:
    """The catalog in a file."""
    with path.open("rb") as file:
        return read_po(file)


def compare(wanted: Catalog, found: Catalog) -> list[str]:
    """What is wrong with `found`, given the sentences it ought to translate."""
    names = {_name(message) for message in wanted if message.id}
    there = {_name(message): message for message in found if message.id}
    missing = [f"missing: {name}" for name in sorted(names - set(there))]
    over = [f"left over: {name}" for name in sorted(set(there) - names)]
    flawed = [
        f"{flaw}: {name}"
        for name, message in sorted(there.items())
        for flaw in _flaws(message)
        if name in names
    ]
    return missing + over + flawed


def _name(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _flaws(message: Message) -> list[str]:
    strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
    flaws = ["uncertain"] if message.fuzzy else []
    return flaws if all(strings) else [*flaws, "untranslated"]
