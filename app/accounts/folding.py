"""Names folded for finding them: in Python what was typed, in SQL what is kept.

Width, case, spaces, kind of kana and the older forms of kanji make no difference: whoever looks
for 高橋 cannot know that the name is written 髙橋.
"""

import re
import unicodedata

_OLD = (
    "髙﨑嵜碕齋齊斉邊邉濵濱澤櫻廣德惠眞槇曻晄栁桒𠮷"
    "國學圓榮龍瀧壽彌禮實寶證傳條淨靜增豐萬與讓遙亞來佛劍勳勵單嚴圍團堯壯姬寬將專對嶋"
    "嶌嶽巖應懷戰收曉曾會樂檜樣權橫歐步歸氣淸淺溫濟瀨燒燈爲當發盡硏祿禪稻穗穰絲經緖綠"
    "縣總纖聲聰肅臺舊舍莊萠藏藝薰虛號螢衞裝覺觀譽讀豫賴贊轉遲鄕釋鐵關險雙靈靑顏顯餘鷄"
    "鹽麥黃點黑龜齒齡冨凜埜舘蘆鷗淵渊籠圡峯"
)
_PLAIN = (
    "高崎崎崎斎斎斎辺辺浜浜沢桜広徳恵真槙昇晃柳桑吉"
    "国学円栄竜滝寿弥礼実宝証伝条浄静増豊万与譲遥亜来仏剣勲励単厳囲団尭壮姫寛将専対島"
    "島岳巌応懐戦収暁曽会楽桧様権横欧歩帰気清浅温済瀬焼灯為当発尽研禄禅稲穂穣糸経緒緑"
    "県総繊声聡粛台旧舎荘萌蔵芸薫虚号蛍衛装覚観誉読予頼賛転遅郷釈鉄関険双霊青顔顕余鶏"
    "塩麦黄点黒亀歯齢富凛野館芦鴎渕渕篭土峰"
)
_KATAKANA = "".join(map(chr, (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)))
_HIRAGANA = "".join(chr(ord(sign) - 0x60) for sign in _KATAKANA)
# Spaces, the marks between the parts of a name, and the variation selectors of rare kanji.
_UNWRITTEN = r"[\s・･=＝.,、\uFE00-\uFE0F\U000E0100-\U000E01EF]+"

VARIANTS = dict(zip(_OLD, _PLAIN, strict=True))
"""Older forms of kanji, and what they are looked for by."""

_VARIANTS = str.maketrans(VARIANTS)
_LETTERS = str.maketrans(_KATAKANA + _OLD, _HIRAGANA + _PLAIN)
_GAPS = re.compile(_UNWRITTEN)


def folded(name: str) -> str:
    """`name` as it is compared."""
    # Some variants are compatibility signs that NFKC would turn into others, so they go first.
    plain = unicodedata.normalize("NFKC", name.translate(_VARIANTS)).lower()
    return _GAPS.sub("", plain).translate(_LETTERS)


# The same for every way a member is called, one after the other. Spelled as PostgreSQL itself
# spells it back, so that the schema can be compared.
_NAMES = (
    "((((((((family_name || given_name) || '|'::text) || given_name) || family_name)"
    " || '|'::text) || display_name) || '|'::text) || reading)"
)
FOLDED_NAMES = (
    f"translate(lower(regexp_replace(NORMALIZE(translate({_NAMES}, '{_OLD}'::text,"
    f" '{_PLAIN}'::text), NFKC), '{_UNWRITTEN}'::text, ''::text, 'g'::text)),"
    f" '{_KATAKANA}{_OLD}'::text, '{_HIRAGANA}{_PLAIN}'::text)"
)

_VOWELS = "aiueo"
_ROWS = {
    "": "あいうえお",
    "k": "かきくけこ",
    "s": "さしすせそ",
    "t": "たちつてと",
    "n": "なにぬねの",
    "h": "はひふへほ",
    "m": "まみむめも",
    "r": "らりるれろ",
    "g": "がぎぐげご",
    "z": "ざじずぜぞ",
    "d": "だぢづでど",
    "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ",
}
SYLLABLES = {row + vowel: kana[n] for row, kana in _ROWS.items() for n, vowel in enumerate(_VOWELS)}
SYLLABLES |= {"ya": "や", "yu": "ゆ", "yo": "よ", "wa": "わ", "wo": "を", "fu": "ふ", "tsu": "つ"}
SYLLABLES |= {"shi": "し", "chi": "ち", "ji": "じ", "n": "ん"}
SYLLABLES |= {
    f"{row}y{vowel}": SYLLABLES[f"{row}i"] + small
    for row in _ROWS
    if row
    for vowel, small in zip("auo", "ゃゅょ", strict=True)
}
SYLLABLES |= {
    row + vowel: SYLLABLES[f"{row}i"] + small
    for row in ("sh", "ch", "j")
    for vowel, small in zip("auo", "ゃゅょ", strict=True)
}
_SYLLABLE = re.compile("|".join(sorted(SYLLABLES, key=len, reverse=True)))
_DOUBLED = re.compile(r"([kstpgdbcjz])(?=\1)|t(?=ch)")


def kana_from(romaji: str) -> str:
    """`sato` as `さと`, `takahashi` as `たかはし`; nothing when it is not romaji."""
    rest = _SYLLABLE.sub(lambda found: SYLLABLES[found[0]], _DOUBLED.sub("っ", folded(romaji)))
    return "" if re.search(r"[^ぁ-ん]", rest) else rest
