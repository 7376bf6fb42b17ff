import re

import pytest

from app.accounts import operations
from app.accounts.models import EmailProof, Purpose, SignIn
from app.accounts.operations import begin_claim, send_claim
from app.accounts.proofs import link, new_proof
from app.kit.clock import now
from app.kit.db import db
from app.notifications.models import Mail
from tests.factories import a_member, a_stranger, saved

PASSWORD = "seven moons over Ueno"


def path_of(proof: EmailProof) -> str:
    db.session.commit()
    return link(proof).removeprefix("http://localhost")


def with_password(member):
    operations.set_password(member, PASSWORD, keep=None, at=now())
    db.session.commit()
    return member


def is_in(browser) -> bool:
    return browser.get("/account").status_code == 200


def test_a_stranger_is_shown_the_way_in_and_led_back_afterwards(browser):
    answer = browser.get("/account?tab=1")
    assert answer.location == "/sign-in?next=/account?tab%3D1"
    assert 'value="/account?tab=1"' in browser.get(answer.location).text


def test_the_answer_is_the_same_for_known_and_unknown_addresses(browser):
    member = a_member()
    answers = [
        browser.post("/sign-in/links", data={"email": email})
        for email in (member.email, "nobody@example.org")
    ]
    told = {(answer.status_code, answer.location, answer.text) for answer in answers}
    assert told == {(303, "/sign-in/sent", answers[0].text)}


def test_an_address_that_is_none_is_said_kindly_and_kept_in_the_form(browser):
    answer = browser.post("/sign-in/links", data={"email": "aoi@", "next": "/events"})
    assert answer.status_code == 200
    assert "does not look like an e-mail address" in answer.text
    assert 'value="aoi@"' in answer.text
    assert 'value="/events"' in answer.text


def test_full_width_addresses_are_understood(browser, count):
    member = a_member(email="aoi.sato@example.org")
    browser.post("/sign-in/links", data={"email": " ＡＯＩ．ｓａｔｏ＠example.org "})
    assert count(Mail, Mail.member_id == member.id) == 1


def test_reading_the_page_of_a_link_uses_nothing_up(browser):
    path = path_of(new_proof(a_member(), Purpose.SIGN_IN, {}, at=now()))
    for method in ("get", "head", "get"):
        assert getattr(browser, method)(path).status_code == 200
    assert not is_in(browser)
    assert browser.post(path).status_code == 303
    assert is_in(browser)


def test_a_link_works_once_and_then_says_so(browser):
    path = path_of(new_proof(a_member(), Purpose.SIGN_IN, {"next": "/account"}, at=now()))
    assert browser.post(path).location == "/account"
    other = browser.application.test_client()
    for answer in (other.get(path), other.post(path)):
        assert answer.status_code == 410
        assert "no longer works" in answer.text
    assert not is_in(other)


def test_a_link_of_one_kind_is_nothing_on_the_page_of_another(browser):
    token = path_of(new_proof(a_member(), Purpose.CLAIM, {}, at=now())).rpartition("/")[2]
    for page in ("/sign-in/link/", "/address/"):
        assert browser.post(page + token).status_code == 410
    assert not is_in(browser)


def test_pages_behind_a_secret_address_send_no_referrer(browser):
    path = path_of(new_proof(a_member(), Purpose.SIGN_IN, {}, at=now()))
    assert browser.get(path).headers["Referrer-Policy"] == "no-referrer"
    assert browser.get("/sign-in").headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "evil", ""],
)
def test_nobody_is_sent_elsewhere_after_signing_in(browser, wanted):
    member = with_password(a_member())
    data = {"email": member.email, "password": PASSWORD, "next": wanted}
    assert browser.post("/sign-in/password", data=data).location == "/me"


def test_a_password_signs_in(browser):
    member = with_password(a_member())
    data = {"email": member.email, "password": PASSWORD, "next": "/account"}
    assert browser.post("/sign-in/password", data=data).location == "/account"
    assert is_in(browser)
    assert browser.get("/sign-in").location == "/me"


def test_a_wrong_password_says_the_same_for_everyone_and_keeps_the_address(browser):
    member = with_password(a_member())
    without = a_member()
    pages = set()
    for email in (member.email, without.email, "nobody@example.org"):
        data = {"email": email, "password": "wrong one"}
        page = browser.post("/sign-in/password", data=data).text
        assert f'value="{email}"' in page
        assert "wrong one" not in page
        pages.add(re.sub(r'value="[\w.-]{40,}"', "", page.replace(email, "")))  # form tokens
    assert len(pages) == 1
    assert not is_in(browser)


