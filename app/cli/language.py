"""The language of the commands: the catalog of the pages, chosen by LANG."""

import gettext
import os
from pathlib import Path

from config import ROOT

TRANSLATIONS = ROOT / "app" / "translations"
DOMAIN = "messages"

# What click itself says; it looks in the same catalog, so these stand here to be translated.
_l = str
CLICK_WORDS = (
    _l("Usage:"),
    _l("Options"),
    _l("Positional arguments"),
    _l("Commands"),
    _l("Show this message and exit."),
    _l("Missing command."),
    _l("Missing argument"),
    _l("Missing option"),
    _l("Error: {message}"),
    _l("Try '{command} {option}' for help."),
    _l("Invalid value: {message}"),
    _l("Invalid value for {param_hint}: {message}"),
    _l("No such option {name!r}."),
    _l("No such command {name!r}."),
    _l("default: {default}"),
    _l("required"),
    _l("{name} {filename!r} does not exist."),
    _l("{value!r} is not a valid {number_type}."),
    _l("file"),
    _l("File"),
)


def speak() -> None:
    """Answer in the language of LANG, as far as the catalog knows it."""
    compile_catalogs()
    gettext.bindtextdomain(DOMAIN, TRANSLATIONS)
    gettext.textdomain(DOMAIN)


def language() -> str:
    """The language `speak` has chosen."""
    found = gettext.find(DOMAIN, TRANSLATIONS)
    return Path(found).parts[-3] if found else "en"


def catalogs() -> list[Path]:
    """The catalogs as people write them."""
    return sorted(TRANSLATIONS.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def is_compiled(catalog: Path) -> bool:
    """Whether the program's form of `catalog` is as new as itself."""
    compiled = catalog.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime >= catalog.stat().st_mtime


def compile_catalogs() -> None:
    """Bring the programs' form of every catalog up to date, where that folder can be written."""
    stale = [catalog for catalog in catalogs() if not is_compiled(catalog)]
    for catalog in stale:
        if os.access(catalog.parent, os.W_OK):
            _compile(catalog)


def _compile(catalog: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with catalog.open("rb") as source:
        messages = read_po(source, locale=catalog.parts[-3], domain=DOMAIN)
    draft = catalog.with_suffix(f".{os.getpid()}")
    with draft.open("wb") as target:
        write_mo(target, messages)
    draft.replace(catalog.with_suffix(".mo"))
