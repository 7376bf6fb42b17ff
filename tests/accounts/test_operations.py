from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts import mails, operations
from app.accounts.models import ApiToken, EmailProof, Purpose, SignIn, User
from app.accounts.operations import (
    AddressTaken,
    LinkExpired,
    Newcomer,
    PasswordRefused,
    begin_claim,
    begin_registration,
    claim_link,
    open_proof,
    prove_for_claim,
    send_claim,
    use_proof,
)
from app.accounts.proofs import LASTS, link, new_proof
from app.accounts.queries import member_at
from app.kit.clock import now
from app.kit.db import db
from app.kit.tokens import fingerprint
from app.notifications.composers import compose
from app.notifications.models import Mail
from tests.factories import a_member, a_stranger, saved

PASSWORD = "seven moons over Ueno"


def token_of(proof: EmailProof) -> str:
    return link(proof).rpartition("/")[2]


def a_proof(member: User | None = None, purpose: Purpose = Purpose.SIGN_IN, **intent) -> EmailProof:
    return new_proof(member or a_member(), purpose, intent, at=now())


def the_letter():
    return compose(db.session.query(Mail).one())


def test_a_member_gets_a_link_that_signs_in(app, bell):
    member = a_member()
    operations.ask_to_sign_in(f"  {member.email.upper()} ", at=now(), then="/events")
    proof = db.session.query(EmailProof).one()
    assert (proof.member_id, proof.intent) == (member.id, {"next": "/events"})
    assert link(proof) in the_letter().text
    db.session.commit()
    assert bell.rung == ["drain"]


def test_an_unknown_address_leaves_no_trace_but_the_same_bell(app, bell, count):
    a_member()
    bell.rung.clear()
    operations.ask_to_sign_in("nobody@example.org", at=now())
    db.session.commit()
    assert (count(EmailProof), count(Mail), count(User)) == (0, 0, 1)
    assert bell.rung == ["drain"]


def test_a_disabled_member_gets_no_link(count):
    member = a_member(disabled_at=now())
    operations.ask_to_sign_in(member.email, at=now())
    assert count(Mail) == 0


def test_known_and_unknown_addresses_cost_the_same_statements(app):
    statements: list[str] = []
    member = a_member()
    db.session.commit()

    def note(_conn, _cursor, statement, *_):
        statements.append(statement.split()[0])

    def cost(email: str) -> tuple[int, int]:
        statements.clear()
        operations.ask_to_sign_in(email, at=now())
        db.session.flush()
        return statements.count("INSERT"), statements.count("SELECT")

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert cost("nobody@example.org") == cost(member.email)
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)


def test_only_the_fingerprint_of_a_link_is_kept():
    proof = a_proof()
    assert proof.token_hash == fingerprint(token_of(proof))
    assert token_of(proof) not in str(vars(proof))
    assert len(token_of(proof)) == 22


@pytest.mark.parametrize("purpose", list(Purpose))
def test_one_kind_of_link_never_opens_another_door(purpose):
    token = token_of(a_proof(purpose=purpose))
    for other in Purpose:
        if other == purpose:
            assert open_proof(token, other, at=now()).purpose == purpose
        else:
            with pytest.raises(LinkExpired):
                open_proof(token, other, at=now())


@pytest.mark.parametrize("purpose", list(Purpose))
def test_every_link_grows_old(purpose):
    token = token_of(a_proof(purpose=purpose))
    open_proof(token, purpose, at=now() + LASTS[purpose] - timedelta(minutes=1))
    with pytest.raises(LinkExpired):
        open_proof(token, purpose, at=now() + LASTS[purpose])


def test_a_link_to_sign_in_lasts_an_hour():
    assert LASTS[Purpose.SIGN_IN] == timedelta(minutes=60)


def test_opening_a_link_uses_nothing_up_and_using_it_does():
    proof = a_proof()
    for _ in range(3):
        open_proof(token_of(proof), Purpose.SIGN_IN, at=now())
    use_proof(proof, at=now())
    with pytest.raises(LinkExpired):
        open_proof(token_of(proof), Purpose.SIGN_IN, at=now())
    with pytest.raises(LinkExpired):
        use_proof(proof, at=now())


