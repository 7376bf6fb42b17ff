"""No address given in a request leads away from the house, and no link can be used twice over."""

from urllib.parse import quote, urlsplit

import pytest

from app.accounts.models import EmailProof, Purpose
from app.accounts.operations import (
    LinkExpired,
    ask_to_sign_in,
    begin_claim,
    prove_for_claim,
    send_claim,
    set_password,
    use_proof,
)
from app.accounts.proofs import link
from app.kit.clock import now
from app.kit.db import db
from tests.factories import a_member, a_stranger
from tests.safety.conftest import Visit

EVIL = (
    *("//evil.example", "///evil.example", "////evil.example", "/\\evil.example"),
    *("\\\\evil.example", "\\/evil.example", "/\\/evil.example", "http:evil.example"),
    *("http:/evil.example", "http://evil.example", "HTTPS://evil.example", "https:evil.example"),
    *("//evil.example@localhost", "http://localhost@evil.example", "http://localhost.evil.example"),
    *("javascript:alert(1)", "data:text/html,x", "/\t/evil.example", "/\n/evil.example"),
    *("/\r/evil.example", "\t//evil.example", " //evil.example", "/ /evil.example", "/./\\evil"),
    *("/me\r\nSet-Cookie: a=b", "/%0d%0aSet-Cookie:a=b", "evil.example", "/\x00/evil.example"),
    *("/\x0b/evil.example", "//evil%E3%80%82example", "/／evil.example", "／／evil.example"),
)
PASSWORD = "Correct horse 42"


def assert_at_home(answer) -> None:
    place = answer.location or "/"
    parts = urlsplit(place)
    assert parts.scheme == ""
    assert parts.netloc == ""
    assert place.startswith("/")
    assert not place.startswith(("//", "/\\"))
    assert not any(sign in place for sign in "\\\t\r\n\x00")
    assert "Set-Cookie: a" not in str(answer.headers)
    assert "a=b" not in answer.headers.get("Set-Cookie", "")


def test_no_next_leads_away(transaction, app):
    member = a_member()
    set_password(member, PASSWORD, keep=None, at=now())
    db.session.commit()
    signed_in = app.test_client().sign_in(member)
    for wanted in EVIL:
        given = {"locale": "en", "next": wanted}
        assert_at_home(app.test_client().post("/preferences/locale", data=given))
        form = {"email": member.email, "password": PASSWORD, "next": wanted}
        answer = app.test_client().post("/sign-in/password", data=form)
        assert answer.status_code == 303
        assert_at_home(answer)
        assert_at_home(signed_in.get("/sign-in", query_string={"next": wanted}))
        assert_at_home(signed_in.get(f"/sign-in?next={quote(wanted)}"))
        assert_at_home(signed_in.post("/welcome/3", query_string={"next": wanted}))


def test_no_link_in_a_letter_leads_away(transaction, app):
    member = a_member()
    # What a form sends has lost its control characters before it gets into a letter.
    for wanted in (each for each in EVIL if "\x00" not in each):
        ask_to_sign_in(member.email, at=now(), then=wanted)
        db.session.commit()
        proof = db.session.query(EmailProof).order_by(EmailProof.id.desc()).first()
        answer = app.test_client().post(urlsplit(link(proof)).path)
        assert answer.status_code == 303
        assert_at_home(answer)


def test_no_referrer_leads_away(transaction, app):
    """A page of ours called //evil.example would be left for evil.example itself."""
    one = a_member("Aoi")
    browser = app.test_client().sign_in(one)
    for wanted in ("//evil.example/x", "/\\evil.example", "//evil.example?a=b", "/%5cevil"):
        came_from = {"Referer": f"http://localhost{wanted}"}
        answer = browser.post(f"/people/{one.public_id}/block", headers=came_from)
        assert answer.status_code == 303
        assert_at_home(answer)


def test_reading_a_link_uses_nothing_up(visit: Visit, unchanged):
    """Mail programs open every link, several times, before anybody reads the letter."""
    paths = {
        Purpose.SIGN_IN: "/sign-in/link/",
        Purpose.REGISTER: "/confirm/",
        Purpose.CLAIM: "/claim/",
        Purpose.ADDRESS: "/address/",
    }
    for purpose, path in paths.items():
        for method in ("GET", "HEAD", "GET", "OPTIONS"):
            answer = visit.as_("").open(f"{path}{visit.town.tokens[purpose]}", method=method)
            assert answer.status_code == 200, path
        assert visit.get("fellow", f"{path}{visit.town.tokens[purpose]}").status_code == 200


def test_a_place_once_taken_cannot_be_taken_by_an_earlier_link(transaction):
    """Whoever held the slip of paper first must not get the account of whoever took the place."""
    place = a_stranger(email=None)
    claim = begin_claim(place, {"event": "Weft night"}, at=now())
    early = prove_for_claim(claim, "rei@example.org", at=now())
    rightful = prove_for_claim(claim, "aoi@example.org", at=now())
    assert use_proof(rightful, at=now()) is place
    db.session.commit()
    with pytest.raises(LinkExpired):
        use_proof(early, at=now())
    assert place.email == "aoi@example.org"


def test_a_claim_left_in_a_mailbox_does_not_move_an_account(transaction, app):
    place = a_stranger(email="old@example.org")
    claim = send_claim(place, {"event": "Weft night"}, at=now())
    place.email_verified_at = now()
    db.session.commit()
    early = prove_for_claim(claim, "rei@example.org", at=now())
    with pytest.raises(LinkExpired):
        use_proof(early, at=now())
    assert place.email == "old@example.org"


@pytest.mark.parametrize("purpose", [Purpose.SIGN_IN, Purpose.CLAIM])
def test_a_link_works_once(transaction, app, purpose):
    member = a_member()
    if purpose == Purpose.SIGN_IN:
        ask_to_sign_in(member.email, at=now())
    else:
        send_claim(member, {"event": "Weft night"}, at=now())
    db.session.commit()
    path = urlsplit(link(db.session.query(EmailProof).one())).path
    assert app.test_client().post(path).status_code == 303
    assert app.test_client().post(path).status_code == 410
    assert app.test_client().get(path).status_code == 410
