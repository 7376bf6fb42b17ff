from types import SimpleNamespace

import pytest
from jinja2 import DictLoader, TemplateNotFound

from app.kit.letters import absolute, link_to, write


@pytest.fixture
def templates(app):
    """Stand in for the folder of templates: `templates({"x.txt": "…"})`."""
    kept = app.jinja_env.loader

    def use(files: dict[str, str]) -> None:
        app.jinja_env.loader = DictLoader(files)
        app.jinja_env.cache.clear()

    yield use
    app.jinja_env.loader = kept
    app.jinja_env.cache.clear()


def a_reader(locale: str = "en") -> SimpleNamespace:
    return SimpleNamespace(locale=locale, timezone="Asia/Tokyo")


def test_the_first_line_is_the_subject_and_always_one_line(templates):
    templates({"x.txt": "Hello {{ name }}\nBody\n\n\n\nEnd\n"})
    letter = write("x", to=a_reader(), name="A\r\n B")
    assert letter.subject == "Hello A"
    templates({"x.txt": "Hello {{ name }}\nBody\n\n\n\nEnd\n"})
    letter = write("x", to=a_reader(), name="A   B")
    assert letter.subject == "Hello A B"
    assert letter.text == "Body\n\nEnd\n"
    assert letter.html is None


def test_a_letter_is_written_in_its_readers_language(templates):
    templates({"x.txt": "{{ _('Sign in') }}\n-"})
    assert write("x", to=a_reader("ja")).subject != write("x", to=a_reader("en")).subject


def test_text_is_never_escaped_and_dress_always_is(templates):
    templates({"x.txt": "S\n{{ word }}", "x.html": "<p>{{ word }}</p>"})
    letter = write("x", to=a_reader(), word="<b>&")
    assert letter.text == "<b>&\n"
    assert "&lt;b&gt;&amp;" in letter.html


def test_a_missing_part_of_a_template_is_an_error_and_not_a_plain_letter(templates):
    templates({"x.txt": "S\n-", "x.html": "{% include 'gone.html' %}"})
    with pytest.raises(TemplateNotFound, match=r"gone\.html"):
        write("x", to=a_reader())


def test_addresses_in_letters_are_complete(app):
    with app.app_context():
        assert absolute("/me") == "http://localhost/me"
        assert link_to("accounts.sign_in") == "http://localhost/sign-in"