def test_signing_in_takes_a_new_token_and_ends_the_one_before(browser):
    first, second = with_password(a_member()), with_password(a_member())
    browser.sign_in(first)
    with browser.session_transaction() as session:
        before = session["sign_in"]
    browser.post("/sign-in/password", data={"email": second.email, "password": PASSWORD})
    with browser.session_transaction() as session:
        assert session["sign_in"] != before
    ended = db.session.query(SignIn).filter_by(member_id=first.id).one()
    assert ended.ended_at is not None


def test_a_token_planted_before_signing_in_is_worth_nothing(browser):
    member = with_password(a_member())
    with browser.session_transaction() as session:
        session["sign_in"] = "planted by somebody else"
    browser.post("/sign-in/password", data={"email": member.email, "password": PASSWORD})
    thief = browser.application.test_client()
    with thief.session_transaction() as session:
        session["sign_in"] = "planted by somebody else"
    assert not is_in(thief)


def test_a_copied_cookie_is_worth_nothing_after_signing_out(browser):
    browser.sign_in(a_member())
    copied = browser.get_cookie("session").value
    thief = browser.application.test_client()
    thief.set_cookie("session", copied)
    assert is_in(thief)
    assert browser.post("/sign-out").location == "/"
    assert not is_in(browser)
    assert not is_in(thief)
    assert thief.get("/account", headers={"Accept": "application/json"}).status_code == 401


def test_a_link_in_a_page_cannot_sign_anybody_out(browser):
    browser.sign_in(a_member())
    assert browser.get("/sign-out").status_code == 405
    assert is_in(browser)


def test_a_disabled_member_is_out_at_once(browser):
    member = a_member()
    browser.sign_in(member)
    member.disabled_at = now()
    db.session.commit()
    assert not is_in(browser)


@pytest.mark.parametrize(("days", "still"), [(13, True), (15, False)])
def test_a_sign_in_that_is_not_used_for_two_weeks_ends(browser, later, days, still):
    browser.sign_in(a_member())
    later(days=days)
    assert is_in(browser) is still


def test_a_sign_in_ends_after_ninety_days_however_much_it_is_used(browser, later):
    browser.sign_in(a_member())
    for days in range(10, 90, 10):
        later(days=days)
        assert is_in(browser)
    later(days=91)
    assert not is_in(browser)


def test_password_managers_find_the_page_for_a_new_password(browser):
    assert browser.get("/.well-known/change-password").location == "/account/password"


def test_changing_the_password_asks_for_the_present_one(browser):
    member = with_password(a_member())
    browser.sign_in(member)
    fresh = "eight bells at Asakusa"
    wrong = browser.post("/account/password", data={"current": "no", "password": fresh})
    assert "not your current password" in wrong.text
    data = {"current": PASSWORD, "password": fresh}
    assert browser.post("/account/password", data=data).status_code == 303
    assert operations.member_with(member.email, fresh)


def test_a_changed_password_signs_out_every_other_browser(browser):
    member = with_password(a_member())
    other = browser.application.test_client().sign_in(member)
    browser.sign_in(member)
    data = {"current": PASSWORD, "password": "eight bells at Asakusa"}
    browser.post("/account/password", data=data)
    assert is_in(browser)
    assert not is_in(other)


@pytest.mark.parametrize("word", ["1234567", "password123", "x" * 129])
def test_a_poor_password_is_sent_back_with_a_reason(browser, word):
    member = a_member()
    answer = browser.sign_in(member).post("/account/password", data={"password": word})
    assert answer.status_code == 200
    assert 'class="errors"' in answer.text
    assert member.password_hash is None


def test_a_first_password_needs_a_fresh_sign_in(browser, later):
    member = a_member()
    browser.sign_in(member)
    later(minutes=20)
    answer = browser.post("/account/password", data={"password": PASSWORD})
    assert "Please sign in again first" in answer.text
    assert member.password_hash is None


def test_everybody_sees_and_ends_their_own_sign_ins_only(browser):
    member, other = a_member(), a_member()
    theirs = saved(SignIn(member_id=other.id, token_hash="t", started_at=now(), seen_at=now()))
    browser.sign_in(member)
    phone = browser.application.test_client().sign_in(member)
    page = browser.get("/account/sign-ins").text
    assert page.count("Unknown browser") == 2
    assert page.count("This browser") == 1
    assert browser.post(f"/account/sign-ins/{theirs.id}/end").status_code == 404
    ids = re.findall(r"/account/sign-ins/(\d+)/end", page)
    assert len(ids) == 1
    browser.post(f"/account/sign-ins/{ids[0]}/end")
    assert not is_in(phone)
    assert is_in(browser)


def test_all_other_sign_ins_end_at_one_press(browser):
    member = a_member()
    others = [browser.application.test_client().sign_in(member) for _ in range(2)]
    browser.sign_in(member).post("/account/sign-ins/others/end")
    assert is_in(browser)
    assert not any(is_in(other) for other in others)


