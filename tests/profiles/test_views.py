import re

import pytest

from app.kit.db import db
from app.profiles.operations import learn_vocabulary
from app.profiles.queries import profile_of
from app.profiles.traits import Facet, Stance
from app.profiles.visibility import DEFAULTS
from tests.factories import a_member, tagged


def sent(**given: object) -> dict[str, object]:
    levels = {f"visibility-{field}": level.value for field, level in DEFAULTS.items()}
    return {"headline": "Tea grower", "stance": "none", "industry": "", **levels, **given}


def fresh(member):
    db.session.expire_all()
    return profile_of(member)


def test_strangers_have_no_profile_to_edit(browser):
    for path in ("/profile", "/profile/preview", "/welcome/1", "/tags?q=a"):
        assert browser.get(path).location.startswith("/sign-in?next=")


def test_a_profile_is_written_and_read_back_as_it_was(browser):
    member = a_member()
    data = sent(
        headline="辻󠄀𠮷と髙﨑の茶園 🍵",
        offers="tea、 law,  Go",
        needs="日本酒",
        learning="英語、 簿記",
        languages=["ja", "ko"],
        purposes=["friends", "growth"],
        stance="ask_first",
        industry="food",
        age_group="thirties",
        website="example.org/tea",
        is_reachable="y",
        **{"visibility-school": "public"},
    )
    answer = browser.sign_in(member).post("/profile", data=data)
    assert answer.location == "/profile"
    profile = fresh(member)
    assert profile.headline == "辻󠄀𠮷と髙﨑の茶園 🍵"
    assert len(profile.tagged(Facet.OFFER)) == 3
    assert len(profile.tagged(Facet.LEARNING)) == 2
    assert (profile.languages, profile.purposes) == (["ja", "ko"], ["friends", "growth"])
    assert (profile.stance, profile.industry) == (Stance.ASK_FIRST, "food")
    assert profile.age_group == "thirties"
    assert profile.website == "https://example.org/tea"
    assert profile.is_reachable
    assert not profile.is_matched
    assert profile.visibility["school"] == "public"
    page = browser.get("/profile").text
    assert "辻󠄀𠮷と髙﨑の茶園 🍵" in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"headline": "x" * 81},
        {"offers": ",".join(f"w{n}" for n in range(11))},
        {"offers": "x" * 41},
        {"industry": "piracy"},
        {"stance": "loud"},
        {"languages": ["tlh"]},
        {"website": "javascript:alert(1)"},
        {"website": "data:text/html,hi"},
        {"visibility-school": "everyone"},
        {"visibility-age_group": "public"},
        {"age_group": "eternal"},
    ],
)
def test_nothing_typed_is_lost_when_something_is_wrong(browser, wrong):
    member = a_member()
    data = sent(needs="日本酒、a good lawyer", hometown="Otaru") | wrong
    answer = browser.sign_in(member).post("/profile", data=data)
    assert answer.status_code == 200
    assert "Please look at this again" in answer.text
    assert 'value="日本酒、a good lawyer"' in answer.text
    assert 'value="Otaru"' in answer.text
    assert fresh(member).hometown == ""
    assert fresh(member).tags == []


def test_a_form_sent_back_untouched_changes_nothing(browser):
    member = a_member()
    browser.sign_in(member)
    page = browser.get("/profile").text
    chosen = re.findall(r'<option selected value="(\w+)">', page)
    assert chosen.count("members") == list(DEFAULTS.values()).count("members")
    steps = browser.get("/welcome/3").text
    assert re.findall(r'<option selected value="(\w+)">', steps)[:3] == [
        "members",
        "members",
        "matches",
    ]


def test_control_characters_are_left_out_kindly(browser):
    member = a_member()
    data = sent(headline="Tea\x00 grow\x1fer\x1b", offers="te\x00a\x0b,\x00")
    assert browser.sign_in(member).post("/profile", data=data).status_code == 303
    profile = fresh(member)
    assert profile.headline == "Tea grower"
    assert len(profile.tagged(Facet.OFFER)) == 1


