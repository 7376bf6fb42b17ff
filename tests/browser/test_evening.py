"""One whole evening, from an attendee list to the letters of the next morning, in a browser."""

import csv
import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import segno
from playwright.sync_api import Page, expect

from app.accounts.operations import new_user
from app.kit import clock
from app.kit.db import db
from tests.browser.looking import look

pytestmark = pytest.mark.browser

TOKYO = ZoneInfo("Asia/Tokyo")
# A Friday evening well away from any change of clocks; everything is set up a week before.
EVENING = datetime(2027, 1, 29, 19, tzinfo=TOKYO)
WEEK_BEFORE = EVENING - timedelta(days=9)
MORNING_AFTER = EVENING + timedelta(hours=15)

HEADER = [
    *(
        "参加枠名",
        "ユーザー名",
        "表示名",
        "利用開始日",
        "コメント",
        "参加ステータス",
        "出欠ステータス",
    ),
    *("出席日時", "氏名", "ふりがな", "メールアドレス", "更新日時", "受付番号"),
]
PEOPLE = {
    "haruka": ("小林 遥", "こばやし はるか", "参加"),
    "jin": ("髙橋 仁", "たかはし じん", "参加"),
    "misaki": ("田中 美咲", "たなか みさき", "参加"),
    "gone": ("木村 碧", "きむら あおい", "参加キャンセル"),
}


def address_of(key: str) -> str:
    return f"{key}@attendees.example"


def attendee_list() -> bytes:
    """A list as connpass gives it: cp932, quoting, a blank line, a withdrawn user."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADER)
    for number, (key, (name, reading, status)) in enumerate(PEOPLE.items(), start=1001):
        writer.writerow(
            [
                *("一般", key, name, "2024/04/01", 'よろしく,"お願い"します', status, "", ""),
                *(name.replace("髙", "高"), reading, address_of(key), "2027/01/10 10:00", number),
            ]
        )
    writer.writerow([])
    writer.writerow(["一般", "(退会ユーザー)", "(退会ユーザー)", "", "", "参加", "", *[""] * 6])
    return text.getvalue().encode("cp932", errors="replace")


def press(page: Page, name: str) -> None:
    """Press the form button that posts to an address holding `name`, and wait for the answer."""
    with page.expect_navigation():
        page.locator(f"form[action*='{name}'] button[type=submit]").first.click()


def send(page: Page) -> None:
    """Press the main form's own button, and wait for the answer."""
    with page.expect_navigation():
        page.locator("main form[method=post] .form-foot button[type=submit]").first.click()


def fill_tags(page: Page, field: str, *words: str) -> None:
    box = page.locator(f"[name={field}]")
    if box.get_attribute("type") == "hidden":
        chooser = page.locator(f"[name={field}] + .tag-box input")
        for word in words:
            chooser.fill(word)
            chooser.press("Enter")
    else:
        box.fill("、".join(words))


class Evening:
    """The people of the story and what they do, each on their own phone."""

    def __init__(self, house, visit, locale):
        self.house, self.visit, self.locale = house, visit, locale
        self.phones = {}

    def look(self, page, name):
        look(page, f"{name}-{self.locale}")

    def sign_in(self, key: str, address: str) -> Page:
        """Through the link in a letter, with one press of a button."""
        page = self.phones[key] = self.visit(self.locale)
        page.goto("/sign-in")
        self.look(page, "sign-in")
        page.locator("form[action*='/sign-in/links'] [name=email]").fill(address)
        press(page, "/sign-in/links")
        page.goto(self.house.link_in(address, "/sign-in/link/"))
        press(page, "/sign-in/link/")
        page.wait_for_url(lambda url: "/link/" not in url)
        return page

    def claim(self, key: str) -> Page:
        """An imported person takes their place over."""
        page = self.phones[key] = self.visit(self.locale)
        page.goto(self.house.link_in(address_of(key), "/claim/"))
        self.look(page, "claim")
        press(page, "/claim/")
        page.wait_for_url(lambda url: "/claim/" not in url)
        return page


