"""Every letter of the house, read as the people do whom it reaches, in both languages."""

import re
from html.parser import HTMLParser

import pytest

from app.admin.samples.letters import SAMPLES
from app.admin.samples.world import NAMES
from tests.admin.test_letters import letter

ZONES = {"ja": r"\(日本時間\)", "en": r"\(Japan Time\)"}
CLOCK = re.compile(r"(?<![\d:])\d{1,2}:\d{2}(?![\d:])")
ADDRESSES = re.compile(r"https?://\S+|[\w.+-]+@[\w.-]+")
LATIN = re.compile(r"[A-Za-z]{3,}")
JAPANESE = re.compile(r"[\u3001-\u30fb\u30fd-\u30ff\u4e00-\u9fff\uff01-\uff5e]")
# What keeps a text's paragraphs apart in full dress.
BLOCKS = {"p", "div", "tr", "td", "th", "h1", "h2", "br", "li", "title"}


class Words(HTMLParser):
    """What a reader of the full dress sees, with what stands beside the subject in a list."""

    def __init__(self):
        super().__init__()
        self.seen, self.is_style = [], False

    def handle_starttag(self, tag, attrs):
        self.is_style = tag == "style"
        if tag in BLOCKS:
            self.seen.append("\n")

    def handle_endtag(self, tag):
        self.is_style = False

    def handle_data(self, data):
        if not self.is_style:
            self.seen.append(data)


def words(message):
    """Subject and both halves of a letter, without addresses."""
    text = message.get_body(("plain",)).get_content()
    dress = Words()
    html = message.get_body(("html",))
    dress.feed(html.get_content() if html else "")
    whole = f"{message['Subject']}\n{text}\n{''.join(dress.seen)}"
    return ADDRESSES.sub("", whole)


every_letter = pytest.mark.parametrize("kind", sorted(SAMPLES))
both_languages = pytest.mark.parametrize("locale", ["ja", "en"])


@every_letter
@both_languages
def test_every_time_in_it_says_in_which_zone(app, kind, locale):
    for line in words(letter(kind, locale)[1]).splitlines():
        last = list(CLOCK.finditer(line))[-1:]
        for time in last:  # of a span from when until when, the end
            assert re.match(rf" ?{ZONES[locale]}", line[time.end() :]), line
        assert len(CLOCK.findall(line)) <= 2 * len(re.findall(ZONES[locale], line)), line


@every_letter
def test_nobody_is_named_in_japanese_without_a_title(app, kind):
    text = words(letter(kind, "ja")[1])
    for family, given in NAMES["ja"]:
        for named in re.finditer(rf"{family} ?{given}", text):
            after = text[named.end() : named.end() + 3]
            assert re.match(r"さん| ?様", after), text[named.start() - 20 : named.end() + 20]


@every_letter
def test_nobody_is_named_in_english_as_in_japanese(app, kind):
    text = words(letter(kind, "en")[1])
    for family, given in NAMES["en"]:
        assert f"{family} {given}" not in text


@every_letter
def test_a_japanese_letter_holds_no_english(app, kind):
    found = LATIN.findall(words(letter(kind, "ja")[1]))
    assert not found, found


@every_letter
def test_an_english_letter_holds_no_japanese(app, kind):
    found = JAPANESE.findall(words(letter(kind, "en")[1]))
    assert not found, found


@every_letter
@both_languages
def test_something_says_in_a_list_of_mail_what_it_is_about(app, kind, locale):
    _, message = letter(kind, locale)
    html = message.get_body(("html",)).get_content()
    shown = re.search(r'<div class="preheader"[^>]*>([^<]+)</div>', html)
    assert shown, "what programs show beside the subject"
    assert 5 <= len(shown[1].strip()) <= 200, shown[1]
    assert shown[1].strip() != message["Subject"]


@every_letter
def test_its_lines_of_japanese_are_set_as_japanese(app, kind):
    text = words(letter(kind, "ja")[1])
    assert not re.search(r"[ぁ-んァ-ヶ一-龠」][?!]|[?!:][ぁ-んァ-ヶ一-龠「]", text)
