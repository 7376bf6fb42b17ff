import io
import unicodedata

import pytest
from werkzeug.test import EnvironBuilder

from app.web.request import Request, clean


def a_request(**given) -> Request:
    return Request(EnvironBuilder(method="POST", **given).get_environ())


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("a\x00b", "ab"),
        ("a\x1b[31mb", "a[31mb"),
        ("one\x0btwo\x0cthree", "one\ntwo\nthree"),
        ("tab\there\nand\r\nthere", "tab\there\nand\r\nthere"),
        ("髙﨑辻󠄀𠮷 👩🏽‍💻", "髙﨑辻󠄀𠮷 👩🏽‍💻"),
    ],
)
def test_only_signs_that_no_text_can_hold_go(sent, read):
    assert clean(sent) == read


def test_forms_are_clean_whatever_is_asked_for_first():
    for first in ("form", "files", "values", "stream"):
        request = a_request(data={"word": "a\x00b", "many": ["1\x00", "2"]})
        getattr(request, first)
        assert request.form["word"] == "ab"
        assert request.form.getlist("many") == ["1", "2"]
        assert request.values["word"] == "ab"
        request.close()


def test_queries_are_clean():
    assert a_request(query_string="q=a%00b").args["q"] == "ab"


def test_files_stay_as_they_are():
    request = a_request(data={"file": (io.BytesIO(b"a\x00b"), "x.bin")})
    assert request.files["file"].read() == b"a\x00b"
    request.close()


@pytest.mark.parametrize("pile", ["\u0301\u0323", "\u0f73", "\u0301\uff9e", "\u0344\u0345"])
def test_marks_without_end_do_not_pile_up(pile):
    """To put that many in order would take minutes, in which nobody else is answered."""
    sent = "a" + pile * 250_000 + "b"
    read = unicodedata.normalize("NFKC", clean(sent))
    assert (read[-1], len(read) < 100) == ("b", True)


@pytest.mark.parametrize(
    "text", ["Việt Nam " * 500, "か\u3099" * 900, "नमस्ते " * 400, "เชียงใหม่ " * 300]
)
def test_marks_that_people_write_stay(text):
    assert clean(text) == text