def settings(**given: str) -> dict[str, str]:
    usual = {"family_name": "Sato", "given_name": "Aoi", "locale": "en", "timezone": "Asia/Tokyo"}
    return usual | given


def test_names_with_rare_signs_survive(browser):
    member = a_member()
    data = settings(family_name="辻󠄀𠮷", given_name="髙﨑 🌸", reading="ﾂｼﾞ　よし")
    browser.sign_in(member).post("/account", data=data)
    db.session.refresh(member)
    assert (member.family_name, member.given_name) == ("辻󠄀𠮷", "髙﨑 🌸")
    assert member.reading == "つじ よし"


def test_signs_no_text_can_hold_are_left_out_of_names(browser):
    member = a_member()
    data = settings(family_name="Sa\x00to\x0b\u202e", given_name=" A\n o\ti ")
    assert browser.sign_in(member).post("/account", data=data).status_code == 303
    db.session.refresh(member)
    assert (member.family_name, member.given_name) == ("Sato", "A o i")


@pytest.mark.parametrize(
    "wrong",
    [
        {"given_name": ""},
        {"family_name": "x" * 41},
        {"given_name": "https://example.org"},
        {"locale": "fr"},
        {"timezone": "Mars/Olympus"},
    ],
)
def test_settings_that_cannot_be_keep_what_was_typed(browser, wrong):
    member = a_member()
    data = settings(display_name="Typed with care") | wrong
    answer = browser.sign_in(member).post("/account", data=data)
    assert answer.status_code == 200
    assert "Typed with care" in answer.text
    assert "Please look at this again" in answer.text
    db.session.refresh(member)
    assert (member.family_name, member.display_name) == ("Sato", "")


def test_nobody_makes_themselves_staff_through_the_form(browser):
    member = a_member()
    data = settings(is_staff="1", id="1", email="other@example.org", public_id="x")
    browser.sign_in(member).post("/account", data=data)
    db.session.refresh(member)
    assert not member.is_staff
    assert member.email != "other@example.org"


def test_the_language_is_switched_by_strangers_and_members(browser):
    answer = browser.post("/preferences/locale", data={"locale": "ja", "next": "/about"})
    assert answer.location == "/about"
    assert '<html lang="ja">' in browser.get("/about").text
    member = a_member()
    browser.sign_in(member).post("/preferences/locale", data={"locale": "ja"})
    db.session.refresh(member)
    assert member.locale == "ja"


def test_an_unknown_language_or_a_foreign_page_is_not_taken(browser):
    assert browser.post("/preferences/locale", data={"locale": "xx"}).status_code == 400
    data = {"locale": "ja", "next": "//evil.example"}
    assert browser.post("/preferences/locale", data=data).location == "/"


def test_a_claim_by_mail_is_taken_over_with_one_press(browser):
    place = a_stranger(given_name="Mio", family_name="Kato")
    intent = {"event": "Rust night", "by": "Hana Mori", "next": "/account"}
    path = path_of(send_claim(place, intent, at=now()))
    page = browser.get(path).text
    assert "Hana Mori" in page
    assert "Rust night" in page
    assert not place.is_verified
    assert browser.post(path).location == "/account"
    db.session.refresh(place)
    assert place.is_verified
    assert is_in(browser)


def test_a_claim_handed_over_only_opens_through_the_mailbox(browser, count):
    place = a_stranger(given_name="Mio", family_name="Kato", email=None)
    path = path_of(begin_claim(place, {"event": "Rust night"}, at=now()))
    assert browser.post(path).location == path
    assert not is_in(browser)
    wrong = browser.post(path + "/address", data={"email": "nowhere"})
    assert 'value="nowhere"' in wrong.text
    answer = browser.post(path + "/address", data={"email": "mio@example.org"})
    assert answer.location == "/sign-in/sent"
    proof = db.session.query(EmailProof).filter_by(purpose=Purpose.ADDRESS).one()
    confirm = path_of(proof)
    assert "mio@example.org" in browser.get(confirm).text
    assert not is_in(browser)
    browser.post(confirm)
    db.session.refresh(place)
    assert (place.email, place.is_verified) == ("mio@example.org", True)
    assert is_in(browser)


def test_a_claim_answers_the_same_whether_the_address_has_an_account(browser):
    known = a_member()
    path = path_of(begin_claim(a_stranger(email=None), {}, at=now()))
    answers = [
        browser.post(path + "/address", data={"email": email})
        for email in (known.email, "new@example.org")
    ]
    assert len({(answer.status_code, answer.location, answer.text) for answer in answers}) == 1


def test_a_form_from_another_site_is_refused(browser):
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert browser.post("/sign-out", headers=headers).status_code == 403
