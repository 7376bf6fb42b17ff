"""Every sentence of the product is there in Japanese, and says what the English says."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
CATALOG = ROOT / "app/translations/ja/LC_MESSAGES/messages.po"
KEYWORDS = ("-k", "_l", "-k", "_n:1,2", "-k", "_ln:1,2")


@pytest.fixture(scope="module")
def catalog():
    with CATALOG.open("rb") as file:
        return read_po(file, locale="ja")


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    pot = tmp_path_factory.mktemp("messages") / "messages.pot"
    extract = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract"]
    command = [*extract, "-F", "pyproject.toml", *KEYWORDS, "-o", str(pot), "."]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    with pot.open("rb") as file:
        return read_po(file)


def ids(catalog):
    return {message.id for message in catalog if message.id}


def test_the_catalog_is_in_step_with_the_code(catalog, template):
    assert ids(template) - ids(catalog) == set(), "not in the catalog"
    assert ids(catalog) - ids(template) == set(), "no longer in the code"


def test_nothing_is_untranslated_or_fuzzy(catalog):
    def is_empty(message):
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        return not all(strings)

    assert [m.id for m in catalog if m.id and (m.fuzzy or is_empty(m))] == []


def test_every_placeholder_survives_translation(catalog):
    placeholder = re.compile(r"%\((\w+)\)[sd]")
    for message in catalog:
        if not message.id:
            continue
        english = message.id if isinstance(message.id, str) else message.id[-1]
        japanese = message.string if isinstance(message.string, str) else message.string[0]
        assert set(placeholder.findall(japanese)) <= set(placeholder.findall(english)), english
        needed = set(placeholder.findall(english)) - {"num", "zone"}
        assert needed <= set(placeholder.findall(japanese)), english


def test_japanese_which_has_one_form_for_all_numbers_says_the_number(catalog):
    plurals = [message for message in catalog if isinstance(message.id, tuple)]
    silent = [m.id for m in plurals if "%(num)s" in m.id[1] and "%(num)s" not in m.string[0]]
    assert silent == []


def test_every_sentence_can_be_filled_in(catalog):
    """A bare percent sign beside a placeholder breaks the page that says the sentence."""
    number = re.compile(r"%\((\w+)\)[.\d]*[df]")
    word = re.compile(r"%\((\w+)\)s")
    for message in catalog:
        told = [*_each(message.id), *_each(message.string)]
        if not any(word.search(one) or number.search(one) for one in told):
            continue
        for one in told:
            names = dict.fromkeys(word.findall(one), "x") | dict.fromkeys(number.findall(one), 1)
            assert one % names, one


def _each(words):
    return words if isinstance(words, (list, tuple)) else (words,)
