"""Who runs a group: ranks, letters that ask, handing over, and the owner who stays."""

from threading import Barrier, Thread

import pytest
import sqlalchemy as sa

from app.accounts.models import User
from app.accounts.operations import LinkExpired
from app.groups import operations
from app.groups.links import invitation_url, token_of
from app.groups.models import Action, Group, Membership, TeamInvitation
from app.groups.operations import Invited, LastOwner, OutOfRank, Unwelcome
from app.groups.queries import is_in, members_of
from app.groups.rules import Role, given_by
from app.kit.clock import now
from app.kit.db import db
from app.notifications.composers import compose
from app.notifications.models import Mail
from tests.factories import a_group, a_member, blocked, owner_of
from tests.groups.teams import on_team

DOOR, ORGANIZER, OWNER, MEMBER = Role.DOOR, Role.ORGANIZER, Role.OWNER, Role.MEMBER


def invited(group, email="new@example.org", role=DOOR, by=None):
    by = by or owner_of(group)
    row = operations.invite(group, Invited(email, role, "en"), by=by, at=now())
    db.session.commit()
    return row


def path_of(row):
    return invitation_url(row).removeprefix("http://localhost")


def a_letter(kind="groups.team_invited"):
    mail = db.session.scalars(sa.select(Mail).where(Mail.kind == kind)).one()
    return mail, compose(mail)


@pytest.mark.parametrize(
    ("giver", "given"),
    [
        (OWNER, [MEMBER, DOOR, ORGANIZER, OWNER]),
        (ORGANIZER, [MEMBER, DOOR]),
        (DOOR, [MEMBER]),
        (None, []),
    ],
)
def test_everybody_gives_the_roles_below_their_own_and_owners_all(giver, given):
    assert given_by(giver) == given


@pytest.mark.parametrize("theirs", [ORGANIZER, OWNER])
def test_an_organizer_touches_nobody_of_their_own_or_higher_rank(theirs):
    group = a_group()
    by, other = on_team(group, ORGANIZER), on_team(group, theirs)
    for touch in (
        lambda: operations.appoint(group, other, MEMBER, by=by, at=now()),
        lambda: operations.dismiss(group, other, by=by, at=now()),
    ):
        with pytest.raises(OutOfRank):
            touch()
    assert group.role_of(other) == theirs


def test_nobody_lifts_anybody_to_their_own_rank_not_even_themselves():
    group = a_group()
    by, other = on_team(group, ORGANIZER), on_team(group, MEMBER)
    with pytest.raises(OutOfRank):
        operations.appoint(group, other, ORGANIZER, by=by, at=now())
    with pytest.raises(OutOfRank):
        operations.appoint(group, by, OWNER, by=by, at=now())


def test_an_owner_takes_another_owners_part_but_not_the_last_one():
    group = a_group()
    first, second = owner_of(group), on_team(group, OWNER)
    operations.appoint(group, second, MEMBER, by=first, at=now())
    with pytest.raises(LastOwner):
        operations.appoint(group, first, ORGANIZER, by=first, at=now())


def test_a_new_part_is_told_by_letter_and_written_down():
    group, member = a_group(name="Loom"), a_member()
    operations.join(group, member, at=now())
    operations.appoint(group, member, DOOR, by=owner_of(group), at=now())
    _mail, letter = a_letter("groups.role_given")
    assert "At the door" in letter.text
    line = db.session.scalars(sa.select(Action)).one()
    assert (line.kind, line.details) == ("role_given", {"member_id": member.id, "role": "door"})


def test_handing_over_leaves_the_old_owner_an_organizer():
    group = a_group()
    first, second = owner_of(group), on_team(group, MEMBER)
    operations.hand_over(group, second, by=first, at=now())
    assert (group.role_of(first), group.role_of(second)) == (ORGANIZER, OWNER)


def test_an_owner_whose_account_is_closed_does_not_count():
    group = a_group()
    on_team(group, OWNER, a_member(disabled_at=now()))
    with pytest.raises(LastOwner):
        operations.leave(group, owner_of(group))


def test_an_account_that_owns_a_group_alone_is_not_closed():
    group = a_group()
    owner = owner_of(group)
    with pytest.raises(LastOwner):
        operations.require_no_group_alone(owner)
    on_team(group, OWNER)
    operations.require_no_group_alone(owner)
    operations.require_no_group_alone(a_member())