def test_using_one_link_kills_the_others_that_sign_in():
    member = a_member()
    first, second = a_proof(member), a_proof(member)
    use_proof(second, at=now())
    db.session.refresh(first)
    with pytest.raises(LinkExpired):
        use_proof(first, at=now())


def test_a_link_of_somebody_disabled_since_is_dead():
    member = a_member()
    proof = a_proof(member)
    member.disabled_at = now()
    with pytest.raises(LinkExpired):
        open_proof(token_of(proof), Purpose.SIGN_IN, at=now())
    with pytest.raises(LinkExpired):
        use_proof(proof, at=now())


def test_a_link_is_only_good_with_this_installations_secret(app):
    proof = a_proof()
    token = token_of(proof)
    app.config["SECRET_KEY"], kept = "another secret", app.config["SECRET_KEY"]
    try:
        assert token_of(proof) != token
    finally:
        app.config["SECRET_KEY"] = kept


def a_newcomer(**given) -> Newcomer:
    usual = {"email": "Yui@Example.org", "family_name": "髙﨑", "given_name": "結衣"}
    return Newcomer(**(usual | {"reading": "タカサキ ユイ"} | given))


def test_a_newcomer_is_made_and_unproven_until_the_link_is_used():
    proof = begin_registration(a_newcomer(), {"event": "Rust night"}, at=now())
    member = proof.member
    assert (member.email, member.is_verified) == ("yui@example.org", False)
    assert member.reading == "たかさき ゆい"
    assert use_proof(proof, at=now()) is member
    assert member.is_verified


def test_registering_never_changes_a_member_who_is_here_already():
    member = a_member("Aoi", "Sato")
    newcomer = a_newcomer(email=member.email, family_name="Mallory")
    proof = begin_registration(newcomer, {}, at=now())
    assert use_proof(proof, at=now()) is member
    assert member.full_name == "Aoi Sato"


def test_whoever_proves_an_address_first_says_what_they_are_called():
    begin_registration(a_newcomer(family_name="Mallory"), {}, at=now())
    proof = begin_registration(a_newcomer(), {}, at=now())
    assert use_proof(proof, at=now()).family_name == "髙﨑"


def test_the_intent_travels_with_the_link():
    proof = begin_registration(a_newcomer(), {"event": "Rust night", "slug": "rust"}, at=now())
    assert (proof.intent["event"], proof.intent["slug"]) == ("Rust night", "rust")
    assert "Rust night" in the_letter().subject


def test_an_unproven_name_is_not_repeated_to_the_address():
    begin_registration(a_newcomer(given_name="BUY GOLD NOW"), {}, at=now())
    letter = the_letter()
    assert "BUY GOLD" not in letter.text
    assert "BUY GOLD" not in letter.html


@pytest.mark.parametrize("locale", ["ja", "en"])
@pytest.mark.parametrize("purpose", list(Purpose))
def test_every_letter_carries_its_link_in_text_and_in_dress(purpose, locale):
    member = a_stranger(locale=locale)
    proof = a_proof(member, purpose, event="梅雨の会", by="Hana Mori", address="x@example.org")
    mails.proof_asked(proof, member, at=now())
    letter = the_letter()
    assert letter.subject
    assert link(proof) in letter.text
    assert link(proof) in letter.html
    assert "\n" not in letter.subject


def test_a_letter_whose_link_has_been_used_is_not_sent():
    member = a_member()
    operations.ask_to_sign_in(member.email, at=now())
    use_proof(db.session.query(EmailProof).one(), at=now())
    assert the_letter() is None


def test_a_claim_by_mail_proves_the_address():
    member = a_stranger()
    proof = send_claim(member, {"event": "Rust night", "by": "Hana"}, at=now())
    assert "Rust night" in the_letter().text
    assert use_proof(proof, at=now()).is_verified


def test_a_claim_by_mail_is_never_handed_over():
    with pytest.raises(ValueError, match="without an address"):
        claim_link(send_claim(a_stranger(), {}, at=now()))


