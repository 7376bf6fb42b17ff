from pathlib import Path

import pytest

from app.cli.plan import Running
from app.cli.welcome import welcome
from app.demo.rules import Calendar
from app.demo.story import ATTENDEE, ORGANIZER, named
from app.kit.clock import now


def told(capsys, *, is_demo):
    running = Running("http://127.0.0.1:8000", False, is_demo, Path("/srv/var"), None)
    welcome(running, seconds=3.2)
    return capsys.readouterr().out


def test_a_demonstration_names_the_people_to_sign_in_as(capsys):
    text = told(capsys, is_demo=True)
    assert "伊藤 楓 (Kaede Ito)" in text
    assert "小林 遥 (Haruka Kobayashi)" in text
    for path in ("/demo", "/demo/organizer", "/demo/attendee", "/demo/operator", "/demo/mails"):
        assert f"http://127.0.0.1:8000{path} " in text


def test_a_server_for_real_names_nobody(capsys):
    text = told(capsys, is_demo=False)
    assert "/demo" not in text
    assert "./kizuna user add" in text


@pytest.mark.usefixtures("app")
def test_whoever_is_named_lives_there():
    from app.demo.operations.people import settle

    people = settle(Calendar(now()))
    for key in (ORGANIZER, ATTENDEE):
        assert people[key].full_name in named(key)