def test_two_owners_who_leave_at_once_leave_one_behind(own_app):
    """Both have looked before either goes; the lock lets only one of them."""
    group = a_group()
    pair = [owner_of(group).id, on_team(group, OWNER).id]
    group_id, gate, refused = group.id, Barrier(2), []

    def leave(member_id):
        with own_app.app_context():
            mine = db.session.get_one(Group, group_id)
            member = db.session.get_one(User, member_id)
            gate.wait()
            try:
                operations.leave(mine, member)
                db.session.commit()
            except LastOwner:
                db.session.rollback()
                refused.append(member_id)

    threads = [Thread(target=leave, args=(member_id,)) for member_id in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    assert len(refused) == 1
    assert db.session.scalars(sa.select(Membership.member_id)).all() == refused


def test_a_stranger_is_asked_by_letter_and_greeted_without_a_name():
    group = a_group(name="Loom")
    invited(group)
    mail, letter = a_letter()
    assert letter.to == "new@example.org"
    assert letter.subject == "Would you help run Loom?"
    assert "/team-invitations/" in letter.text
    assert not mail.member.is_verified


def test_the_letter_says_the_same_whether_somebody_is_here_or_not():
    group = a_group()
    invited(group, "here@example.org")
    known = db.session.scalars(sa.select(Mail)).one()
    text = compose(known).text.replace(token_of(_row().nonce), "")
    db.session.delete(known)
    a_member("Ren", email="too@example.org")
    invited(group, "too@example.org")
    other = compose(db.session.scalars(sa.select(Mail)).one()).text
    assert other.replace(token_of(_row("too@example.org").nonce), "") == text


def _row(email="here@example.org"):
    query = sa.select(TeamInvitation).where(TeamInvitation.email == email)
    return db.session.scalars(query).one()


def test_looking_at_the_invitation_changes_nothing(browser):
    group = a_group()
    path = path_of(invited(group))
    for _ in range(3):
        assert browser.get(path).status_code == 200
        assert browser.head(path).status_code == 200
    db.session.expire_all()
    assert _row("new@example.org").accepted_at is None


def test_somebody_new_joins_the_team_with_one_letter(browser):
    group = a_group()
    path = path_of(invited(group))
    assert "Please write your name." in browser.post(path).text
    names = {"family_name": "山田", "given_name": "太郎", "reading": "ヤマダ タロウ"}
    answer = browser.post(path, data=names)
    assert answer.location == f"/groups/{group.slug}"
    db.session.expire_all()
    member = db.session.scalars(sa.select(User).where(User.email == "new@example.org")).one()
    assert member.is_verified
    assert (member.full_name, member.reading) == ("山田 太郎", "やまだ たろう")
    assert group.role_of(member) == DOOR
    assert browser.get("/me").status_code == 200
    assert browser.get(path).status_code == 410


def test_a_member_signs_in_first_and_then_joins(browser):
    group, member = a_group(), a_member(email="new@example.org")
    path = path_of(invited(group, role=ORGANIZER))
    assert browser.post(path).location.startswith("/sign-in")
    browser.sign_in(member)
    assert "Join the team" in browser.get(path).text
    browser.post(path)
    db.session.expire_all()
    assert group.role_of(member) == ORGANIZER


def test_another_address_does_not_take_the_part(browser):
    group, other = a_group(), a_member()
    path = path_of(invited(group))
    browser.sign_in(other)
    assert "another address" in browser.get(path).text
    browser.post(path)
    db.session.expire_all()
    assert not is_in(group, other)
    assert _row("new@example.org").accepted_at is None


def test_a_withdrawn_invitation_opens_nothing_and_its_letter_stays(browser):
    group = a_group()
    row = invited(group)
    operations.withdraw(row, group, by=owner_of(group), at=now())
    db.session.commit()
    assert browser.get(path_of(row)).status_code == 410
    assert a_letter()[1] is None


def test_a_second_invitation_voids_the_first():
    group = a_group()
    first, second = invited(group), invited(group, "New@Example.org ")
    with pytest.raises(LinkExpired):
        operations.open_invitation(token_of(first.nonce), at=now())
    assert operations.open_invitation(token_of(second.nonce), at=now()) == second


def test_an_invitation_ends_after_a_week(later):
    row = invited(a_group())
    later(days=8)
    with pytest.raises(LinkExpired):
        operations.open_invitation(token_of(row.nonce), at=now())


def test_an_invitation_falls_with_the_rank_of_its_author():
    group = a_group()
    author = on_team(group, ORGANIZER)
    row = invited(group, by=author)
    operations.appoint(group, author, MEMBER, by=owner_of(group), at=now())
    with pytest.raises(LinkExpired):
        operations.open_invitation(token_of(row.nonce), at=now())


def test_a_higher_part_is_not_lost_by_accepting_a_lower_one():
    group = a_group()
    member = on_team(group, ORGANIZER, a_member(email="new@example.org"))
    row = operations.open_invitation(token_of(invited(group).nonce), at=now())
    operations.accept(row, member, at=now())
    assert group.role_of(member) == ORGANIZER


def test_an_organizer_invites_to_the_door_and_not_to_their_own_rank():
    group = a_group()
    by = on_team(group, ORGANIZER)
    invited(group, by=by)
    with pytest.raises(OutOfRank):
        invited(group, role=ORGANIZER, by=by)


def test_whoever_has_blocked_the_author_is_not_written_to():
    group, member = a_group(), a_member(email="new@example.org")
    blocked(member, owner_of(group))
    invited(group)
    assert a_letter()[1] is None


def test_invitations_are_limited_by_day(monkeypatch):
    monkeypatch.setattr("app.groups.operations.team.MOST_A_DAY", 2)
    group = a_group()
    for number in range(2):
        invited(group, f"n{number}@example.org")
    with pytest.raises(operations.TooManyInvitations):
        invited(group)


def test_an_address_on_the_ban_list_is_named_beside_the_field(browser):
    group = a_group()
    by = owner_of(group)
    operations.ban(group, Unwelcome(email="new@example.org"), by=by, at=now())
    form = {"email": "new@example.org", "role": "door", "locale": "en"}
    page = browser.sign_in(by).post(f"/groups/{group.slug}/team/invitations", data=form).text
    assert "on your ban list" in page
    assert 'value="new@example.org"' in page


def test_members_are_found_by_name_reading_and_role():
    group = a_group()
    taro = on_team(group, MEMBER, a_member("太郎", "髙橋", reading="たかはし たろう"))
    on_team(group, DOOR, a_member("Hanako", "Suzuki"))
    unproven = on_team(group, MEMBER, a_member("Taro", "Hidden", email_verified_at=None))

    def found(text="", role=None):
        return [row.member for row in db.session.scalars(members_of(group, text, role))]

    for text in ("高橋", "タカハシ", "takahashi taro", "ﾀﾛｳ"):
        assert found(text) == [taro]
    assert [person.given_name for person in found(role=DOOR)] == ["Hanako"]
    assert unproven not in found()


def test_the_members_page_is_for_those_who_run_the_group(app):
    group = a_group()
    pages = ("members", "team", "bans", f"members/{owner_of(group).public_id}")
    for role in (MEMBER, DOOR):
        visitor = app.test_client().sign_in(on_team(group, role))
        for page in pages:
            assert visitor.get(f"/groups/{group.slug}/{page}").status_code == 403
    for visitor in (owner_of(group), on_team(group, ORGANIZER)):
        for page in pages:
            answer = app.test_client().sign_in(visitor).get(f"/groups/{group.slug}/{page}")
            assert answer.status_code == 200


def test_no_page_about_members_shows_an_address(browser):
    group = a_group()
    member = on_team(group, MEMBER, a_member(email="secret@example.org"))
    browser.sign_in(owner_of(group))
    for page in ("members", "team", "bans", f"members/{member.public_id}"):
        assert "secret@" not in browser.get(f"/groups/{group.slug}/{page}").text


def test_the_owner_bans_a_member_in_the_browser(browser):
    group = a_group()
    member = on_team(group, MEMBER)
    browser.sign_in(owner_of(group))
    path = f"/groups/{group.slug}/bans"
    browser.post(f"{path}/members/{member.public_id}", data={"note": "Sold insurance"})
    page = browser.get(path).text
    assert "Sold insurance" in page
    db.session.expire_all()
    assert not is_in(group, member)
    assert (
        "Please give an e-mail address or a name." in browser.post(path, follow_redirects=True).text
    )
