"""Finding events by words, in Japanese and English."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.accounts.models import User
from app.events.jobs import write_down
from app.events.models import Event
from app.events.queries import about, best_first, listed_events
from app.groups.operations import Charter, revise
from app.groups.rules import Kind
from app.kit.clock import now
from app.kit.db import db
from tests.factories import a_group, an_event, owner_of


def titles(text: str, viewer: User | None = None) -> list[str]:
    found = best_first(about(listed_events(viewer), text), text)
    return [event.title for event in db.session.scalars(found)]


@pytest.fixture
def evenings(app):
    group = a_group(name="丸の内つむぎの会")
    an_event(group, title="Rust入門の夕べ", place_name="神田ホール")
    an_event(group, title="朝活・読書会", description="サーバー管理の本を読みます。")
    an_event(group, title="Data analysis talks", summary="データ分析と食", speakers=["髙橋 花"])
    an_event(group, title="C++ and Go", address="東京都千代田区大手町1-2-3")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("rust", {"Rust入門の夕べ"}),
        ("ＲＵＳＴ", {"Rust入門の夕べ"}),
        ("Rust入門", {"Rust入門の夕べ"}),
        ("入門 神田", {"Rust入門の夕べ"}),
        ("ru", {"Rust入門の夕べ"}),
        ("食", {"Data analysis talks"}),
        ("ｻｰﾊﾞ", {"朝活・読書会"}),
        ("さーばー", {"朝活・読書会"}),
        ("読書", {"朝活・読書会"}),
        ("talk", {"Data analysis talks"}),
        ("分析", {"Data analysis talks"}),
        ("髙橋", {"Data analysis talks"}),
        ("千代田　ＧＯ", {"C++ and Go"}),
        ("c++", {"C++ and Go"}),
        ("「書会」", {"朝活・読書会"}),
        ("「読会」", set()),
        ("入活", set()),
        ("rust talks", set()),
        ("100%", set()),
        ("!?", set()),
    ],
)
def test_what_is_written_is_found(evenings, text, found):
    assert set(titles(text)) == found


def test_a_blank_question_finds_everything(evenings):
    assert len(titles(" 　")) == 4


def test_the_name_of_a_group_finds_its_events_together_with_their_own_words(evenings):
    assert len(titles("つむぎ")) == 4
    assert titles("つむぎ rust") == ["Rust入門の夕べ"]


def test_a_group_that_is_renamed_is_found_by_its_new_name_at_once(evenings):
    event = db.session.scalars(sa.select(Event)).first()
    charter = Charter(name="神保町サロン", kind=Kind.STUDY_GROUP, run_by="Two friends")
    revise(event.group, charter, by=owner_of(event.group), at=now())
    db.session.flush()
    assert titles("つむぎ") == []
    assert len(titles("神保町")) == 4


def test_the_title_counts_more_than_summary_place_text_and_group(app):
    group = a_group(name="Weaving")
    soon = now() + timedelta(days=1)
    an_event(a_group(name="陶芸の会"), title="of the group")
    an_event(group, title="in the text", description="陶芸", starts_at=soon)
    an_event(group, title="in the place", place_name="陶芸館", starts_at=soon)
    an_event(group, title="in the summary", summary="陶芸をする", starts_at=soon)
    an_event(group, title="陶芸", starts_at=soon + timedelta(days=9))
    assert titles("陶芸") == [
        "陶芸",
        "in the summary",
        "in the place",
        "in the text",
        "of the group",
    ]


def test_a_draft_is_not_found_by_strangers(app):
    an_event(title="Secret", status="draft")
    assert titles("secret") == []


def test_events_that_came_by_another_way_are_written_down_later(app):
    event = an_event(title="Otherwise")
    db.session.execute(sa.update(Event).values(search=sa.null()))
    assert titles("otherwise") == []
    assert write_down(now()) == 1
    assert titles("otherwise") == [event.title]
    assert write_down(now()) == 0


WORDS = st.lists(
    st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=12),
    min_size=1,
    max_size=4,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(words=WORDS)
def test_every_title_is_found_by_itself_and_no_question_is_an_error(app, words):
    title = " ".join(words)
    event = an_event(title=title)
    found = titles(title)
    assert found == [] or event.title in found
    db.session.delete(event)
    db.session.commit()
