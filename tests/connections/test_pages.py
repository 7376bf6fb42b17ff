"""The pages about people one knows, from both ends."""

import re
from datetime import timedelta

import pytest
import vobject

from app.connections.codes import code_of, invitation_token
from app.connections.operations import invite, share
from app.connections.queries import are_connected, between, side_of, visible_connections
from app.kit.clock import now
from app.kit.db import db
from app.profiles.queries import profile_of
from app.registrations.states import ListVisibility
from tests.factories import a_member, a_seat, an_arrival, an_event, blocked, connected


def test_a_code_is_scanned_and_answered_between_two_phones(transaction, browser):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    address = f"/meet/{ren.public_id}/{code_of(ren, now())}"
    browser.sign_in(aoi)
    page = browser.get(address).text
    assert "Shall we connect?" in page
    button = re.search(r'action="(/meet/[^"]+)"', page)[1]
    assert button != address
    browser.post(button, data={"shares": ["email"]})
    browser.sign_in(ren)
    assert "Would like to connect" in browser.get("/connections/code").text
    browser.post(f"/people/{aoi.public_id}/acceptance")
    assert are_connected(aoi, ren)


def test_looking_at_a_code_changes_nothing(transaction, browser, count):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    browser.sign_in(aoi)
    browser.get(f"/meet/{ren.public_id}/{code_of(ren, now())}")
    assert between(aoi, ren) is None


def test_an_old_code_asks_to_scan_again(transaction, browser):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    old = f"/meet/{ren.public_id}/{code_of(ren, now() - timedelta(hours=1))}"
    browser.sign_in(aoi)
    for answer in (browser.get(old), browser.post(old)):
        assert answer.status_code == 404
        assert "no longer shown" in answer.text
    assert between(aoi, ren) is None


def test_a_photo_of_a_code_is_no_use_two_minutes_later(transaction, browser, later):
    aoi, ren, mio = a_member("Aoi"), a_member("Ren"), a_member("Mio")
    address = f"/meet/{ren.public_id}/{code_of(ren, now())}"
    button = re.search(r'action="(/meet/[^"]+)"', browser.sign_in(aoi).get(address).text)[1]
    browser.sign_in(mio)
    assert browser.post(address).status_code == 404  # not even at once, without having looked
    later(minutes=3)
    assert browser.get(address).status_code == 404
    assert browser.post(button).status_code == 404  # another's slip
    browser.sign_in(aoi).post(button)
    assert between(aoi, ren) is not None
    assert between(mio, ren) is None


def test_a_code_of_somebody_who_blocks_is_like_an_old_one_and_like_a_made_up_one(
    transaction, browser
):
    aoi, ren, mei = a_member("Aoi"), a_member("Ren"), a_member("Mei")
    blocked(ren, aoi)
    browser.sign_in(aoi)
    addresses = (
        f"/meet/{ren.public_id}/{code_of(ren, now())}",
        f"/meet/{mei.public_id}/{'x' * 16}",
        f"/meet/nobodyatall2/{'x' * 16}",
    )
    answers = {
        (answer.status_code, answer.text.replace(address, ""))
        for address in addresses
        for answer in (browser.get(address), browser.post(address))
    }
    assert {status for status, _text in answers} == {404}
    assert all("Please scan again" in text for _status, text in answers)
    assert all("Ren" not in text and "Mei" not in text for _status, text in answers)


def test_a_link_is_made_opened_and_used(transaction, browser):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    browser.sign_in(aoi)
    browser.post("/connections/invitations", data={"words": "for Ren"})
    assert "for Ren" in browser.get("/connections/invitations").text
    token = invitation_token(invite(aoi, "", at=now()).nonce)
    db.session.commit()
    browser.sign_in(ren)
    assert "Shall we connect?" in browser.get(f"/connect/{token}").text
    assert not are_connected(aoi, ren)
    browser.post(f"/connect/{token}")
    assert are_connected(aoi, ren)
    assert "This link is over" in browser.get(f"/connect/{token}").text


