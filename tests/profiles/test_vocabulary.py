import re
from collections import defaultdict

import pytest

from app.profiles.rules import LONGEST_TAG, clean_tag, plain_key, tag_key
from app.profiles.synonyms import synonyms, thesaurus
from app.profiles.vocabulary import (
    concept_called,
    concepts,
    concepts_by_slug,
    industries,
)
from benchmarks.tags import GROUPS, across, groups_in, meaning, share_found, wrong_merges

# Spellings that are in no list: people's own ways of writing what the vocabulary knows.
UNSEEN = {
    "python": ["ｐｙｔｈｏｎ", "ぱいそん", "ﾊﾟｲｿﾝ", "PYTHON"],
    "javascript": ["Java Script", "じゃばすくりぷと", "java-script"],
    "java": ["ＪＡＶＡ", "じゃば"],
    "cpp": ["ｃ＋＋", "C + +"],
    "csharp": ["Ｃ＃", "c♯"],
    "machine_learning": ["machine-learning", "MachineLearning"],
    "data_analysis": ["データ・分析", "ﾃﾞｰﾀ分析", "Data-Analysis"],
    "generative_ai": ["生成ＡＩ", "せいせいai", "Gen AI"],
    "chatgpt": ["Chat GPT", "ちゃっとgpt"],
    "marketing": ["マーケティング", "まーけてぃんぐ", "ﾏｰｹﾃｨﾝｸﾞ"],
    "facilitation": ["ファシリテータ", "ふぁしりてーたー"],
    "violin": ["ヴァイオリン", "ばいおりん", "VIOLIN"],
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
    ("スタートアップ", "ベンチャーキャピタル"),
    ("ネットワーク", "インターネット"),
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


def test_no_word_has_two_sets_of_synonyms_and_none_is_there_for_nothing():
    sets = defaultdict(set)
    for number, words in enumerate(synonyms()):
        for word in words:
            sets[tag_key(word)].add(number)
        assert len({plain_key(word) for word in words}) > 1, words
    assert {key: found for key, found in sets.items() if len(found) > 1} == {}


def test_synonyms_are_one_tag_and_its_key_is_its_own():
    for words in synonyms():
        assert {tag_key(word) for word in words} == {tag_key(tag_key(words[0]))}


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
        keys = [plain_key(alias) for alias in concept.aliases]
        assert len(set(keys)) == len(keys), concept.slug
        assert not {plain_key(concept.ja), plain_key(concept.en)} & set(keys), concept.slug


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


def test_every_word_of_the_thesaurus_is_folded_and_leads_to_one_that_stands_for_itself():
    for word, first in thesaurus().items():
        assert tag_key(word) == tag_key(first) == first
    assert not thesaurus().keys() & set(thesaurus().values())


def test_no_two_concepts_become_one_by_the_thesaurus():
    firsts = [tag_key(concept.ja) for concept in concepts()]
    assert len(set(firsts)) == len(firsts)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("プルーン", "prune"),
        ("正規化", "Normalize"),
        ("スクショ", "screen capture"),
        ("高度道路交通システム", "Intelligent Transport Systems"),
        ("アドミニ", "administrator"),
    ],
)
def test_a_translation_or_a_short_form_is_the_same_tag(one, other):
    assert tag_key(one) == tag_key(other)


@pytest.mark.parametrize("word", ["ドライバー", "ソース", "ハード", "パネル", "SP", "IR", "リア"])
def test_a_word_with_a_second_meaning_stays_itself(word):
    assert word not in thesaurus()
    assert tag_key(word) not in thesaurus()


def test_no_two_things_of_a_foreign_dictionary_become_one_tag():
    assert wrong_merges(groups_in(GROUPS)) == []


def test_most_words_taken_from_elsewhere_are_one_tag_in_both_scripts():
    assert share_found(across(groups_in(GROUPS)), meaning) >= 90
    assert share_found(groups_in(GROUPS), meaning) >= 90


@pytest.mark.parametrize(
    ("kana", "latin"),
    [
        ("アプリケーションサーバー", "application server"),
        ("データセンター", "data centre"),
        ("プロジェクト・マネージメント", "Project Management"),
        ("ユーザインタフェイス", "user interface"),
        ("システムエラー", "system errors"),
        ("ディスプレー", "display"),
        ("Webカメラ", "web camera"),
        ("もでりんぐ", "modelling"),
        ("エーピーアイ連携", "API連携"),
        ("アイティー企業", "IT企業"),
    ],
)
def test_a_word_made_of_known_words_is_one_tag_in_both_scripts(kana, latin):
    assert tag_key(kana) == tag_key(latin)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ライト", "light"),  # or right, or write
        ("ちず", "cheese"),
        ("ビール", "building"),
        ("バイク", "bike"),
        ("Windows", "window"),
        ("コンパイル", "compiler"),
        ("コーダー", "コード"),
        ("news", "new"),
        ("ベースギター", "base guitar"),
    ],
)
def test_words_that_only_come_close_stay_apart(one, other):
    assert tag_key(one) != tag_key(other)


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ("kikai gakushuu", "machine_learning"),
        ("kikaigakusyu", "machine_learning"),
        ("shinki jigyō", "new_business"),
        ("hon'yaku", "translation"),
        ("sampo", "walking"),
        ("しりょうさくせい", "slide_making"),
    ],
)
def test_a_reading_finds_its_concept_in_kana_and_in_latin_letters(written, slug):
    assert concept_called(written) == concepts_by_slug()[slug]


def test_every_label_in_kanji_can_be_typed_in_kana():
    silent = {c.slug for c in concepts() if re.search("[一-龯]", c.ja) and not c.readings}
    # こうじ is also a building site, しゅうかつ also the search for a job, and so on.
    ambiguous = {"koji", "loans", "end_of_life_planning", "sento", "prototyping", "science"}
    ambiguous |= {"plants", "martial_arts", "r_language", "fishkeeping"}
    assert silent <= ambiguous
