"""Lists of events: filters, the month, what suits somebody, and groups."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from app.events.finding import When, days_of
from app.events.leaning import Because, Facts, Reader, suits
from app.events.models import Slot
from app.events.rules import Openness, Status
from app.groups.models import Membership
from app.groups.rules import Kind
from app.kit.clock import now
from app.kit.db import db
from app.profiles.models import Profile
from app.profiles.traits import Facet, Stance
from tests.factories import a_group, a_member, a_seat, an_event, owner_of, saved, tagged

# A Wednesday in Tokyo.
TODAY = datetime(2027, 2, 10, 3, tzinfo=UTC)


@pytest.fixture
def wednesday(app):
    with time_machine.travel(TODAY, tick=False):
        yield


def listed(browser, query=""):
    page = browser.get(f"/events?{query}").text
    return set(re.findall(r"Evening \w+", page.partition("<main")[2]))


def evening(name, **given):
    return an_event(given.pop("group", None), title=f"Evening {name}", **given)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"A", "B", "C", "D"}),
        ("when=today", {"A"}),
        ("when=week", {"A", "B"}),
        ("when=weekend", {"B"}),
        ("when=month", {"A", "B", "C"}),
        ("first=2027-02-14&last=2027-02-20", {"B", "C"}),
        ("first=２０２７/02/20", {"C", "D"}),
        ("last=2027-02-10", {"A"}),
        ("area=kyoto", {"B"}),
        ("area=online", {"C"}),
        ("kind=study_group", {"D"}),
        ("spoken=en", {"A"}),
        ("free=1", {"A", "C", "D"}),
        ("seats=1", {"A", "B", "D"}),
        ("seats=1&free=1&when=today", {"A"}),
        ("q=evening&area=kyoto", {"B"}),
        ("area=atlantis&when=never&kind=1", {"A", "B", "C", "D"}),
    ],
)
def test_filters_narrow_the_list(wednesday, browser, query, found):
    at = TODAY
    evening("A", starts_at=at + timedelta(hours=6), languages=["en"])
    evening(
        "B",
        starts_at=at + timedelta(days=4),
        address="京都市左京区",
        slots=[Slot(capacity=2, door_fee=500), Slot(capacity=2)],
    )
    full = evening("C", starts_at=at + timedelta(days=10), online_url="https://x.org", capacity=1)
    a_seat(full, a_member())
    study = a_group(kind=Kind.STUDY_GROUP)
    evening("D", group=study, starts_at=at + timedelta(days=40))
    assert listed(browser, query) == {f"Evening {name}" for name in found}


def test_an_evening_counts_on_the_day_it_has_where_it_takes_place(wednesday, browser):
    # 20:00 on the 11th in New York is the 12th in Tokyo.
    evening("A", starts_at=datetime(2027, 2, 12, 1, tzinfo=UTC), timezone="America/New_York")
    assert listed(browser, "first=2027-02-11&last=2027-02-11") == {"Evening A"}
    assert listed(browser, "first=2027-02-12") == set()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("first=tomorrow", "Please give a day, such as"),
        ("first=2027-02-31", "Please give a day, such as"),
        ("first=2027-03-02&last=2027-03-01", "The last day comes before the first."),
        ("first=0001-01-01", "Is the year right?"),
        ("last=9999-12-31", "Is the year right?"),
    ],
)
def test_days_that_are_none_are_said_kindly_and_nothing_typed_is_lost(browser, query, words):
    page = browser.get(f"/events?{query}&q=bread").text
    assert words in page
    assert 'value="bread"' in page


def test_weeks_end_on_sunday_and_months_on_their_last_day():
    wednesday = TODAY.date()
    assert [day.day for day in days_of(When.WEEK, wednesday)] == [10, 14]
    assert [day.day for day in days_of(When.WEEKEND, wednesday)] == [13, 14]
    assert [day.day for day in days_of(When.MONTH, wednesday)] == [10, 28]
    sunday = wednesday + timedelta(days=4)
    assert days_of(When.WEEKEND, sunday) == (sunday, sunday)


def test_what_is_not_listed_stays_so_under_every_filter(wednesday, browser):
    at = TODAY + timedelta(hours=6)
    for name, given in (
        ("A", {"status": Status.DRAFT}),
        ("B", {"openness": Openness.UNLISTED}),
        ("C", {"openness": Openness.MEMBERS}),
    ):
        evening(name, starts_at=at, address="京都市", **given)
    for query in ("", "when=today", "area=kyoto", "q=evening", "past=1"):
        assert listed(browser, query) == set()
    assert "京都府" not in browser.get("/events", headers={"Accept-Language": "ja"}).text
    assert "Evening" not in browser.get("/events/month?month=2027-02").text.partition("<main")[2]


def test_an_empty_list_says_what_helps(browser):
    assert "Start a group" in browser.get("/events").text
    page = browser.get("/events?q=nowhere").text
    assert "Nothing found for “nowhere”" in page
    assert "Look among past events" in page


def squares(browser, tag):
    page = browser.get("/events/month?month=2027-02", headers={"Accept-Language": tag}).text
    heads = re.findall(r'<th scope="col">(.*?)</th>', page)
    return heads[0], len(re.findall(r"<td ", page))


def test_a_month_begins_its_weeks_as_the_reader_does(wednesday, browser):
    assert squares(browser, "ja") == ("日曜", 35)
    assert squares(browser, "en-GB") == ("Mon", 28)
    assert squares(browser, "en-US,en;q=0.5") == ("Sun", 35)
    assert squares(browser, "en") == ("Mon", 28)


def test_evenings_stand_on_their_days_of_the_month(wednesday, browser):
    evening("A", starts_at=datetime(2027, 2, 10, 10, tzinfo=UTC))
    # Ends at midnight of the 12th: not on the 12th.
    evening(
        "B",
        starts_at=datetime(2027, 2, 11, 10, tzinfo=UTC),
        ends_at=datetime(2027, 2, 11, 15, tzinfo=UTC),
    )
    page = browser.get("/events/month?month=2027-02").text
    table = page.partition("<table")[2].partition("</table>")[0]
    days = re.findall(r'datetime="2027-02-(\d\d)"(.*?)</td>', table, re.DOTALL)
    assert {day: re.findall(r"Evening \w", text) for day, text in days if "Evening" in text} == {
        "10": ["Evening A"],
        "11": ["Evening B"],
    }
    assert "month=2027-01" in page
    assert "month=2027-03" in page


def test_a_crowded_day_names_four_and_leads_to_the_rest(wednesday, browser):
    for name in "ABCDEF":
        evening(name, starts_at=datetime(2027, 2, 11, 10, tzinfo=UTC))
    page = browser.get("/events/month?month=2027-02").text
    assert "2 more" in page
    assert "first=2027-02-11&amp;last=2027-02-11" in page


@pytest.mark.parametrize("month", ["2027-13", "february", "0001-01", "9999-12", ""])
def test_a_month_there_is_not_is_this_one(wednesday, browser, month):
    page = browser.get(f"/events/month?month={month}")
    assert page.status_code == 200
    assert "February 2027" in page.text


READER = Reader({(Facet.INTEREST, "1"): "Rust"}, ["growth"], ["ja"], [7])


def facts(**given):
    usual = {
        "kind": Kind.CROSS_INDUSTRY,
        "stance": Stance.NONE,
        "languages": [],
        "group_id": 1,
        "answered": set(),
        "told": {},
    }
    return Facts(**(usual | given))


def test_no_reason_no_suggestion():
    assert suits(READER, facts()).score == 0


def test_shared_words_count_more_than_a_kind_that_fits():
    named = suits(READER, facts(answered={(Facet.INTEREST, "1")}))
    fitting = suits(READER, facts(kind=Kind.STUDY_GROUP))
    assert named.score > fitting.score > 0
    assert named.reasons == ((Because.INTEREST, ("Rust",)),)
    assert fitting.reasons == ((Because.PURPOSE, ("growth",)),)


def test_a_language_one_does_not_speak_counts_against():
    spoken = suits(READER, facts(group_id=7, languages=["ja", "en"]))
    foreign = suits(READER, facts(group_id=7, languages=["en"]))
    assert foreign.score < spoken.score


def test_nobody_is_sent_to_sell_where_selling_is_not_wanted():
    seller = Reader({}, ["customers"], [], [])
    assert suits(seller, facts()).score == 0
    assert suits(seller, facts(stance=Stance.SELLING)).score > 0


def test_the_evenings_that_suit_come_with_their_reasons(app):
    member = tagged(a_member(), Facet.NEED, "Rust")
    tagged(member, Facet.INTEREST, "Go")
    profile = db.session.get(Profile, member.id)
    profile.purposes = ["growth"]
    group = a_group()
    saved(Membership(group_id=group.id, member_id=member.id, joined_at=now()))
    evening("A", summary="We read Rust together")
    evening("B", group=a_group(kind=Kind.STUDY_GROUP), description="It is good to go home")
    evening("C", group=group)
    evening("D")
    browser = app.test_client().sign_in(member)
    page = browser.get("/events?mine=1").text.partition("<main")[2]
    assert re.findall(r"Evening \w", re.sub(r"<[^>]+>", "", page)) == [
        "Evening A",
        "Evening B",
        "Evening C",
    ]
    assert "You are looking for: Rust" in page
    assert "Good for: Growing" in page
    assert "Your group" in page
    assert "You care about" not in page


def test_how_many_come_for_the_same_is_a_reason_only_from_five_on(app):
    member = a_member()
    db.session.get(Profile, member.id).purposes = ["friends"]
    event = evening("A")
    browser = app.test_client().sign_in(member)
    for number in range(1, 6):
        a_seat(event, a_member(), purpose="friends")
        said = "Others come for the same" in browser.get("/events?mine=1").text
        assert said == (number >= 5)


def test_what_suits_is_for_members_and_a_blank_profile_is_told_what_helps(app):
    evening("A")
    assert "Evening A" in app.test_client().get("/events?mine=1").text
    page = app.test_client().sign_in(a_member()).get("/events?mine=1").text
    assert "Tell us a little first" in page


def test_groups_are_found_by_name_text_and_kind(browser):
    a_group(name="神保町つむぎの会", summary="本を読む", kind=Kind.STUDY_GROUP)
    a_group(name="Weaving Club", description="本 and more")

    def names(query):
        page = browser.get(f"/groups?{query}").text.partition("<main")[2].replace("<wbr>", "")
        return [name for name in ("神保町", "Weaving") if name in page]

    assert names("") == ["神保町", "Weaving"]
    assert names("q=つむぎ") == ["神保町"]
    assert names("q=本") == ["神保町", "Weaving"]
    assert names("q=本&kind=study_group") == ["神保町"]
    assert names("q=weav") == ["Weaving"]
    assert names("q=!!!") == []
    assert "Nothing found" in browser.get("/groups?q=nowhere").text


def test_a_list_asks_few_questions_however_long_it_is(app, statements):
    group = a_group()
    for name in "ABCDEFGHIJKL":
        evening(name, group=group)
    browser = app.test_client().sign_in(owner_of(group))
    browser.get("/events")
    with statements() as asked:
        browser.get("/events")
    assert len(asked) <= 14
