"""Kana in Latin letters, in one way for the several ways people type it."""

import re

_ROWS = {
    "": "アイウエオ",
    "k": "カキクケコ",
    "g": "ガギグゲゴ",
    "s": "サシスセソ",
    "z": "ザジズゼゾ",
    "t": "タチツテト",
    "d": "ダヂヅデド",
    "n": "ナニヌネノ",
    "h": "ハヒフヘホ",
    "b": "バビブベボ",
    "p": "パピプペポ",
    "m": "マミムメモ",
    "r": "ラリルレロ",
}
_SIGNS = {
    sign: row + vowel
    for row, signs in _ROWS.items()
    for sign, vowel in zip(signs, "aiueo", strict=True)
}
_SIGNS |= {"ヤ": "ya", "ユ": "yu", "ヨ": "yo", "ワ": "wa", "ヲ": "wo", "ン": "n", "ヴ": "vu"}
_SIGNS |= {"シ": "shi", "チ": "chi", "ツ": "tsu", "フ": "fu", "ジ": "ji", "ヂ": "ji", "ヅ": "zu"}
_SMALL_Y = {"ャ": "a", "ュ": "u", "ョ": "o"}
_SMALL = {"ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o"}
_KANA = re.compile("[ァ-ヺー]")

# In this order: what is typed in other systems, then vowels however their length is written.
_ONE_WAY = [
    (re.compile("sy(?=[auo])"), "sh"),
    (re.compile("(?:ty|cy|cch|tch)(?=[auo])"), "ch"),
    (re.compile("(?:zy|jy|dy)(?=[auo])"), "j"),
    (re.compile("tch"), "cch"),
    (re.compile("si"), "shi"),
    (re.compile("ti"), "chi"),
    (re.compile("(?<!t)tu"), "tsu"),
    (re.compile("(?<![sc])hu"), "fu"),
    (re.compile("zi|di"), "ji"),
    (re.compile("du"), "zu"),
    (re.compile("m(?=[bpm])"), "n"),
    (re.compile("nn(?=[^aiueo]|$)"), "n"),
    (re.compile("o[uoh](?![aiueoy])|oo"), "o"),
    (re.compile("ou"), "o"),
    (re.compile("uu"), "u"),
    (re.compile("([^aiueon])\\1"), "\\1"),
    (re.compile("'"), ""),
]


def romaji(kana: str) -> str:
    """Folded katakana in Latin letters; other signs stay as they are."""
    written = ""
    for sign in kana:
        if sign in _SMALL_Y and written.endswith("i"):
            stem = written[:-1]
            written = stem + ("" if stem.endswith(("sh", "ch", "j")) else "y") + _SMALL_Y[sign]
        elif sign in _SMALL:
            written = written.rstrip("aiueo") + _SMALL[sign]
        elif sign not in "ッー":
            written += _SIGNS.get(sign, sign)
    return one_way(written)


def one_way(latin: str) -> str:
    """What all the ways to type one Japanese word in Latin letters share."""
    for pattern, one in _ONE_WAY:
        latin = pattern.sub(one, latin)
    return latin


def is_kana(text: str) -> bool:
    """Whether there is any katakana in `text`."""
    return bool(_KANA.search(text))
