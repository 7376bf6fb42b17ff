"""The recap as a page."""

from tests.factories import a_member, owner_of
from tests.recaps.evenings import a_good_match, a_guest, an_evening, closed, seated


def test_the_page_says_what_the_letter_says(browser):
    event = an_evening()
    aoi, ren, mio = (a_guest(event, name) for name in ("Aoi", "Ren", "Mio"))
    seated(event, [aoi, ren], [mio])
    a_good_match(aoi, mio)
    closed()
    page = browser.sign_in(aoi).get(f"/events/{event.slug}/recap").text
    assert "Ren Sato" in page
    assert "They can help with Translation" in page


def test_there_is_no_recap_before_the_evening_is_closed(browser):
    event = an_evening()
    aoi = a_guest(event, "Aoi")
    assert browser.sign_in(aoi).get(f"/events/{event.slug}/recap").status_code == 404


def test_who_had_no_part_in_it_finds_none(browser):
    event = an_evening()
    a_guest(event, "Aoi")
    closed()
    browser.sign_in(a_member("Mio"))
    assert browser.get(f"/events/{event.slug}/recap").status_code == 404
    assert browser.post(f"/events/{event.slug}/recap/arrival").status_code == 303


def test_an_organizer_sees_the_evening_in_numbers(browser):
    event = an_evening()
    a_guest(event, "Aoi")
    closed()
    page = browser.sign_in(owner_of(event.group)).get(f"/events/{event.slug}/recap").text
    assert "In numbers" in page
    assert "fewer than 5" in page


def test_somebody_missing_says_with_one_button_that_they_came(browser):
    event = an_evening()
    a_guest(event, "Aoi")
    missing = a_guest(event, "Ren", came=False)
    closed()
    path = f"/events/{event.slug}/recap"
    browser.sign_in(missing)
    assert "I was there" in browser.get(path).text
    browser.post(f"{path}/arrival")
    assert "will put it right" in browser.get(path).text