def test_a_card_for_address_books_holds_what_is_granted_and_no_more(transaction, browser):
    aoi = a_member("葵", "佐藤", reading="さとう あおい")
    ren = a_member("Ren")
    profile = profile_of(aoi)
    profile.phone, profile.line_id = "090-1111-2222", "canary-line"
    tie = connected(aoi, ren)
    share(tie, aoi, ["phone"], at=now())
    db.session.commit()
    browser.sign_in(ren)
    answer = browser.get(f"/people/{aoi.public_id}/card.vcf")
    card = vobject.readOne(answer.text)
    assert answer.mimetype == "text/vcard"
    assert (card.n.value.family, card.n.value.given) == ("佐藤", "葵")
    assert card.x_phonetic_last_name.value == "さとう"
    assert card.tel.value == "090-1111-2222"
    assert "canary-line" not in answer.text
    assert aoi.email not in answer.text


def test_a_hostile_name_stays_within_its_line_of_a_card(transaction, browser):
    aoi, ren = a_member("Aoi\nTEL:666", "Sato;,\\"), a_member("Ren")
    connected(aoi, ren)
    browser.sign_in(ren)
    card = vobject.readOne(browser.get(f"/people/{aoi.public_id}/card.vcf").text)
    assert "tel" not in card.contents


def test_nobody_gets_a_card_of_somebody_they_are_not_connected_with(transaction, browser):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    event = an_event()
    browser.sign_in(ren)
    assert event is not None
    assert browser.get(f"/people/{aoi.public_id}/card.vcf").status_code == 404


def test_what_one_remembers_is_kept_and_too_many_labels_are_said_at_their_field(
    transaction, browser
):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie = connected(aoi, ren)
    browser.sign_in(aoi)
    there = f"/people/{ren.public_id}/note"
    sent = {"idea": "a talk", "how_met": "at the bar", "note": "likes tea", "marks": "go、tea"}
    browser.post(there, data=sent)
    side = side_of(tie, aoi)
    assert (side.idea, side.how_met, side.note) == ("a talk", "at the bar", "likes tea")
    assert side.marks == ["go", "tea"]
    answer = browser.post(there, data=sent | {"marks": ",".join(map(str, range(13)))})
    assert "at most" in answer.text or "keep to 12 labels" in answer.text
    assert "a talk" in answer.text


def test_people_are_found_by_name_reading_and_label(transaction, browser):
    aoi = a_member("Aoi")
    ren, mei = a_member("蓮", "森", reading="もり れん"), a_member("Mei")
    for other in (ren, mei):
        connected(aoi, other)
    side_of(between(aoi, mei), aoi).marks = ["go"]
    db.session.commit()
    browser.sign_in(aoi)
    for query, seen, unseen in (("q=もり", "森", "Mei"), ("mark=go", "Mei", "森")):
        page = browser.get(f"/connections?{query}").text
        assert seen in page
        assert unseen not in page


def test_muting_and_putting_away_are_ones_own(transaction, browser):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie = connected(aoi, ren)
    browser.sign_in(aoi)
    browser.post(f"/people/{ren.public_id}/silence", data={"is_on": "1"})
    browser.post(f"/people/{ren.public_id}/drawer", data={"is_on": "1"})
    assert "Ren" not in browser.get("/connections").text
    assert "Ren" in browser.get("/connections?away=1").text
    other = side_of(tie, ren)
    assert other.muted_at is None
    assert other.archived_at is None
    browser.post(f"/people/{ren.public_id}/drawer")
    assert "Ren" in browser.get("/connections").text


def test_steps_are_facts_and_rest_on_nothing_one_hides(transaction, browser):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    connected(aoi, ren)
    page = f"/people/{ren.public_id}"
    browser.sign_in(aoi)
    assert "Has proven their e-mail address" in browser.get(page).text
    an_arrival(a_seat(an_event(), ren, list_visibility=ListVisibility.ORGANIZERS))
    assert "Has been let in" not in browser.get(page).text
    an_arrival(a_seat(an_event(), ren))
    assert "Has been let in at an event here" in browser.get(page).text


@pytest.mark.parametrize("page", ["touch", "together", "advice", "card.vcf"])
def test_nobody_is_tied_to_themselves(browser, page):
    """However many people one knows: under one's own name there is no such page."""
    me = a_member("Aoi")
    for other in (a_member("Ren"), a_member("Mio")):
        connected(me, other)
    browser.sign_in(me)
    assert browser.get(f"/people/{me.public_id}/{page}").status_code == 404
    assert browser.post(f"/people/{me.public_id}/removal").status_code == 404
    assert len(db.session.scalars(visible_connections(me)).all()) == 2
