"""Whom a group keeps away: found again however they spell themselves, and told nothing."""

import pytest

from app.groups import operations
from app.groups.models import Action, Ban
from app.groups.operations import Unwelcome
from app.groups.operations.bans import CannotBanYourself, NobodyNamed
from app.groups.queries import is_banned, is_in, resembling
from app.groups.rules import Role, address_key, likenesses, name_key
from app.kit.clock import now
from app.kit.db import db
from app.notifications.models import Mail
from tests.factories import a_group, a_member, owner_of, saved
from tests.groups.teams import on_team


def banned(group, **whom):
    return operations.ban(group, Unwelcome(**whom), by=owner_of(group), at=now())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("山田 太郎", "山田太郎"),
        ("山田\u3000太郎", "山田太郎"),
        ("ヤマダ タロウ", "やまだたろう"),
        ("ﾔﾏﾀﾞ ﾀﾛｳ", "やまだたろう"),
        ("Ｔaro YAMADA", "taro yamada"),
        ("O'Brien", "O’Brien"),
        ("Straße", "strasse"),
    ],
)
def test_widths_cases_kana_and_spaces_do_not_make_another_name(one, other):
    assert name_key(one) == name_key(other)


def test_another_kanji_makes_another_name():
    assert name_key("山田太郎") != name_key("山本太郎")


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("髙橋 一郎", "高橋一郎", True),
        ("山﨑 花", "山崎花", True),
        ("Jose Garcia", "José García", True),
        ("Taro Yamada", "Taro Yamda", True),
        ("Taro Yamada", "Taor Yamada", True),
        ("やまだたろう", "やまだだろう", True),
        ("Taro Yamada", "Jiro Yamada", False),
        ("山田太郎", "山田次郎", False),
        ("Mori", "Moro", False),
        ("", "", False),
    ],
)
def test_names_are_alike_when_a_slip_or_a_variant_is_between_them(one, other, alike):
    assert bool(likenesses(one) & likenesses(other)) == alike


def test_one_mailbox_has_many_spellings():
    assert address_key("Taro.Yamada+kizuna@GMail.com") == address_key("taroyamada@gmail.com")
    assert address_key("a+b@example.org") == "a@example.org"
    assert address_key("a.b@example.org") != address_key("ab@example.org")


def test_a_member_is_banned_and_belongs_no_longer():
    group, member = a_group(), a_member()
    operations.join(group, member, at=now())
    banned(group, member=member)
    assert is_banned(group, member)
    assert not is_in(group, member)
    assert not is_banned(a_group(), member)


def test_an_address_is_banned_before_anybody_has_registered_with_it():
    group = a_group()
    banned(group, email="Taro+New@Example.org")
    assert is_banned(group, a_member(email="taro@example.org"))
    assert not is_banned(group, a_member(email="hanako@example.org"))


def test_a_name_is_banned_in_either_order_and_as_a_display_name():
    group = a_group()
    banned(group, name="Ｔaro\u3000Yamada")
    assert is_banned(group, a_member("Taro", "Yamada"))
    assert is_banned(group, a_member("Yamada", "Taro"))
    assert is_banned(group, a_member("T", "Y", display_name="taro yamada"))
    assert not is_banned(group, a_member("Taro", "Yamade"))


def test_a_name_like_a_banned_one_is_shown_to_organizers_and_not_refused():
    group, near, far = a_group(), a_member("Taro", "Yamade"), a_member("Hanako", "Suzuki")
    ban = banned(group, name="Taro Yamada")
    assert resembling(group, [near, far]) == {near.id: ban}
    assert not is_banned(group, near)


def test_a_second_account_under_the_same_name_is_shown_to_organizers():
    group, first = a_group(), a_member("太郎", "山田", reading="やまだ たろう")
    ban = banned(group, member=first)
    again, in_kana = a_member("太郎", "山田"), a_member("たろう", "やまだ")
    namesake = a_member("多朗", "山多", reading="やまだ たろう")
    assert resembling(group, [again, in_kana, namesake]) == {again.id: ban, in_kana.id: ban}


def test_whoever_is_banned_for_sure_is_not_called_a_likeness():
    group, member = a_group(), a_member("Taro", "Yamada")
    banned(group, name="Taro Yamada")
    assert resembling(group, [member]) == {}


def test_closing_the_account_does_not_lift_the_ban():
    group, member = a_group(), a_member(email="taro@example.org")
    banned(group, member=member)
    db.session.delete(member)
    db.session.flush()
    db.session.expire_all()
    assert is_banned(group, a_member(email="taro@example.org"))


def test_a_namesake_on_the_team_is_not_shut_out():
    group = a_group()
    helper = on_team(group, Role.DOOR, a_member("Taro", "Yamada"))
    banned(group, name="Taro Yamada")
    assert not is_banned(group, helper)


def test_banning_twice_is_one_ban_with_the_latest_reason(count):
    group, member = a_group(), a_member()
    banned(group, member=member, note="Sold insurance")
    banned(group, member=member, note="Again")
    assert count(Ban) == 1
    assert db.session.scalars(db.select(Ban)).one().note == "Again"


def test_a_lifted_ban_lets_them_join_again():
    group, member = a_group(), a_member()
    ban = banned(group, member=member)
    with pytest.raises(operations.CannotJoin) as refused:
        operations.join(group, member, at=now())
    assert "ban" not in str(refused.value.message).lower()
    operations.lift(ban, group, by=owner_of(group), at=now())
    operations.join(group, member, at=now())
    assert is_in(group, member)


def test_nobody_bans_themselves_nor_nobody():
    group = a_group()
    with pytest.raises(CannotBanYourself):
        banned(group, member=owner_of(group))
    with pytest.raises(NobodyNamed):
        banned(group, name="・・")


def test_an_organizer_bans_nobody_of_their_own_rank():
    group = a_group()
    one, other = on_team(group, Role.ORGANIZER), on_team(group, Role.ORGANIZER)
    with pytest.raises(operations.OutOfRank):
        operations.ban(group, Unwelcome(member=other), by=one, at=now())
    assert group.role_of(other) == Role.ORGANIZER


def test_a_ban_is_written_down_and_told_to_nobody(count):
    group, member = a_group(), a_member()
    banned(group, member=member, note="Sold insurance")
    line = saved(db.session.scalars(db.select(Action)).one())
    assert (line.kind, line.details) == ("banned", {"member_id": member.id})
    assert count(Mail) == 0
