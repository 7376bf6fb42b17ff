import pytest

from app.accounts.models import User
from app.kit.db import db
from app.profiles.advising import MOST_TOPICS, EnoughTopics, Topic, add_topic, topics_for, topics_of
from app.profiles.queries import profile_of
from app.profiles.traits import Way
from app.profiles.visibility import Closeness
from tests.factories import a_member

EXPORTING = Topic("First steps in exporting", (Way.TEXT, Way.CALL), 15)


def an_adviser(**visibility: str) -> User:
    member = a_member("Mio")
    profile = profile_of(member)
    profile.visibility = visibility
    add_topic(profile, EXPORTING)
    db.session.commit()
    return member


def test_topics_are_told_as_far_as_their_owner_says():
    profile = profile_of(an_adviser())
    assert [topic.words for topic in topics_for(profile, Closeness.MATCH)] == [EXPORTING.words]
    assert topics_for(profile, Closeness.MEMBER) == []
    profile.visibility = {"advice": "private"}
    assert topics_for(profile, Closeness.MATCH) == []


def test_whoever_rests_names_no_topics():
    profile = profile_of(an_adviser())
    profile.advice_cap = 0
    assert topics_for(profile, Closeness.MATCH) == []


def test_a_topic_is_named_and_taken_off(browser):
    member = a_member()
    browser.sign_in(member)
    data = {"topic": "輸出の第一歩", "ways": ["text", "in_person"], "minutes": "30"}
    assert browser.post("/profile/advice", data=data).location == "/profile/advice"
    row = topics_of(member.id)[0]
    assert (row.words, row.ways, row.minutes) == ("輸出の第一歩", ["text", "in_person"], 30)
    assert "輸出の第一歩" in browser.get("/profile/advice").text
    assert browser.post("/profile/advice/monthly", data={"cap": "5"}).status_code == 303
    db.session.expire_all()
    assert profile_of(member).advice_cap == 5
    assert browser.post(f"/profile/advice/{row.id}/removal").status_code == 303
    assert topics_of(member.id) == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"topic": ""}, "Please write this."),
        ({"topic": "x" * 61}, "At most 60 characters"),
        ({"ways": []}, "Please choose at least one."),
        ({"ways": ["telepathy"]}, "not a valid choice"),
        ({"minutes": "999"}, "Not a valid choice"),
    ],
)
def test_a_topic_that_will_not_do_comes_back_as_it_was(browser, wrong, sentence):
    data = {"topic": "Exporting", "ways": ["text"], "minutes": "15"} | wrong
    answer = browser.sign_in(a_member()).post("/profile/advice", data=data)
    assert answer.status_code == 200
    assert sentence in answer.text
    assert f'value="{data["topic"]}"' in answer.text


def test_five_topics_are_enough():
    member = an_adviser()
    for _ in range(MOST_TOPICS - 1):
        add_topic(profile_of(member), EXPORTING)
    with pytest.raises(EnoughTopics):
        add_topic(profile_of(member), EXPORTING)


def test_topics_of_others_cannot_be_taken_off(browser):
    row = topics_of(an_adviser().id)[0]
    assert browser.sign_in(a_member()).post(f"/profile/advice/{row.id}/removal").status_code == 404
