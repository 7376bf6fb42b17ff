"""Kana that trail kanji, which people write or leave out: 打ち合わせ, 打合せ."""

import re
import unicodedata

# What a verb ends in within a compound; particles are not among it, nor what makes it a verb again.
_ENDS = "きぎしじちぢひびぴみりいえけげせぜてねべぺめれ"
_KANJI = "[一-鿿々]"
_TRAIL = f"(?:[ぁ-ん]?[{_ENDS}]|っ)"
_RUN = re.compile(f"{_KANJI}[一-鿿々ぁ-ん]*")
# One at the end must stay, or 読み書き would be 読書.
_COMPOUND = re.compile(f"(?:{_KANJI}{{1,2}}{_TRAIL}?)+{_KANJI}{{1,2}}[ぁ-ん]?([{_ENDS}])")
_KANA = re.compile("[ぁ-ん]")
LONGEST_COMPOUND = 16


def in_fewest_kana(text: str) -> str:
    """`text` with every compound of verbs in the fewest trailing kana that still tell it apart."""
    return _RUN.sub(lambda run: _shortened(run[0]), unicodedata.normalize("NFKC", text))


def _shortened(run: str) -> str:
    found = _COMPOUND.fullmatch(run) if len(run) <= LONGEST_COMPOUND else None
    return _KANA.sub("", run) + found[1] if found else run