@pytest.fixture(params=["ja", "en"])
def evening(request, house, visit):
    house.move_clock(WEEK_BEFORE)
    return Evening(house, visit, request.param)


def test_an_evening_from_the_attendee_list_to_the_next_morning(evening):
    organizer = open_the_house(evening)
    bring_in_the_list(evening, organizer)
    tell_about_themselves(evening)
    a_newcomer_registers(evening)
    find_people_to_meet(evening)
    meet_at_the_door(evening, organizer)
    sit_in_rounds(evening, organizer)
    connect_two_and_two(evening)
    introduce(evening)
    read_the_recap(evening)


def open_the_house(evening) -> Page:
    """The organizer founds a group and publishes tonight's event."""
    with evening.house.app.app_context():
        member = new_user("kaede@organizers.example", "伊藤 楓", at=clock.now())
        member.locale = evening.locale
        db.session.commit()
    page = evening.sign_in("organizer", "kaede@organizers.example")
    page.goto("/groups/new")
    evening.look(page, "group-new")
    page.fill("[name=name]", "丸の内ヨコ糸会")
    page.check("[name=kind][value=cross_industry]")
    page.fill("[name=slug]", "yokoito")
    page.fill("[name=run_by]", "伊藤 楓と有志4名")
    page.fill("[name=commercial_tie]", "ありません")
    send(page)
    page.wait_for_url("**/groups/yokoito")
    evening.look(page, "group")
    plan_the_evening(evening, page)
    return page