def test_what_people_write_is_text_and_never_markup(browser):
    member = a_member()
    canary = '"><svg onload=alert(1)>'
    browser.sign_in(member).post("/profile", data=sent(headline=canary, offers=canary))
    for path in ("/profile", "/profile/preview?to=member"):
        assert "<svg onload" not in browser.get(path).text


def test_one_member_never_writes_anothers_profile(browser):
    member, other = a_member(), a_member()
    browser.sign_in(member).post("/profile", data=sent(member_id=other.id, is_staff="1"))
    assert fresh(other).headline == ""


def test_tags_are_shown_in_the_readers_language(browser):
    member = a_member()
    browser.sign_in(member).post("/profile", data=sent(offers="サーバーサイド"))
    assert 'value="Back end"' in browser.get("/profile").text
    browser.post("/preferences/locale", data={"locale": "ja"})
    assert 'value="バックエンド"' in browser.get("/profile").text


def test_the_preview_shows_each_reader_only_their_part(browser):
    member = a_member()
    levels = {"visibility-headline": "members", "visibility-company": "matches"}
    data = sent(headline="canary one", company="canary two", hometown="canary three",
                phone="canary four", **levels)  # fmt: skip
    browser.sign_in(member).post("/profile", data=data)
    seen = {
        who: set(re.findall("canary \\w+", browser.get(f"/profile/preview?to={who}").text))
        for who in ("stranger", "member", "match", "nonsense")
    }
    assert seen == {
        "stranger": set(),
        "member": {"canary one"},
        "match": {"canary one", "canary two"},
        "nonsense": {"canary one"},
    }


def test_suggestions_while_typing(browser):
    learn_vocabulary()
    browser.sign_in(a_member())
    answer = browser.get("/tags?q=パイソン").json
    assert {"word": "Python", "alike": False} in answer["items"]
    assert answer["means"] == "Python"
    for nothing in ("", "?q=%00", "?q=" + "あ" * 5000):
        assert browser.get(f"/tags{nothing}").json == {"items": [], "means": ""}


def test_the_first_steps_ask_little_and_keep_the_rest(browser):
    member = tagged(a_member(), Facet.HOBBY, "go")
    browser.sign_in(member)
    first = browser.post("/welcome/1?next=/t/abc", data={"headline": "Tea grower", "industry": ""})
    assert first.location == "/welcome/2?next=/t/abc"
    second = browser.post(first.location, data={"offers": "tea", "needs": "", "interests": "sake"})
    assert second.location == "/welcome/3?next=/t/abc"
    levels = {f"visibility-{field}": "members" for field in DEFAULTS}
    last = browser.post(second.location, data={**levels, "visibility-needs": "private"})
    assert last.location == "/t/abc"
    profile = fresh(member)
    assert profile.headline == "Tea grower"
    assert len(profile.tagged(Facet.OFFER)) == len(profile.tagged(Facet.HOBBY)) == 1
    assert profile.visibility["needs"] == "private"
    assert profile.languages == ["ja", "en"]


def test_the_first_steps_can_all_be_skipped(browser):
    browser.sign_in(a_member())
    page = browser.get("/welcome/1").text
    assert 'href="/welcome/2?next=/me"' in page
    assert 'href="/me"' in browser.get("/welcome/3?next=//evil.example").text
    assert browser.get("/welcome/4").status_code == 404


@pytest.mark.parametrize("locale", ["ja", "en"])
@pytest.mark.parametrize(
    "path", ["/profile", "/profile/preview", "/welcome/1", "/welcome/2", "/welcome/3"]
)
def test_every_page_is_drawn_in_both_languages_for_somebody_without_a_profile(
    browser, path, locale
):
    member = a_member(locale=locale)
    db.session.delete(profile_of(member))
    db.session.commit()
    page = browser.sign_in(member).get(path)
    assert page.status_code == 200
    assert f'<html lang="{locale}">' in page.text
