"""A log tells what happened, and nothing of the people it happened to."""

import logging

import pytest

from app.kit.logs import Record, discreet

UNIQUE = 'duplicate key value violates unique constraint "uq_users_email"'


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("550 <aoi.sato+x@example.org> unknown", "550 <…@…> unknown"),
        ("to=aoi@例え.jp, next", "to=…@…, next"),
        (f"{UNIQUE}\nDETAIL:  Key (email)=(aoi) already exists.", f"{UNIQUE}\n"),
        (
            "bad\nDETAIL:  Failing row contains (1, Aoi\n\nSato).\n[SQL: INSERT]",
            "bad\n\n[SQL: INSERT]",
        ),
        ("Nothing of anybody at 18:00", "Nothing of anybody at 18:00"),
    ],
)
def test_addresses_and_rows_are_left_out(told, kept):
    assert discreet(told) == kept


def test_a_line_is_discreet_whoever_formats_it():
    story = (ValueError, ValueError("no such reader: aoi@example.org"), None)
    line = Record("x", logging.ERROR, "x.py", 1, "to %s", ("ren@example.org",), story)
    told = logging.Formatter().format(line)
    assert "example.org" not in told
    assert "no such reader: …@…" in told
