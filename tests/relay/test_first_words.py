"""First words between two who do not know each other: no links, not too long, no hurry."""

import pytest

from app.relay.rules.first_words import Mention, length, mentions_in
from app.relay.rules.links import holds_link


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org",
        "See example.com",
        "example.jpを見てください",
        "詳しくはexample．comへ",
        "ｈｔｔｐｓ：／／example.org",
        "日本語.jpです",
        "bit.ly/3abc",
        "youtu.be/abc をどうぞ",
        "例はgoo.gl/xyz",
        "友だち追加は lin.ee まで",
        "mail me: aoi@example.org",
        "aoi＠example.orgまで",
        "example [dot] com",
        "example(ドット)com",
        "www.example",
        "h t t p s : / / example . com",
        "e x a m p l e . c o m",
        "htt\u200bps://example.org",
        "example\u200b.\u200bcom",
        "example.c\u00adom",
        "example.\u202ecom",
        "example。comです",
        "example｡com",
        "example・com",
        "example . com",
        "example. com",
        "example\n.com",
        "example[.]com",
        "example ドット com",
        "example点com",
        "aoi at example dot com",
        "aoi@gmail ください",
        "ttps://example",
        "hxxp://example",
        "xn--r8jz45g.jp",
        "例え.コム",
        "example.xn--p1ai",
        "example.рф",
        "example.соm",  # two letters of these are Cyrillic
        "192.168.1.1へ",
        "example.work",
    ],
)
def test_an_address_is_seen_in_whatever_spelling(text):
    assert holds_link(text)


@pytest.mark.parametrize(
    "text",
    [
        "I write Node.js, e.g. for v2.0 of our till. Thank you.",
        "味噌を3.5キロ仕込みました。よろしくお願いします。",
        "We met at 19.30, and/or later. Ph.D. in brewing.",
        "A. Sato et al. wrote about it",
        "Ask me.come over any time",
        "I like my job.Work is fun.Life is short.",
        "ASP.NETやReact.js/Vue.jsを使います。",
        "「.NET」の勉強会で、the dot com bubbleの話をしました。",
        "味噌が好きです。commonsという店です。電話・comicsも。",
        "We met. Net result: fun. So, me too. A. B. C. D.",
        "第1.2.3節、Ver. 1.2.3",
        "a b c d e",
        "会社: 味噌屋 / 趣味: 将棋",
    ],
)
def test_ordinary_words_are_no_address(text):
    assert not holds_link(text)


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("月3万円でできます", Mention.PRICE),
        ("料金は応相談です", Mention.PRICE),
        ("only ￥5,000", Mention.PRICE),
        ("There is a discount for friends", Mention.PRICE),
        ("不動産投資に興味はありませんか", Mention.INVESTMENT),
        ("FXの話です", Mention.INVESTMENT),
        ("ｆｘで暮らしています", Mention.INVESTMENT),
        ("I invest in small inns", Mention.INVESTMENT),
        ("今度セミナーがあります", Mention.SEMINAR),
        ("ｾﾐﾅｰにどうぞ", Mention.SEMINAR),
        ("Come to my free webinar", Mention.SEMINAR),
        ("副業を始めませんか", Mention.SIDELINE),
        ("MLMではありません", Mention.SIDELINE),
        ("A Side Hustle for everybody", Mention.SIDELINE),
        ("passive income", Mention.SIDELINE),
    ],
)
def test_talk_of_money_asks_for_a_second_thought(text, mention):
    assert mention in mentions_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "味噌づくりについて、30分ほどお話を伺いたいです。",
        "円滑に進めたいです。株式会社で働いています。",
        "I have been coffee roasting for years, and would like to hear about offers of land.",
        "A friend of yours suggested that we talk about bread.",
        "塾の先生をしています。勉強会で会いました。",
    ],
)
def test_ordinary_words_ask_for_none(text):
    assert mentions_in(text) == {}


def test_the_word_that_was_found_is_told():
    assert mentions_in("来週、月1,000円の投資セミナーがあります") == {
        Mention.PRICE: "1,000円",
        Mention.INVESTMENT: "投資",
        Mention.SEMINAR: "セミナー",
    }


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("", 0),
        ("味噌", 2),
        ("a\r\nb", 3),
        ("👩‍🍳", 1),
        ("👍🏽", 1),
        ("🇯🇵🇫🇷", 2),
        ("か\u3099", 1),
        ("葛\U000e0100", 1),
        ("❤️", 1),
        ("1️⃣", 1),
        ("👨‍👩‍👧‍👦!", 2),
    ],
)
def test_characters_are_counted_as_the_page_counts_them(text, seen):
    assert length(text) == seen


@pytest.mark.parametrize(
    "word", ["x", "a-", "1,", "x+", "a.", "@", "x@", "一", " ", "a. ", "a .", "1.", "x "]
)
def test_words_without_end_are_looked_through_once(word):
    """Whatever the words, and before anybody has counted them: nobody else waits meanwhile."""
    text = word * 200_000
    assert not holds_link(text)
    assert mentions_in(text) == {}
