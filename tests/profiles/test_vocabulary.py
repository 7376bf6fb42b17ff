from collections import defaultdict

import pytest

from app.profiles.rules import LONGEST_TAG, clean_tag, tag_key
from app.profiles.vocabulary import (
    concept_called,
    concepts,
    concepts_by_slug,
    industries,
)

# Spellings that are in no list: people's own ways of writing what the vocabulary knows.
UNSEEN = {
    "python": ["ｐｙｔｈｏｎ", "ぱいそん", "ﾊﾟｲｿﾝ", "PYTHON"],
    "javascript": ["Java Script", "じゃばすくりぷと", "java-script"],
    "java": ["ＪＡＶＡ", "じゃば"],
    "cpp": ["ｃ＋＋", "C + +"],
    "csharp": ["Ｃ＃", "c♯"],
    "machine_learning": ["machine-learning", "MachineLearning"],
    "data_analysis": ["データ・分析", "ﾃﾞｰﾀ分析", "Data-Analysis"],
    "generative_ai": ["生成ＡＩ", "せいせいai", "Chat GPT"],
    "marketing": ["マーケティング", "まーけてぃんぐ", "ﾏｰｹﾃｨﾝｸﾞ"],
    "facilitation": ["ファシリテータ", "ふぁしりてーたー"],
    "classical_music": ["ヴァイオリン", "ばいおりん"],
    "coffee": ["コーヒ", "こーひー", "ＣＯＦＦＥＥ"],
    "board_games": ["ボード・ゲーム", "ぼどげ", "board-games"],
    "kimono": ["キモノ", "KIMONO"],
    "one_on_one": ["1 on 1", "1-on-1", "１on１"],
    "m_and_a": ["Ｍ＆Ａ", "m & a"],
    "e_commerce": ["e-commerce", "ｅコマース", "EC サイト"],
    "foreign_hiring": ["外国人 採用", "外国人雇用"],
    "podcasting": ["ポッドキャスト", "pod cast"],
    "sauna": ["さうな", "SAUNA"],
    "printing_3d": ["３Ｄプリンタ", "3D-Printer"],
    "dotnet": ["ドット・ネット", "dot net"],
}

APART = [
    ("Java", "JavaScript"),
    ("C", "C++"),
    ("C", "C#"),
    ("C++", "C#"),
    ("M&A", "MA"),
    ("囲碁", "Go言語"),
    ("UI", "UX"),
    ("BI", "BIM"),
    ("AI", "AR"),
    ("バレーボール", "バレエ"),
    ("看護", "介護"),
    ("会計", "会社設立"),
    ("翻訳", "通訳"),
    ("編集", "動画編集"),
    ("日本酒", "日本語"),
    ("猫", "犬"),
]


def test_the_vocabulary_is_large_enough_to_begin_with():
    assert len(concepts()) >= 320
    assert len({concept.slug for concept in concepts()}) == len(concepts())


def test_no_spelling_belongs_to_two_concepts():
    owners = defaultdict(set)
    for concept in concepts():
        for spelling in concept.spellings:
            owners[tag_key(spelling)].add(concept.slug)
    assert {key: slugs for key, slugs in owners.items() if len(slugs) > 1} == {}


def test_every_label_and_alias_is_a_tidy_tag():
    for concept in concepts():
        for spelling in concept.spellings:
            assert clean_tag(spelling) == spelling
            assert 0 < len(spelling) <= LONGEST_TAG
            assert tag_key(spelling)


def test_no_label_is_shared_within_a_language():
    for labels in (
        [concept.label("ja") for concept in concepts()],
        [concept.label("en") for concept in concepts()],
    ):
        assert len(set(labels)) == len(labels)


def test_no_alias_repeats_what_the_key_already_finds():
    for concept in concepts():
        keys = [tag_key(alias) for alias in concept.aliases]
        assert len(set(keys)) == len(keys), concept.slug
        assert not {tag_key(concept.ja), tag_key(concept.en)} & set(keys), concept.slug


@pytest.mark.parametrize("slug", UNSEEN)
def test_unseen_spellings_find_their_concept(slug):
    found = {spelling: concept_called(spelling) for spelling in UNSEEN[slug]}
    missed = [spelling for spelling, concept in found.items() if concept is None]
    assert not missed
    assert {concept.slug for concept in found.values()} == {slug}


@pytest.mark.parametrize(("one", "other"), APART)
def test_neighbours_stay_apart(one, other):
    assert concept_called(one) != concept_called(other)


def test_an_unknown_word_is_no_concept():
    assert concept_called("木桶仕込み") is None
    assert concept_called("") is None


def test_a_concept_speaks_both_languages():
    fermentation = concepts_by_slug()["fermentation"]
    assert fermentation.label("ja") == "発酵"
    assert fermentation.label("en") == "Fermentation"


def test_industries_have_a_code_and_two_labels():
    assert len(industries()) == len({industry.code for industry in industries()}) == 24
    assert all(industry.ja and industry.en for industry in industries())
    assert industries()[-1].label("ja") == "そのほか"