def test_a_claim_handed_over_asks_for_an_address_and_writes_there():
    place = a_stranger(email=None)
    claim = begin_claim(place, {"event": "Rust night"}, at=now())
    assert "/claim/" in claim_link(claim)
    proof = prove_for_claim(claim, "New@Example.org", at=now())
    assert the_letter().to == "new@example.org"
    assert place.email is None
    assert use_proof(proof, at=now()) is place
    assert (place.email, place.is_verified) == ("new@example.org", True)
    with pytest.raises(LinkExpired):
        use_proof(claim, at=now())


def test_a_claim_with_the_address_of_an_account_leads_to_that_account():
    member, place = a_member(), a_stranger(email=None)
    proof = prove_for_claim(begin_claim(place, {}, at=now()), member.email, at=now())
    assert use_proof(proof, at=now()) is member
    assert (place.email, place.is_verified) == (None, False)


def test_the_right_password_opens_and_the_wrong_one_does_not():
    member = a_member()
    operations.set_password(member, PASSWORD, keep=None, at=now())
    assert operations.member_with(member.email, PASSWORD) is member
    assert operations.member_with(member.email, PASSWORD + "!") is None
    assert operations.member_with("nobody@example.org", PASSWORD) is None
    assert operations.member_with(a_member().email, PASSWORD) is None


def test_a_disabled_member_does_not_get_in_by_password():
    member = a_member()
    operations.set_password(member, PASSWORD, keep=None, at=now())
    member.disabled_at = now()
    assert operations.member_with(member.email, PASSWORD) is None


def test_a_hash_made_with_weaker_parameters_is_renewed_at_the_next_sign_in():
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    member = a_member(password_hash=weak)
    assert operations.member_with(member.email, PASSWORD) is member
    assert member.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize(
    "password", ["short", "1234567", "x" * 129, "password1", "QWERTY123", "iloveyou"]
)
def test_a_poor_password_is_refused(password):
    with pytest.raises(PasswordRefused):
        operations.set_password(a_member(), password, keep=None, at=now())


def test_the_own_address_is_no_password():
    member = a_member(email="hanako.mori@example.org")
    for password in ("hanako.mori", "Hanako.Mori@example.org"):
        with pytest.raises(PasswordRefused):
            operations.set_password(member, password, keep=None, at=now())


@pytest.mark.parametrize("password", ["abcdefg8", "x" * 127 + "é", "八文字以上ですよね"])
def test_short_enough_and_long_enough_passwords_are_taken_whole(password):
    member = a_member()
    operations.set_password(member, password, keep=None, at=now())
    assert operations.member_with(member.email, password) is member
    assert operations.member_with(member.email, password[:-1]) is None


def test_a_new_password_ends_the_other_sign_ins_kills_links_and_is_told(count):
    member = a_member()
    here, there = [
        saved(SignIn(member_id=member.id, token_hash=name, started_at=now(), seen_at=now()))
        for name in ("here", "there")
    ]
    proof = a_proof(member)
    operations.set_password(member, PASSWORD, keep=here, at=now())
    for row in (here, there, proof):
        db.session.refresh(row)
    assert here.ended_at is None
    assert there.ended_at is not None
    assert proof.used_at is not None
    assert "password" in the_letter().subject


def test_the_operator_adds_a_proven_member_once():
    member = operations.new_user("Ops@Example.org", "山田 太郎", is_staff=True, at=now())
    assert (member.family_name, member.given_name, member.is_staff) == ("山田", "太郎", True)
    assert member_at("ops@example.org").is_verified
    with pytest.raises(AddressTaken):
        operations.new_user("ops@example.org", "Another One", at=now())


def test_an_api_token_is_told_once_and_kept_as_a_fingerprint():
    member = a_member()
    token = operations.new_api_token(member, "laptop", at=now())
    row = db.session.query(ApiToken).one()
    assert token.startswith("kz_")
    assert row.token_hash == fingerprint(token)
    assert token not in str(vars(row))


def test_asking_a_house_where_nobody_lives_does_nothing(app, count):
    operations.ask_to_sign_in("nobody@example.org", at=now())
    assert count(Mail) == 0
