"""A program's first words are measured and held to the same rules as those of a page."""

from datetime import timedelta

import pytest

from app.connections.queries import between
from app.kit.clock import now
from app.kit.db import db
from tests.factories import a_member, a_seat, an_arrival, an_event

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"


@pytest.fixture
def two():
    evening = an_event(starts_at=now() - timedelta(hours=2), ends_at=now() - timedelta(hours=1))
    people = a_member("Aoi"), a_member("Ren")
    for one in people:
        an_arrival(a_seat(evening, one))
    db.session.commit()
    return people


@pytest.mark.parametrize(
    ("words", "is_good"),
    [
        ("x" * 400, True),
        ("x" * 401, False),
        (FAMILY * 400, True),
        (FAMILY * 401, False),
        ("\u304b\u3099" * 400, True),
        ("See www.example.com", False),
    ],
    ids=["plain", "plain and one", "families", "families and one", "voiced", "a link"],
)
def test_a_page_and_a_program_draw_the_line_at_the_same_place(
    program, browser, two, words, is_good
):
    aoi, ren = two
    body = {"person": ren.public_id, "greeting": words}
    answer = program(aoi).post("/connections", body)
    assert answer.status_code == (201 if is_good else 422)
    db.session.rollback()
    if is_good:
        assert answer.json["greeting"] == between(aoi, ren).greeting
        db.session.delete(between(aoi, ren))
        db.session.commit()
    else:
        assert answer.json["errors"][0]["field"] == "greeting"
    page = browser.sign_in(aoi).post(
        f"/people/{ren.public_id}/connection", data={"greeting": words}
    )
    assert (page.status_code == 303) is is_good


def test_too_few_are_counted_as_people_see_them(program, two):
    body = {"target": two[1].public_id, "purpose": FAMILY * 19, "offer": "A cup of tea, any time."}
    answer = program(two[0]).post("/introductions", body)
    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json["errors"]] == ["purpose"]


def test_words_are_for_people_one_has_met(program, two):
    aoi, mio = two[0], a_member("Mio")
    a_seat(an_event(starts_at=now() + timedelta(days=3)), aoi)
    a_seat(an_event(starts_at=now() + timedelta(days=3)), mio)
    answer = program(aoi).post("/connections", {"person": mio.public_id, "greeting": "Hello!"})
    assert answer.status_code == 404
