"""The words platforms have for where somebody stands, in Japanese and English."""

import re

from app.imports.rules.cells import plain
from app.imports.rules.columns import key
from app.imports.rules.outcomes import Status

_WORDS = {
    Status.CONFIRMED: """
        参加 参加予定 参加確定 当選 確定 出席 支払済 支払済み 支払い済み 無料 受付済 受付済み
        申込済 申込済み 承認 承認済 承認済み 有効 チェックイン済み 入場済み
        attending checkedin yes confirmed going approved paid accepted registered attended
        active complete completed""",
    Status.WAITLISTED: """
        補欠 補欠者 キャンセル待ち 繰り上げ待ち
        waitlist waitlisted waiting onwaitlist waitinglist""",
    Status.CANCELLED: """
        参加キャンセル キャンセル キャンセル済 キャンセル済み 不参加 欠席 取消 取り消し 辞退 無効
        返金済 返金済み 払い戻し 払戻済 払戻済み
        notattending refunded cancelled canceled no deleted declined notgoing rejected""",
}
_CAME = """
    出席 来場 来場済 来場済み 入場 入場済 入場済み 受付済 受付済み 済 済み チェックイン済み
    ○ 〇 ◯ ✓ ✔ checkedin yes attended present true 1 y"""
_STAYED_AWAY = """
    欠席 未 未受付 未入場 未来場 × ✗ x no noshow absent notattending false 0 n"""
_ARRIVED = "checkedin チェックイン済み 入場済み"
_UNPAID = "未払い 未払 支払い待ち 支払待ち 入金待ち unpaid pendingpayment notpaid"


def _keys(words: str) -> frozenset[str]:
    return frozenset(map(key, words.split()))


_STATUSES = {word: status for status, words in _WORDS.items() for word in _keys(words)}
_CAME_KEYS, _AWAY_KEYS = _keys(_CAME), _keys(_STAYED_AWAY)
_ARRIVED_KEYS, _UNPAID_KEYS = _keys(_ARRIVED), _keys(_UNPAID)
_POLITE = re.compile("(する|します|しました|です|予定です)$")
_STAFF = re.compile(r"運営|スタッフ|\bstaff\b|\borgani[sz]ers?\b|\bcrew\b")


def status_of(word: str) -> Status:
    """What a platform's word for somebody's standing means."""
    return _STATUSES.get(_POLITE.sub("", key(word)), Status.UNKNOWN)


def is_unpaid(word: str) -> bool:
    """Whether a standing says that money is still awaited."""
    return key(word) in _UNPAID_KEYS


def says_arrived(word: str) -> bool:
    """Whether a standing tells that somebody has come (Eventbrite has one column for both)."""
    return key(word) in _ARRIVED_KEYS


def came(word: str) -> bool | None:
    """Whether a word says that somebody came or stayed away; None when it says neither."""
    said = key(word)
    return True if said in _CAME_KEYS else (False if said in _AWAY_KEYS else None)


def is_staff_slot(slot: str) -> bool:
    """Whether a slot is for those who run the event."""
    return bool(_STAFF.search(plain(slot)))
