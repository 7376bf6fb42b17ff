"""A second address: one more step by which somebody is known, and shown to nobody."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from app.accounts.models import EmailProof, Purpose, SecondAddress, User
from app.accounts.names import is_same_house
from app.accounts.operations import (
    AskedEnough,
    LinkExpired,
    StandsForSomebody,
    ask_for_second,
    confirm_second,
    drop_second,
)
from app.accounts.operations.seconds import ASKED_A_DAY
from app.accounts.proofs import link
from app.accounts.queries import second_since
from app.connections.identity import steps_of
from app.kit.clock import now
from app.kit.db import db
from app.notifications.composers import compose, desk
from app.notifications.models import Mail
from app.safety.operations import close_account
from tests.factories import a_member, connected
from tests.pages import unsigned

SECOND = "aoi@work.example"


def proof_for(member: User, address: str = SECOND) -> EmailProof:
    ask_for_second(member, address, at=now())
    db.session.commit()
    query = db.select(EmailProof).where(
        EmailProof.member_id == member.id, EmailProof.purpose == Purpose.SECOND
    )
    return db.session.scalars(query.order_by(EmailProof.id.desc())).first()


def confirmed(member: User, address: str = SECOND) -> None:
    confirm_second(proof_for(member, address), by=member, at=now())
    db.session.commit()


def letters(kind: str) -> list[Mail]:
    return list(db.session.scalars(db.select(Mail).where(Mail.kind == kind).order_by(Mail.id)))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("a@example.org", "b@EXAMPLE.org", True),
        ("a@example.org", "a@mail.example.org", True),
        ("a@mail.example.org", "a@example.org.", True),
        ("a@gmail.com", "a@googlemail.com", True),
        ("a@icloud.com", "a@me.com", True),
        ("a@日本語.jp", "a@xn--wgv71a119e.jp", True),
        ("a@example.org", "a@badexample.org", False),
        ("a@example.org", "a@example.com", False),
        ("a@gmail.com", "a@company.co.jp", False),
        (None, "a@example.org", False),
    ],
)
def test_one_provider_is_one_channel(one, other, same):
    assert is_same_house(one, other) is same


def test_the_link_goes_to_that_address_and_the_news_to_the_first():
    aoi = a_member()
    proof = proof_for(aoi)
    (mail,) = letters("accounts.second")
    letter = compose(mail)
    assert letter.to == SECOND
    assert link(proof) in letter.text
    assert aoi.given_name not in letter.text
    assert steps_of(aoi).second_since is None
    confirm_second(proof, by=aoi, at=now())
    db.session.commit()
    assert steps_of(aoi).second_since is not None
    (told,) = letters("accounts.second_changed")
    assert compose(told).to is None
    assert SECOND not in compose(told).text
    assert compose(mail) is None


def test_a_link_is_good_once_for_whoever_asked_and_for_a_day():
    aoi, ren = a_member(), a_member()
    proof = proof_for(aoi)
    with pytest.raises(LinkExpired):
        confirm_second(proof, by=ren, at=now())
    with pytest.raises(LinkExpired):
        confirm_second(proof, by=aoi, at=now() + timedelta(hours=25))
    confirm_second(proof, by=aoi, at=now())
    with pytest.raises(LinkExpired):
        confirm_second(proof, by=aoi, at=now())


def test_a_new_link_makes_the_one_before_worthless_and_forgets_its_address():
    aoi = a_member()
    first = proof_for(aoi)
    proof_for(aoi, "aoi@other.example")
    db.session.refresh(first)
    assert first.intent == {}
    with pytest.raises(LinkExpired):
        confirm_second(first, by=aoi, at=now())


def test_a_few_letters_a_day_and_no_more():
    aoi = a_member()
    for _ in range(ASKED_A_DAY):
        ask_for_second(aoi, SECOND, at=now())
    with pytest.raises(AskedEnough):
        ask_for_second(aoi, SECOND, at=now())
    ask_for_second(aoi, SECOND, at=now() + timedelta(hours=25))


def test_one_mailbox_stands_for_one_person():
    aoi, ren = a_member(), a_member(email="ren@home.example")
    confirmed(aoi)
    for taken in (SECOND, aoi.email):
        with pytest.raises(StandsForSomebody):
            confirm_second(proof_for(ren, taken), by=ren, at=now())
        db.session.rollback()


def test_a_mailbox_by_which_somebody_signs_in_later_says_nothing_of_the_other():
    aoi = a_member()
    confirmed(aoi)
    newcomer = a_member(email=SECOND, email_verified_at=None)
    assert second_since(aoi) is not None
    newcomer.email_verified_at = now()
    db.session.commit()
    assert second_since(aoi) is None


def test_changed_it_is_the_new_one_and_taken_away_there_is_none(count):
    aoi = a_member()
    confirmed(aoi)
    confirmed(aoi, "aoi@other.example")
    assert db.session.query(SecondAddress).one().address == "aoi@other.example"
    open_link = proof_for(aoi, "aoi@third.example")
    drop_second(aoi, at=now())
    drop_second(aoi, at=now())
    db.session.commit()
    assert count(SecondAddress) == 0
    assert len(letters("accounts.second_changed")) == 3
    with pytest.raises(LinkExpired):
        confirm_second(open_link, by=aoi, at=now())


def test_it_goes_with_its_owner(count):
    aoi = a_member()
    confirmed(aoi)
    close_account(aoi, at=now())
    db.session.commit()
    assert count(SecondAddress) == 0


def test_pages_say_since_when_and_never_which(browser):
    aoi, ren = a_member(), a_member()
    connected(aoi, ren)
    path = f"/people/{aoi.public_id}"
    assert "A second address is confirmed" not in browser.sign_in(ren).get(path).text
    confirmed(aoi)
    page = browser.get(path).text
    assert "A second address is confirmed, since" in page
    assert "work.example" not in page
    assert SECOND in browser.sign_in(aoi).get("/account/second").text


def test_one_asks_and_confirms_on_pages(browser):
    aoi = a_member()
    browser.sign_in(aoi)
    page = browser.post("/account/second", data={"email": "aoi2@EXAMPLE.org"}).text
    assert "at another provider or company" in page
    assert "aoi2@example.org" in page
    answer = browser.post("/account/second", data={"email": "ＡＯＩ@work.example"})
    assert answer.status_code == 303
    proof = db.session.query(EmailProof).filter_by(purpose=Purpose.SECOND).one()
    path = link(proof).removeprefix("http://localhost")
    assert SECOND in browser.get(path).text
    assert steps_of(aoi).second_since is None
    assert browser.post(path).location == "/account/second"
    assert steps_of(aoi).second_since is not None
    assert browser.get(path).status_code == 410
    browser.post("/account/second/removal")
    assert steps_of(aoi).second_since is None


def test_to_whoever_asks_every_address_is_alike(browser):
    """Whether somebody here has an address is told to that mailbox alone."""
    aoi, ren = a_member(), a_member(email="ren@home.example")
    confirmed(ren, "ren@work.example")
    browser.sign_in(aoi)
    pages = []
    for address in ("ren@home.example", "ren@work.example", "nobody@home.example"):
        answer = browser.post("/account/second", data={"email": address}, follow_redirects=True)
        pages.append(unsigned(answer.text))
    assert pages[0] == pages[1] == pages[2]
    assert len(letters("accounts.second")) == 4


def test_a_mailbox_that_gives_our_mail_back_is_left_alone():
    """Whoever has it has perhaps never heard of us."""
    assert not desk("accounts.second").manner.is_security
    assert desk("accounts.second_changed").manner.is_security


def test_of_two_at_the_same_moment_one_has_it(own_app):
    members = [a_member(email=f"a@{name}.example") for name in ("one", "two")]
    paths = [link(proof_for(member)).removeprefix("http://localhost") for member in members]
    browsers = [own_app.test_client().sign_in(member) for member in members]
    db.session.commit()
    together = Barrier(2)

    def press(number: int) -> bool:
        together.wait()
        page = browsers[number].post(paths[number], follow_redirects=True).text
        return "stands for somebody else" in page

    with ThreadPoolExecutor(2) as hands:
        assert sorted(hands.map(press, range(2))) == [False, True]
    assert db.session.query(SecondAddress).one().address == SECOND
