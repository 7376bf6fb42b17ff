"""What somebody decided here outweighs what a list says."""

import pytest

from app.imports.rules import Fate, Place, Reason, Status
from app.imports.rules.fates import cancels, fate, language_of, public_name
from app.imports.rules.layouts import Source
from app.registrations.states import State
from tests.imports.test_rules_layouts import reading

CONFIRMED, WAITLISTED, UNKNOWN = Status.CONFIRMED, Status.WAITLISTED, Status.UNKNOWN


@pytest.mark.parametrize(
    ("status", "place", "becomes"),
    [
        (CONFIRMED, None, Fate.COMES),
        (UNKNOWN, None, Fate.COMES),
        (WAITLISTED, None, Fate.WAITS),
        (CONFIRMED, Place(State.CONFIRMED), Fate.STAYS),
        (CONFIRMED, Place(State.WAITLISTED), Fate.COMES),
        (CONFIRMED, Place(State.OFFERED), Fate.COMES),
        (WAITLISTED, Place(State.CONFIRMED), Fate.STAYS),
        (WAITLISTED, Place(State.OFFERED), Fate.STAYS),
        (WAITLISTED, Place(State.WAITLISTED), Fate.STAYS),
        (CONFIRMED, Place(State.CANCELLED), Fate.COMES),
        (WAITLISTED, Place(State.LAPSED), Fate.WAITS),
        (CONFIRMED, Place(State.CANCELLED, has_left=True), Fate.LEFT),
        (CONFIRMED, Place(State.REMOVED), Fate.REMOVED),
    ],
)
def test_where_somebody_stands_decides_what_the_list_does(status, place, becomes):
    assert fate(status, place) == becomes


@pytest.mark.parametrize(
    ("reason", "place", "expected"),
    [
        (Reason.CANCELLED, Place(State.CONFIRMED), True),
        (Reason.WITHDRAWN, Place(State.WAITLISTED), True),
        (Reason.CANCELLED, Place(State.CANCELLED), False),
        (Reason.DUPLICATE, Place(State.CONFIRMED), False),
        (Reason.CANCELLED, None, False),
    ],
)
def test_a_list_takes_back_only_what_a_list_has_given(reason, place, expected):
    assert cancels(reason, place) is expected


@pytest.mark.parametrize(
    ("row", "public"),
    [
        ("水無月 楓,水無月 楓", ""),
        ("髙橋 仁,高橋 仁", ""),
        ("かえで,水無月 楓", "かえで"),
        ("かえで,", "かえで"),
        ("楓 水無月,水無月 楓", ""),
    ],
)
def test_only_another_name_is_kept_beside_family_and_given_name(row, public):
    (person,) = reading(f"表示名,氏名\n{row}\n").people
    assert public_name(person) == public


@pytest.mark.parametrize(
    ("name", "source", "language"),
    [
        ("takeshi", Source.CONNPASS, "ja"),
        ("Alma Winther", Source.EVENTBRITE, "en"),
        ("山田 花子", Source.EVENTBRITE, "ja"),
        ("Noa Lindqvist", Source.UNKNOWN, "en"),
    ],
)
def test_people_are_written_to_in_the_likelier_language(name, source, language):
    (person,) = reading(f"名前,状態\n{name},参加\n").people
    assert language_of(person, source) == language
