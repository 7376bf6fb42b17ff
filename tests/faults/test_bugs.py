"""Our own mistakes: a page with a number, no story told to the reader, one entry in the log."""

import logging
import re

import pytest

from app.accounts.access import public
from app.factory import create_app
from app.kit.db import db
from tests.conftest import settings
from tests.faults.asking import assert_no_telltale

SECRET = "the colour of my socks"
NUMBER = re.compile(r'<p class="fine">([2-9a-z]{12})</p>')


@pytest.fixture
def browser(servers, template):
    """A visitor of an application with a bug in one page, served as it is to people."""
    app = create_app(settings(servers, template, TESTING=False))

    @public
    def broken():
        raise ZeroDivisionError(SECRET)

    app.view_functions["pages.about"] = broken
    yield app.test_client()
    with app.app_context():
        db.engine.dispose()


def test_a_bug_shows_a_number_and_nothing_of_the_story(browser, caplog):
    answer = browser.get("/about")
    assert answer.status_code == 500
    assert "Something went wrong on our side." in answer.text
    assert NUMBER.search(answer.text)
    assert_no_telltale(answer.text)
    assert SECRET not in answer.text
    assert "ZeroDivisionError" not in answer.text


def test_a_bug_is_logged_once_under_the_number_the_reader_sees(browser, caplog):
    with caplog.at_level(logging.WARNING):
        number = NUMBER.search(browser.get("/about").text)[1]
    [entry] = caplog.records
    assert number in entry.getMessage()
    assert SECRET in str(entry.exc_info[1])


def test_a_program_gets_the_number_as_a_problem_document(browser):
    answer = browser.get("/about", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.mimetype) == (500, "application/problem+json")
    assert answer.json["reference"]
    assert SECRET not in answer.text
