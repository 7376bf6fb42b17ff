import pytest

from tests.factories import a_member


@pytest.mark.parametrize("path", ["/about", "/nowhere", "/account", "/healthz"])
def test_every_answer_says_what_browsers_must_not_do(browser, path):
    headers = browser.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    for part in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert part in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in headers


def test_the_cookie_is_kept_from_scripts_and_other_sites(browser):
    page = browser.get("/sign-in")
    cookie = page.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://localhost"}, 303),
        ({"Origin": "null"}, 303),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"}, 303),
        ({}, 303),
    ],
)
def test_a_change_must_begin_on_our_own_pages(browser, headers, status):
    browser.sign_in(a_member())
    assert browser.post("/account/sign-ins/others/end", headers=headers).status_code == status


def test_links_from_elsewhere_may_be_followed(browser):
    assert browser.get("/about", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_no_page_carries_a_script_or_style_of_its_own(browser):
    browser.sign_in(a_member())
    for path in ("/about", "/account", "/profile", "/profile/preview", "/welcome/2", "/blocks"):
        page = browser.get(path).text
        assert "<script>" not in page
        assert "<style" not in page
        assert " style=" not in page
        assert " onclick=" not in page