def plan_the_evening(evening, page) -> None:
    """Twelve seats at a thousand yen; what the description smuggles in stays text."""
    page.goto("/groups/yokoito/events/new")
    page.fill("[name=title]", "地域の仕事と、データの使い方を話す夜")
    page.fill("[name=starts]", EVENING.strftime("%Y-%m-%dT%H:%M"))
    page.fill("[name=ends]", (EVENING + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M"))
    page.fill("[name=place_name]", "まちの会議室 たまり")
    page.fill("[name=slots-0-name]", "一般")
    page.fill("[name=slots-0-capacity]", "12")
    page.fill("[name=slots-0-door_fee]", "1000")
    page.fill(
        "[name=description]", "名刺より先に、**できること**を話します。<script>alert(1)</script>"
    )
    evening.look(page, "event-new")
    send(page)
    page.wait_for_url("**/events/*")
    press(page, "/publication")
    evening.slug = page.url.split("/events/")[1].split("/")[0]
    page.goto(f"/events/{evening.slug}")
    evening.look(page, "event-organizer")


def bring_in_the_list(evening, page) -> None:
    """Upload, look at the preview, bring in."""
    page.goto(f"/events/{evening.slug}/import")
    evening.look(page, "import-new")
    file = {"name": "event_participants.csv", "mimeType": "text/csv", "buffer": attendee_list()}
    page.set_input_files("input[type=file]", file)
    send(page)
    expect(page.locator("main")).to_contain_text("小林")
    expect(page.locator("main")).to_contain_text("木村")
    evening.look(page, "import-preview")
    with page.expect_navigation():
        page.locator("main form[method=post] button.button:not(.plain):not(.outline)").first.click()
    page.goto(f"/events/{evening.slug}/organize/people")
    for family in ("小林", "田中"):
        expect(page.locator("main")).to_contain_text(family)
    evening.look(page, "organize")


def tell_about_themselves(evening) -> None:
    """Three imported people claim their places and say what they give and need."""
    said = {
        "haruka": {"needs": ["データ分析"], "offers": ["発酵食品"], "interests": ["日本酒"]},
        "jin": {"needs": ["Webデザイン"], "offers": ["資金調達"], "interests": ["登山"]},
        "misaki": {"needs": ["発酵食品"], "offers": ["data analysis"], "interests": ["日本酒"]},
    }
    for key, words in said.items():
        page = evening.claim(key)
        page.goto("/profile")
        for field, tags in words.items():
            fill_tags(page, field, *tags)
        for box in ("is_matched", "is_reachable", "is_connector"):
            page.check(f"[name={box}]")
        page.check("[name=stance][value=ask_first]")
        if key == "misaki":
            page.fill("[name=phone]", "090-0000-4321")
        evening.look(page, "profile")
        send(page)
        page.goto(f"/events/{evening.slug}/registration/choices")
        page.check("[name=list_visibility][value=participants]")
        page.check("[name=purpose][value=partners]")
        evening.look(page, "choices")
        send(page)


def a_newcomer_registers(evening) -> None:
    """Somebody new gives name and address, opens the letter, and has a ticket."""
    page = evening.phones["emeka"] = evening.visit(evening.locale)
    page.goto("/")
    evening.look(page, "home")
    page.goto(f"/events/{evening.slug}")
    evening.look(page, "event-stranger")
    assert page.locator("script", has_text="alert(1)").count() == 0
    page.goto(f"/events/{evening.slug}/registration")
    page.fill("[name=family_name]", "Okonkwo")
    page.fill("[name=given_name]", "Emeka")
    page.fill("[name=email]", address_of("emeka"))
    page.check("[name=purpose][value=horizons]")
    evening.look(page, "apply")
    press(page, "/registration/newcomer")
    page.goto(evening.house.link_in(address_of("emeka"), "/confirm/"))
    evening.look(page, "confirm")
    press(page, "/confirm/")
    page.goto(evening.house.link_in(address_of("emeka"), "/t/"))
    expect(page.locator("svg.qr").first).to_be_visible()
    evening.look(page, "ticket")
    evening.ticket = page.url
    page.goto("/me")
    evening.look(page, "mine")
    letters = evening.house.letters_to(address_of("emeka"))
    assert any(
        part.get_content_type() == "text/calendar" for letter in letters for part in letter.walk()
    )


def find_people_to_meet(evening) -> None:
    """Haruka needs what Misaki offers, in another script, and the reason says so."""
    page = evening.phones["haruka"]
    page.goto(f"/events/{evening.slug}/people")
    expect(page.locator(".match").first).to_contain_text("田中")
    words = {"ja": "データ分析", "en": "Data analysis"}[evening.locale]
    expect(page.locator(".match").first).to_contain_text(words, ignore_case=True)
    evening.look(page, "people")


def meet_at_the_door(evening, organizer) -> None:
    """The doors open: a ticket by its picture, the others by name, one of them twice."""
    evening.house.move_clock(EVENING - timedelta(minutes=20))
    organizer.goto(f"/events/{evening.slug}/door")
    evening.look(organizer, "door")
    picture = io.BytesIO()
    segno.make(evening.ticket).save(picture, kind="png", scale=8)
    photo = {"name": "ticket.png", "mimeType": "image/png", "buffer": picture.getvalue()}
    organizer.set_input_files("#photo", photo)
    expect(organizer.locator("[data-code]")).to_contain_text("Okonkwo")
    organizer.reload()
    for family in ("小林", "高橋", "田中"):
        organizer.locator(".guest", has_text=family).locator("button").click()
        expect(organizer.locator(".guest.arrived", has_text=family)).to_be_visible()
    evening.look(organizer, "door-arrived")


def sit_in_rounds(evening, organizer) -> None:
    """Two rounds of pairs over those who are here; each phone shows its table."""
    organizer.goto(f"/events/{evening.slug}/rounds")
    organizer.fill("[name=rounds]", "2")
    organizer.fill("[name=size]", "2")
    send(organizer)
    expect(organizer.locator(".seating")).to_have_count(2)
    press(organizer, "/rounds/1/beginning")
    evening.look(organizer, "rounds")
    organizer.goto(f"/events/{evening.slug}/rounds/board")
    evening.look(organizer, "board")
    page = evening.phones["haruka"]
    page.goto(f"/events/{evening.slug}/tables")
    expect(page.locator(".my-table.first h2")).to_contain_text("1")


def connect_two_and_two(evening) -> None:
    """Jin connects with Haruka and with Misaki: from now on he knows them both."""
    jin = evening.phones["jin"]
    for key, family in (("haruka", "小林"), ("misaki", "田中")):
        jin.goto(person_page(evening, key))
        press(jin, "/connection")
        page = evening.phones[key]
        page.goto("/connections")
        press(page, "/acceptance")
        jin.goto("/connections")
        expect(jin.locator("main")).to_contain_text(family)
    evening.look(jin, "connections")


def introduce(evening) -> None:
    """Haruka asks to meet Misaki through Jin; contacts move with the third yes, not before."""
    ask_to_be_introduced(evening, evening.phones["haruka"])
    pass_it_on(evening, evening.phones["jin"])
    say_yes(evening, evening.phones["misaki"])
    letter = evening.house.letters_to(address_of("haruka"))[-1]
    assert "090-0000-4321" in letter.get_body(("plain",)).get_content()
    letter = evening.house.letters_to(address_of("misaki"))[-1]
    assert address_of("haruka") in letter.get_body(("plain",)).get_content()


def ask_to_be_introduced(evening, page) -> None:
    page.goto(person_page(evening, "misaki"))
    evening.look(page, "person")
    with page.expect_navigation():
        page.locator("a[href*='/introductions/new/']").click()
    page.fill("[name=purpose]", "売上データの見方について、ぜひ一度お話をうかがいたいです。")
    page.locator("[name=topic]").first.check()
    page.fill("[name=why]", "お店の数字を一緒に見てくださる方だとうかがいました。")
    page.fill("[name=offer]", "蔵の見学にご案内します。")
    page.check("[name=selling][value=no]")
    page.check("[name=shares][value=email]")
    evening.look(page, "introduction-ask")
    send(page)
    expect(page.locator(".chip").first).to_be_visible()
    evening.look(page, "introduction-asker")
    evening.house.tick()


def pass_it_on(evening, page) -> None:
    page.goto(evening.house.link_in(address_of("jin"), "/introductions/"))
    evening.look(page, "introduction-connector")
    page.fill("[name=note]", "小林さんとは三年ほど一緒に仕事をしました。誠実な方です。")
    page.check("[name=scope][value=worked_together]")
    with page.expect_navigation():
        page.locator("form[action*='/forwarding'] .form-foot button[type=submit]").first.click()
    evening.house.tick()


def say_yes(evening, page) -> None:
    page.goto(evening.house.link_in(address_of("misaki"), "/introductions/"))
    assert address_of("haruka") not in page.content()
    evening.look(page, "introduction-target")
    page.check("[name=shares][value=phone]")
    press(page, "/consent")
    evening.house.tick()
    evening.look(page, "introductions")


def read_the_recap(evening) -> None:
    """The next morning one letter: whom one met, whom one missed."""
    before = len(evening.house.letters_to(address_of("haruka")))
    evening.house.move_clock(EVENING + timedelta(hours=5))
    evening.house.tick()
    assert len(evening.house.letters_to(address_of("haruka"))) == before
    evening.house.move_clock(MORNING_AFTER)
    evening.house.tick()
    (recap,) = evening.house.letters_to(address_of("haruka"))[before:]
    words = recap.get_body(("plain",)).get_content()
    assert "地域の仕事と、データの使い方を話す夜" in recap["Subject"] + words
    assert "橋" in words
    assert recap.get_body(("html",)) is not None
    evening.house.tick()
    assert len(evening.house.letters_to(address_of("haruka"))) == before + 1


def person_page(evening, key: str) -> str:
    from app.accounts.queries import member_at

    with evening.house.app.app_context():
        return f"/people/{member_at(address_of(key)).public_id}"
