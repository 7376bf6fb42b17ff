"""What a column holds: roles, guesses from header words, and the organizer's own choice."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from app.imports.rules.cells import plain


class Role(StrEnum):
    """What a column tells about a person."""

    FULL_NAME = "full_name"
    FAMILY_NAME = "family_name"
    GIVEN_NAME = "given_name"
    DISPLAY_NAME = "display_name"
    READING = "reading"
    FAMILY_READING = "family_reading"
    GIVEN_READING = "given_reading"
    EMAIL = "email"
    COMPANY = "company"
    REFERENCE = "reference"
    ACCOUNT = "account"
    SLOT = "slot"
    STATUS = "status"
    ATTENDANCE = "attendance"
    ATTENDED_AT = "attended_at"
    STAFF = "staff"
    REGISTERED_AT = "registered_at"
    COMPANIONS = "companions"
    PLACES = "places"
    ANSWER = "answer"
    IGNORE = "ignore"


NAMES = frozenset({Role.FULL_NAME, Role.FAMILY_NAME, Role.GIVEN_NAME, Role.DISPLAY_NAME})
# Of these a person has one; a second column of the kind is an answer like any other.
SINGLE = frozenset(Role) - {Role.ANSWER, Role.IGNORE}


@dataclass(frozen=True, slots=True)
class Column:
    """One column as the file shows it. `header` is empty in a file without headers."""

    header: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What each column means, in the order of the file."""

    roles: tuple[Role, ...]
    has_header: bool = True

    @property
    def names_people(self) -> bool:
        """Whether any column can tell a name; without one nobody can be read."""
        return not NAMES.isdisjoint(self.roles)

    def places(self, *roles: Role) -> tuple[int, ...]:
        """The positions of the columns that have one of these roles."""
        return tuple(at for at, role in enumerate(self.roles) if role in roles)


_WORDS: dict[Role, str] = {
    Role.FULL_NAME: """
        氏名 名前 お名前 御名前 本名 フルネーム 参加者名 参加者氏名 参加者 申込者名
        name fullname yourname attendeename attendee participant participantname realname
        guestname""",
    Role.FAMILY_NAME: "姓 氏 名字 苗字 お名前姓 氏名姓 lastname familyname surname",
    Role.GIVEN_NAME: "名 お名前名 氏名名 firstname givenname forename",
    Role.DISPLAY_NAME: """
        表示名 ニックネーム ハンドルネーム ハンドル nickname handle displayname""",
    Role.READING: """
        ふりがな フリガナ よみがな ヨミガナ よみ ヨミ 読み 読み仮名 振り仮名 かな カナ 氏名カナ
        reading kana furigana phonetic pronunciation""",
    Role.FAMILY_READING: "せい セイ 姓カナ 姓かな 姓ふりがな 姓フリガナ 名字カナ 名字ふりがな",
    Role.GIVEN_READING: "めい メイ 名カナ 名かな 名ふりがな 名フリガナ",
    Role.EMAIL: """
        メール メールアドレス 電子メール メアド eメール eメールアドレス
        mail email emailaddress mailaddress contactemail""",
    Role.COMPANY: """
        会社名 会社 所属 ご所属 所属先 所属団体 所属組織 勤務先 勤め先 御社名 貴社名 組織名 法人名
        団体名 企業名 company companyname organization organisation affiliation employer""",
    Role.REFERENCE: """
        受付番号 申込番号 申し込み番号 予約番号 チケット番号 チケットid 参加者id 参加番号 整理番号
        attendeeid attendeeno attendee# ticketid ticketnumber reference referenceno bookingid
        confirmationnumber registrationid id no""",
    Role.ACCOUNT: """
        ユーザー名 ユーザ名 ユーザーid ユーザid 会員id 会員番号 username userid memberid login""",
    Role.SLOT: """
        参加枠名 参加枠 枠 チケット名 チケット チケット種別 チケットの種類 券種
        tickettype ticket ticketname slot""",
    Role.STATUS: """
        参加ステータス ステータス 状態 参加状況 申込状況 申込状態 出欠 ご出欠 出席 参加可否
        status rsvp attendeestatus registrationstatus orderstatus""",
    Role.ATTENDANCE: """
        出欠ステータス 出席状況 来場 チェックイン 受付状況
        attendance attended checkedin checkin""",
    Role.ATTENDED_AT: """
        出席日時 来場日時 受付日時 チェックイン日時 checkedinat checkintime checkindate""",
    Role.STAFF: "eventhost",
    Role.REGISTERED_AT: """
        申込日時 申し込み日時 申込日 申込み日時 登録日時 登録日 注文日時 購入日時 購入日 回答日時
        タイムスタンプ timestamp registeredat registrationdate registrationtime orderdate
        purchasedate rsvpedon createdat submittedat""",
    Role.COMPANIONS: "同伴者数 guests plusones",
    Role.PLACES: "枚数 人数 参加人数 申込人数 quantity qty tickets",
}
_LONGEST_WORD = 60
_DECORATION = re.compile(
    r"[\s*＊※_:：.・/／()（）\[\]【】「」<>＜＞?？-]|必須|任意|required|optional"
)


def key(word: str) -> str:
    """A word for comparing: width, case, spaces, brackets and 「必須」 do not count."""
    return _key(word[:_LONGEST_WORD])


@lru_cache(maxsize=4096)
def _key(word: str) -> str:
    return _DECORATION.sub("", plain(word))


_KNOWN = {key(word): role for role, words in _WORDS.items() for word in words.split()}

# Asked in this order: 「お名前 ふりがな」 is a reading, not a name.
_HINTS: tuple[tuple[re.Pattern[str], Role], ...] = tuple(
    (re.compile(pattern), role)
    for pattern, role in (
        (
            "ふりがな|フリガナ|よみがな|ヨミガナ|読み仮名|読みがな|氏名.*[かカ][なナ]|furigana",
            Role.READING,
        ),
        ("メールアドレス|メアド|e-?mail ?address|^e-?mail|mail ?address", Role.EMAIL),
        (
            "会社名|勤務先|所属(?!部)|団体名|組織名|法人名|企業名|company|organi[sz]ation",
            Role.COMPANY,
        ),
        ("氏名|お名前|本名|フルネーム|full ?name|real ?name", Role.FULL_NAME),
    )
)
# Questions about somebody else must never make that person an attendee.
_SOMEONE_ELSE = re.compile(
    "紹介|上司|請求|同伴|同行|緊急|代理|保護者|領収|宛名|推薦|友人|知人|担当者|メルマガ|配信|"
    "billing|buyer|emergency|referr|refer|invoice|parent|manager|newsletter|friend|boss"
)


def is_familiar(header: str) -> bool:
    """Whether headers of attendee lists use this word."""
    return key(header) in _KNOWN


def guess(header: str) -> Role:
    """What a column of this name most likely holds; an answer if nothing else."""
    if role := _KNOWN.get(key(header)):
        return role
    if asks_about_someone_else(header):
        return Role.ANSWER
    said = plain(header)
    return next((role for hint, role in _HINTS if hint.search(said)), Role.ANSWER)


def asks_about_someone_else(header: str) -> bool:
    """Whether a column speaks of another person than the attendee, or of something to subscribe."""
    return bool(_SOMEONE_ELSE.search(plain(header)))


def without_rivals(roles: list[Role]) -> tuple[Role, ...]:
    """The roles with each single one given once, to the first column that has it."""
    seen: set[Role] = set()
    kept = []
    for role in roles:
        kept.append(Role.ANSWER if role in seen and role in SINGLE else role)
        seen.add(role)
    return tuple(kept)
