import unicodedata
from itertools import combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.profiles.rules import LONGEST_TAG, MOST_CODE_POINTS, clean_tag, tag_key

HIRAGANA = (
    "ぁあいうえおかがきぎくぐけげこごさざしじすずせぜそぞただちぢつづてでとどなにぬねのはばぱひび"
)
KATAKANA = (
    "アイウエオカガキギクグケゲコゴサザシジスズセゼソゾタダチッツテト"
    "ナニヌネノハバパマミムメモヤャラリルレロワンヴァィェ"
)
LATIN = "abcdefghijklmnopqrstuvwxyz"
tags = st.text(alphabet=HIRAGANA + KATAKANA + LATIN + "データ分析09ー・- +#&/.ｶﾞＡ", max_size=20)

SAME = [
    ("サーバー", "サーバ"),
    ("サーバー", "ｻｰﾊﾞｰ"),
    ("サーバー", "さーばー"),
    ("サーバー", "サーバ－"),
    ("サーバー", "サーバ〜"),
    ("データーベース", "データ−ベース"),
    ("ヴァイオリン", "バイオリン"),
    ("ヴィジュアル", "ビジュアル"),
    ("ゔぃーがん", "ビーガン"),
    ("インタヴュー", "インタビュー"),
    ("Python", "ｐｙｔｈｏｎ"),
    ("Machine Learning", "machine-learning"),
    ("Node.js", "nodejs"),
    ("off-line", "offline"),
    ("ボード・ゲーム", "ボードゲーム"),
    ("Tシャツ", "T－シャツ"),
    ("C♯", "C#"),
    ("#勉強会", "勉強会"),
    ("が", "か\u3099"),
    ("辻\U000e0100", "辻"),
    ("１ｏｎ１", "1-on-1"),
    ("Straße", "STRASSE"),
    ("打ち合わせ", "打合せ"),
    ("引っ越し", "引越し"),
    ("見積もり", "見積り"),
    ("バグフィックス", "バグフィクス"),
    ("解凍ソフト", "解凍ソフトウェア"),
    ("ネット選挙", "インターネット選挙"),
    ("Eメール配信", "メール配信"),
    ("スマホ", "smart phone"),
    ("ノーパソ", "ラップトップ"),
    ("テスト駆動開発", "TDD"),
]

DIFFERENT = [
    {"Java", "JavaScript", "JavaServer Faces", "Java 1.1", "Java 11", "ジャバ"},
    {"C", "C++", "C#", "CC", "C/C++"},
    {".NET", "Net", "ネット"},
    {"M&A", "MA", "R&D", "RD", "Q&A", "QA"},
    {"ルビー", "ルビ"},
    {"バレー", "バレエ"},
    {"ビル", "ビール"},
    {"カード", "カド"},
    {"カレー", "彼"},
    {"データ", "データ分析", "データ分析者"},
    {"営業", "営業所"},
    {"高橋", "髙橋"},
    {"コピー", "コピ"},
    {"F#", "F"},
    {"読み書き", "読書"},
    {"生け花", "生花"},
    {"着る物", "着物"},
    {"network", "internetwork", "internet"},
    {"ソフトボール", "ソフトウェア", "ソフト"},
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_tag_share_a_key(one, other):
    assert tag_key(one) == tag_key(other)


@pytest.mark.parametrize("group", DIFFERENT, ids=min)
def test_different_tags_never_share_a_key(group):
    for one, other in combinations(sorted(group), 2):
        assert tag_key(one) != tag_key(other)


@example("か/ﾞ")
@given(tags)
def test_a_key_is_its_own_key(text):
    assert tag_key(tag_key(text)) == tag_key(text)


@given(tags)
def test_width_case_and_composition_make_no_difference(text):
    assert tag_key(text.upper()) == tag_key(text)
    assert tag_key(unicodedata.normalize("NFKC", text)) == tag_key(text)
    assert tag_key(unicodedata.normalize("NFD", text)) == tag_key(text)


@given(st.text(alphabet=HIRAGANA, min_size=1, max_size=20))
def test_hiragana_and_katakana_are_one_script(text):
    assert tag_key(text) == tag_key("".join(chr(ord(sign) + 0x60) for sign in text))


@given(st.lists(st.text(alphabet=LATIN, min_size=1), min_size=1), st.sampled_from(" ・-_/　"))
def test_separators_make_no_difference_between_words(words, separator):
    assert tag_key(separator.join(words)) == tag_key("".join(words))


@given(st.text())
def test_any_text_has_a_key_without_spaces_around(text):
    assert tag_key(text) == tag_key(text).strip()


def test_separators_alone_are_no_tag():
    assert tag_key(" ・ー-/ ") == ""


def test_a_tag_is_cleaned_to_one_tidy_line():
    assert clean_tag("  #データ\n\t 分析\x00\u202e ") == "データ 分析"
    assert clean_tag("C#") == "C#"
    assert clean_tag(" # ") == ""


def test_signs_are_kept_or_cut_as_a_whole():
    assert clean_tag("か\u3099" * 50) == "が" * LONGEST_TAG
    assert clean_tag("𠮷" * 50) == "𠮷" * LONGEST_TAG
    assert clean_tag("辻\U000e0100" * 50) == "辻\U000e0100" * LONGEST_TAG
    family = "👨\u200d👩\u200d👧"
    assert clean_tag(family * 50) == family * (MOST_CODE_POINTS // len(family))


@given(st.text(max_size=3_000))
def test_cleaning_is_bounded_and_settles(text):
    cleaned = clean_tag(text)
    assert len(cleaned) <= MOST_CODE_POINTS
    assert cleaned == " ".join(cleaned.split())
    assert clean_tag(cleaned) == cleaned
    assert not any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in cleaned)


@given(tags)
def test_cleaning_keeps_the_key(text):
    assert tag_key(clean_tag(text)) == tag_key(text)
