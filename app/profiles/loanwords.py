"""Words Japanese has taken from elsewhere, brought back to the letters they came in.

アプリケーションサーバー and "application server" are one tag: a run of katakana that is made
of known words alone is rewritten to them. A run with one unknown part stays as it is, so that
nothing is guessed.
"""

import csv
import re
from functools import cache, lru_cache
from importlib.resources import files

ONLY_WITHIN = "*"
LONGEST_WORD = 24
LONGEST_RUN = 60
SURE_WITHOUT_LONG_VOWELS = 5
# サーバ is サーバー, but コピ is not コピー; and データー is データ, but ビー is not ビ.
DROPS_ITS_LONG_VOWEL = 4
TAKES_A_LONG_VOWEL = 3
SHORTEST_LATIN = 4

_RUN = re.compile("[ァ-ヺー]{2,}")
_WIDE = str.maketrans("ァィゥェォ", "アイウエオ")
_E_ROW_THEN_I = re.compile("(?<=[エケゲセゼテデネヘベペメレ])イ")

# One way to write what British and American English write in two.
_SPELLED_TWICE = [
    (re.compile("isation"), "ization"),
    (re.compile("(?<=[lmnt])ising"), "izing"),
    (re.compile("(?<=[^aeiou][aeo])ll(?=ing|ed|er)"), "l"),
    (re.compile("(?<=col|lab|hum|fav)our|(?<=behavi|neighb)our"), "or"),
    (re.compile("centre"), "center"),
    (re.compile("theatre"), "theater"),
    (re.compile("licence"), "license"),
    (re.compile("catalogue"), "catalog"),
    (re.compile("dialogue"), "dialog"),
    (re.compile("analogue"), "analog"),
    (re.compile("programme(?!r|d)"), "program"),
    (re.compile("yoghurt"), "yogurt"),
    (re.compile("grey"), "gray"),
    (re.compile("aluminium"), "aluminum"),
    (re.compile("jewellery"), "jewelry"),
    (re.compile("defence"), "defense"),
    (re.compile("fibre"), "fiber"),
    (re.compile("whiskey"), "whisky"),
]
# Parts of compounds that are said in full or clipped: 解凍ソフト, ネット選挙, Eメール配信.
_SAID_TWICE = [
    (re.compile("(?<=..)soft$"), "software"),
    (re.compile("(?<=..)app$"), "application"),
    (re.compile("^internet(?!work|net)(?=..)"), "net"),
    (re.compile("^(?:電子mail|email)(?=..)"), "mail"),
]
_NAMES_OF_LETTERS = (
    "エー ビー シー ディー イー エフ ジー エイチ アイ ジェー ケー エル エム エヌ オー"
    " ピー キュー アール エス ティー ユー ブイ ダブリュー エックス ワイ ゼット"
)
_LETTERS = dict(zip(_NAMES_OF_LETTERS.split(), "abcdefghijklmnopqrstuvwxyz", strict=True))
_LETTERS |= {"エイ": "a", "エッチ": "h", "ジェイ": "j", "ケイ": "k"}
_LETTER = re.compile("|".join(sorted(_LETTERS, key=len, reverse=True)))
_SPELT_OUT = re.compile(f"(?:{_LETTER.pattern}){{2,}}")
_PLURAL = re.compile("(?<=[a-z]{4}[^siu])s$")


def in_own_letters(text: str) -> str:
    """`text`, folded, with every katakana run of known words in the letters they came in."""
    return _RUN.sub(lambda run: _rewritten(run[0], run[0] == text), text)


def in_one_spelling(text: str) -> str:
    """`text`, folded, with British and American spellings and a last plural made one."""
    for pattern, one in (*_SPELLED_TWICE, *_SAID_TWICE):
        text = pattern.sub(one, text)
    return _PLURAL.sub("", text) if _ends_in_a_known_plural(text) else text


def _ends_in_a_known_plural(text: str) -> bool:
    if not _PLURAL.search(text):
        return False
    ends = {text[-length:] for length in range(SHORTEST_LATIN, min(len(text), LONGEST_WORD) + 1)}
    return not ends & _latin_words() and bool({end[:-1] for end in ends} & _latin_words())


@lru_cache(maxsize=20_000)
def _rewritten(run: str, is_alone: bool) -> str:
    words = _words_of(_like_others(run)) if len(run) <= LONGEST_RUN else None
    if words is None:
        return _letters_of(run) or run
    if is_alone and len(words) == 1 and words[0].endswith(ONLY_WITHIN):
        return run
    return in_one_spelling("".join(word.rstrip(ONLY_WITHIN) for word in words))


def _letters_of(run: str) -> str:
    """The letters whose names `run` is made of, as in エーピーアイ; none for anything else."""
    for names in (run, f"{run}ー"):
        if _SPELT_OUT.fullmatch(names):
            return "".join(_LETTERS[name] for name in _LETTER.findall(names))
    return ""


def _words_of(run: str) -> tuple[str, ...] | None:
    """The words `run` is made of; only several may have lost a long vowel at their end."""
    words = _split(run)
    if words or run.endswith("ー"):
        return words
    lengthened = _split(f"{run}ー") or ()
    return lengthened if len(lengthened) > 1 else None


def _split(run: str) -> tuple[str, ...] | None:
    """The fewest known words that make up `run`; the longer one first where it is a draw."""
    best: list[tuple[str, ...] | None] = [None] * len(run) + [()]
    for start in reversed(range(len(run))):
        for end in range(min(len(run), start + LONGEST_WORD), start, -1):
            rest, word = best[end], _word(run[start:end])
            if rest is None or word is None:
                continue
            found = best[start]
            if found is None or len(rest) + 1 < len(found):
                best[start] = (word, *rest)
    return best[0]


def _word(kana: str) -> str | None:
    exact, loose = _known()
    found = exact.get(kana)
    if found is None and len(bare := _bare(kana)) >= SURE_WITHOUT_LONG_VOWELS:
        return loose.get(bare)
    return found


def _bare(kana: str) -> str:
    """Without what is heard long or short: バグフィクス, バグフィックス."""
    return kana.replace("ー", "").replace("ッ", "")


@cache
def _known() -> tuple[dict[str, str], dict[str, str]]:
    """Words by their kana: as they are written, and without any long vowel."""
    exact: dict[str, str] = {}
    loose: dict[str, str] = {}
    for katakana, latin in _rows():
        kana = _like_others(katakana)
        exact[kana] = latin
        if len(bare := _bare(kana)) >= SURE_WITHOUT_LONG_VOWELS:
            loose.setdefault(bare, latin)
    for kana, latin in list(exact.items()):
        if kana.endswith("ー") and len(kana) >= DROPS_ITS_LONG_VOWEL:
            exact.setdefault(kana[:-1], latin)
        elif len(kana) >= TAKES_A_LONG_VOWEL:
            exact.setdefault(f"{kana}ー", latin)
    return exact, loose


@cache
def _latin_words() -> frozenset[str]:
    words = (latin.rstrip(ONLY_WITHIN) for _katakana, latin in _rows())
    return frozenset(word for word in words if len(word) >= SHORTEST_LATIN)


def _like_others(kana: str) -> str:
    """ウェ as ウエ, ディスプレイ as ディスプレー: what people write either way."""
    return _E_ROW_THEN_I.sub("ー", kana.translate(_WIDE))


def _rows() -> list[tuple[str, str]]:
    text = files("app.profiles").joinpath("loanwords.tsv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return [(row["katakana"], row["latin"].split("/")[0]) for row in rows]
