import pytest

from tests.factories import a_member


def test_what_is_not_there_is_said_kindly_in_both_languages(browser):
    browser.sign_in(a_member())
    for locale, words in (("en", "We could not find that"), ("ja", "見つかりません")):
        browser.set_cookie("locale", locale)
        answer = browser.get("/nowhere")
        assert answer.status_code == 404
        assert words in answer.text.replace("<wbr>", "")


def test_strangers_get_the_same_page_and_a_way_to_sign_in(browser):
    answer = browser.get("/nowhere")
    assert answer.status_code == 404
    assert 'href="/sign-in?next=/nowhere"' in answer.text


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [("GET", "/nowhere", 404), ("POST", "/about", 405), ("GET", "/account", 401)],
)
def test_programs_read_problem_documents(browser, method, path, code):
    answer = browser.open(path, method=method, headers={"Accept": "application/json"})
    assert answer.status_code == code
    if code != 401:
        assert answer.mimetype == "application/problem+json"
    assert answer.json["status"] == code


@pytest.mark.parametrize("path", ["/about%00", "/%00", "/assets/x/%00", "/sign-in/link/%00a"])
def test_addresses_with_signs_no_text_can_hold_are_nowhere(browser, path):
    assert browser.get(path).status_code in (404, 410)


def test_a_body_that_is_too_large_is_refused(browser):
    answer = browser.post("/sign-in/links", data={"email": "x" * 1_100_000})
    assert answer.status_code == 413


def test_a_form_without_its_token_is_refused(own_app):
    own_app.config["WTF_CSRF_ENABLED"] = True
    browser = own_app.test_client()
    answer = browser.post("/sign-out")
    assert answer.status_code == 400
    assert "could not understand" in answer.text


@pytest.mark.parametrize("path", ["/about", "/privacy", "/help", "/sign-in", "/sign-in/sent"])
@pytest.mark.parametrize("locale", ["ja", "en"])
def test_pages_for_everybody_are_drawn_in_both_languages(browser, path, locale):
    browser.set_cookie("locale", locale)
    answer = browser.get(path)
    assert answer.status_code == 200
    assert f'<html lang="{locale}">' in answer.text


def test_health_is_told_apart_from_readiness(browser):
    assert browser.get("/healthz").json == {"ok": True}
    answer = browser.get("/readyz")
    assert (answer.status_code, answer.json) == (200, {"database": True, "redis": True})


def test_robots_stay_away_from_tickets(browser):
    assert "Disallow: /t/" in browser.get("/robots.txt").text


def test_what_is_wrong_with_a_form_has_the_focus_when_it_comes_back(browser):
    page = browser.post("/sign-in/links", data={"email": "nobody"}).text
    box = page.split('role="alert"', 1)[1].split(">", 1)[0]
    assert 'tabindex="-1"' in box
    assert "autofocus" in box
