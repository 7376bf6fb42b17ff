"""Names folded for finding them."""

import pytest

from app.accounts.folding import folded, kana_from
from app.accounts.models import User
from app.accounts.queries import is_called
from app.kit.db import db
from tests.factories import a_member

NAMES = {"family_name": "髙橋", "given_name": "ﾐｻｷ", "reading": "たかはし みさき"}


@pytest.mark.parametrize(
    "typed",
    [
        "高橋",
        "髙橋",
        "ミサキ",
        "みさき",
        "高橋みさき",
        "高橋 ミサキ",
        "タカハシ",
        "takahashi",
        "ＴＡＫＡ",
        "misaki",
    ],
)
def test_a_name_is_found_however_it_is_typed(typed):
    member = a_member(**NAMES)
    assert db.session.scalars(User.__table__.select().where(is_called(typed))).all() == [member.id]


@pytest.mark.parametrize("typed", ["橋髙", "%", "_", "みさきたかし", "takeshi"])
def test_nobody_else_is_found(typed):
    a_member(**NAMES)
    assert not db.session.scalars(User.__table__.select().where(is_called(typed))).all()


def test_the_database_folds_as_we_do():
    for name in ("髙橋", "ＳＡＴＯ Aoi", "ｱﾄﾞﾙﾌ・ﾏｲﾔｰ", "辻\U000e0100", "ヴァネッサ", "Zoë", "﨑山"):
        member = a_member(given_name="", family_name="", display_name=name)
        kept = db.session.scalar(db.select(User.name_key).where(User.id == member.id))
        assert kept == f"||{folded(name)}|"


def test_a_name_that_changes_is_found_by_the_new_one():
    member = a_member(**NAMES)
    member.family_name = "佐藤"
    db.session.flush()
    assert db.session.scalars(db.select(User.id).where(is_called("佐藤"))).all() == [member.id]


@pytest.mark.parametrize(
    ("romaji", "kana"),
    [
        ("sato", "さと"),
        ("Satou", "さとう"),
        ("kikkawa", "きっかわ"),
        ("junko", "じゅんこ"),
        ("matcha", "まっちゃ"),
        ("Smith", ""),
        ("さとう", "さとう"),
        ("", ""),
    ],
)
def test_romaji_is_read_as_kana_where_it_is_romaji(romaji, kana):
    assert kana_from(romaji) == kana
