import pytest

from app.web.paths import own_path


@pytest.mark.parametrize("wanted", ["/", "/me", "/events/rust?page=2", "/a/b#c", "/日本"])
def test_a_path_of_our_own_is_taken(wanted):
    assert own_path(wanted) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        None,
        "",
        "me",
        "//evil.example",
        "///evil.example",
        "https://evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        "/\\evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        " //evil.example",
        "/ /evil.example",
        "/\x00",
    ],
)
def test_anything_else_leads_home(wanted):
    assert own_path(wanted, "/me") == "/me"
