"""Find names by the forms of kanji people type

Why: 國廣 and 渡邉學 were not found by 国広 and 渡辺学, at the door and everywhere else.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261121_2155"
down_revision = "20261121_2132"

KATAKANA = "ァアィイゥウェエォオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂッツヅテデトドナニヌネノハバパヒビピフブプヘベペホボポマミムメモャヤュユョヨラリルレロヮワヰヱヲンヴヵヶヽヾ"
HIRAGANA = "ぁあぃいぅうぇえぉおかがきぎくぐけげこごさざしじすずせぜそぞただちぢっつづてでとどなにぬねのはばぱひびぴふぶぷへべぺほぼぽまみむめもゃやゅゆょよらりるれろゎわゐゑをんゔゕゖゝゞ"
FORMER = (
    "髙﨑嵜碕齋齊斉邊邉濵濱澤櫻廣德惠眞槇曻晄栁桒𠮷",
    "高崎崎崎斎斎斎辺辺浜浜沢桜広徳恵真槙昇晃柳桑吉",
)
MORE = (
    (
        "國學圓榮龍瀧壽彌禮實寶證傳條淨靜增豐萬與讓遙亞來佛劍勳勵單嚴圍團堯壯姬寬將專對嶋"
        "嶌嶽巖應懷戰收曉曾會樂檜樣權橫歐步歸氣淸淺溫濟瀨燒燈爲當發盡硏祿禪稻穗穰絲經緖綠"
        "縣總纖聲聰肅臺舊舍莊萠藏藝薰虛號螢衞裝覺觀譽讀豫賴贊轉遲鄕釋鐵關險雙靈靑顏顯餘鷄"
        "鹽麥黃點黑龜齒齡冨凜埜舘蘆鷗淵渊籠圡峯"
    ),
    (
        "国学円栄竜滝寿弥礼実宝証伝条浄静増豊万与譲遥亜来仏剣勲励単厳囲団尭壮姫寛将専対島"
        "島岳巌応懐戦収暁曽会楽桧様権横欧歩帰気清浅温済瀬焼灯為当発尽研禄禅稲穂穣糸経緒緑"
        "県総繊声聡粛台旧舎荘萌蔵芸薫虚号蛍衛装覚観誉読予頼賛転遅郷釈鉄関険双霊青顔顕余鶏"
        "塩麦黄点黒亀歯齢富凛野館芦鴎渕渕篭土峰"
    ),
)
NAMES = (
    "((((((((family_name || given_name) || '|'::text) || given_name) || family_name)"
    " || '|'::text) || display_name) || '|'::text) || reading)"
)
UNWRITTEN = r"[\s・･=＝.,、\uFE00-\uFE0F\U000E0100-\U000E01EF]+"


def upgrade() -> None:
    fold(FORMER[0] + MORE[0], FORMER[1] + MORE[1])
    # Names on ban lists are kept as they are compared, without being generated.
    bans = sa.text(
        "UPDATE bans SET name_key = translate(name_key, :old, :plain) WHERE name_key <> ''"
    )
    op.execute(bans.bindparams(old=MORE[0], plain=MORE[1]))


def downgrade() -> None:
    fold(*FORMER)


def fold(old: str, plain: str) -> None:
    """Keep names folded with these older forms of kanji."""
    folded = (
        f"translate(lower(regexp_replace(NORMALIZE(translate({NAMES}, '{old}'::text,"
        f" '{plain}'::text), NFKC), '{UNWRITTEN}'::text, ''::text, 'g'::text)),"
        f" '{KATAKANA}{old}'::text, '{HIRAGANA}{plain}'::text)"
    )
    op.drop_column("users", "name_key")
    key = sa.Column("name_key", sa.Text(), sa.Computed(folded, persisted=True), nullable=False)
    op.add_column("users", key)
