"""Assets: one address for one content."""

import gzip
import re
import shutil

import pytest
from flask import Flask, Response

from app.web import assets
from app.web.assets import STATIC, STYLE_SHEET, Shelf, asset


@pytest.fixture
def site():
    app = Flask("site")
    app.register_blueprint(assets.bp)
    return app


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(STATIC, tmp_path / "static")


@pytest.fixture
def address(site):
    with site.test_request_context():
        yield asset


def names():
    return sorted(Shelf().assets)


@pytest.mark.parametrize("name", names())
def test_every_asset_is_served_under_its_address(site, address, name):
    answer: Response = site.test_client().get(address(name))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["ETag"]


def test_what_a_browser_has_is_not_sent_again(site, address):
    client = site.test_client()
    first = client.get(address(STYLE_SHEET))
    again = client.get(address(STYLE_SHEET), headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_an_old_address_gives_the_new_content_and_is_not_kept(site):
    answer = site.test_client().get(f"/assets/0000000000000000/{STYLE_SHEET}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("name", ["css/none.css", "../config.py", "%2e%2e/config.py", "js/"])
def test_nothing_else_is_served(site, name):
    assert site.test_client().get(f"/assets/0/{name}").status_code == 404


def test_an_asset_that_does_not_exist_is_an_error(address):
    with pytest.raises(KeyError):
        address("img/none.png")


@pytest.mark.parametrize(
    "path",
    [path.relative_to(STATIC).as_posix() for path in sorted(STATIC.rglob("*")) if path.is_file()],
)
def test_the_address_changes_with_the_content(copy, path):
    name = STYLE_SHEET if path.startswith("css/") else path
    before = Shelf(copy).digest(name)
    with (copy / path).open("a") as file:
        file.write("\n ")
    assert Shelf(copy).digest(name) != before


def test_modules_find_each_other_since_they_share_one_digest(copy):
    shelf = Shelf(copy)
    assert len({shelf.digest(name) for name in shelf.assets if name.startswith("js/")}) == 1


def test_our_styles_lie_over_the_kit():
    css = Shelf().assets[STYLE_SHEET].body.decode()
    assert css.startswith("@layer kit, tokens, base, parts, print;")
    assert "@charset" not in css
    assert "sourceMappingURL" not in css


def test_our_styles_load_nothing_from_elsewhere():
    ours = "\n".join(path.read_text() for path in (STATIC / "css").rglob("*.css"))
    assert not re.findall(r"url\(|@import", ours)


def test_braces_match_in_every_sheet():
    for path in (STATIC / "css").rglob("*.css"):
        css = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        assert css.count("{") == css.count("}"), path.name


def test_browsers_that_can_are_sent_a_third_of_the_style_sheet(browser):
    address = browser.get("/about").text.partition('rel="stylesheet" href="')[2].partition('"')[0]
    plain = browser.get(address)
    small = browser.get(address, headers={"Accept-Encoding": "br, gzip"})
    assert gzip.decompress(small.data) == plain.data
    assert len(small.data) * 3 < len(plain.data)
    assert all("Accept-Encoding" in answer.headers["Vary"] for answer in (plain, small))
    again = {"Accept-Encoding": "br, gzip", "If-None-Match": small.headers["ETag"]}
    assert browser.get(address, headers=again).status_code == 304
