"""An organizer on a phone: a draft, its slots, the public page, a change, a series, the end."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from app.accounts.operations import new_user
from app.groups.operations import Charter, found
from app.groups.rules import Kind
from app.kit import clock
from app.kit.db import db
from tests.browser.looking import look

pytestmark = pytest.mark.browser

TOKYO = ZoneInfo("Asia/Tokyo")
EVENING = datetime(2027, 1, 14, 19, tzinfo=TOKYO)
LOCAL = "%Y-%m-%dT%H:%M"


@pytest.fixture(params=["ja", "en"])
def locale(request):
    return request.param


@pytest.fixture
def phone(house, visit, locale):
    """The organizer's phone, signed in."""
    house.move_clock(EVENING - timedelta(days=40))
    with house.app.app_context():
        member = new_user("kaede@organizers.example", "伊藤 楓", at=clock.now())
        member.locale = locale
        charter = Charter(name="朝の読書会", kind=Kind.STUDY_GROUP, slug="asa", run_by="伊藤 楓")
        found(charter, member, at=clock.now())
        db.session.commit()
    page = visit(locale)
    page.goto("/sign-in")
    page.locator("form[action*='/sign-in/links'] [name=email]").fill("kaede@organizers.example")
    press(page, page.locator("form[action*='/sign-in/links'] button[type=submit]"))
    page.goto(house.link_in("kaede@organizers.example", "/sign-in/link/"))
    press(page, page.locator("form[action*='/sign-in/link/'] button[type=submit]"))
    page.wait_for_url(lambda url: "/link/" not in url)
    return page


def press(page, button):
    with page.expect_navigation():
        button.first.click()


def save(page):
    press(page, page.locator(".editor .form-foot button[type=submit]"))


def test_an_evening_is_planned_published_and_changed(phone, locale):
    draft_it(phone, locale)
    publish_it(phone, locale)
    change_it(phone, locale)
    let_it_come_again(phone, locale)
    call_it_off(phone, locale)


def draft_it(page, locale):
    page.goto("/groups/asa/events/new")
    look(page, f"editor-new-{locale}")
    page.fill("[name=title]", "第11回 朝の読書会")
    page.fill("[name=starts]", EVENING.strftime(LOCAL))
    page.fill("[name=ends]", (EVENING - timedelta(hours=1)).strftime(LOCAL))
    page.fill("[name=place_name]", "まちの会議室 たまり")
    page.fill("[name=slots-0-name]", "一般")
    page.fill("[name=slots-0-capacity]", "３０")
    add_a_draw(page)
    save(page)
    expect(page.locator("#ends-errors li")).to_have_count(1)
    expect(page.locator("#slots-1-lottery_at-errors li")).to_have_count(1)
    expect(page.locator("[name=slots-0-capacity]")).to_have_value("３０")
    look(page, f"editor-wrong-{locale}")
    page.fill("[name=ends]", (EVENING + timedelta(hours=2)).strftime(LOCAL))
    page.fill("[name=slots-1-lottery_at]", (EVENING - timedelta(days=3)).strftime(LOCAL))
    page.locator("[name=title]").press("Enter")
    page.wait_for_url("**/events/*")


def add_a_draw(page):
    """A second way to come, then a third that goes again, all with the keyboard."""
    more = page.locator("button[value=more]")
    with page.expect_navigation():
        more.focus()
        page.keyboard.press("Enter")
    expect(page.locator("[name=slots-1-name]")).to_be_focused()
    page.keyboard.type("学生")
    expect(page.locator("[name=slots-1-lottery_at]")).to_be_hidden()
    page.select_option("[name=slots-1-mode]", "lottery")
    expect(page.locator("[name=slots-1-lottery_at]")).to_be_visible()
    page.fill("[name=slots-1-capacity]", "5")
    press(page, more)
    press(page, page.locator("button[value='drop:2']"))
    expect(page.locator("[name=slots-2-name]")).to_have_count(0)
    expect(page.locator("[name=slots-1-name]")).to_have_value("学生")


def publish_it(page, locale):
    press(page, page.locator("form[action$='/publication'] button"))
    page.wait_for_url("**/events/*")
    page.goto(page.url)
    expect(page.locator("main")).to_contain_text("学生")
    look(page, f"event-published-{locale}")


def change_it(page, locale):
    address = page.url.split("?")[0]
    page.goto(f"{address}/edit")
    look(page, f"editor-edit-{locale}")
    page.fill("[name=place_name]", "上野の会議室")
    page.fill("[name=description]", "静かに **読んで**、話します。")
    press(page, page.locator("button[value=preview]"))
    expect(page.locator("#preview strong")).to_have_text("読んで")
    expect(page.locator("[name=place_name]")).to_have_value("上野の会議室")
    save(page)
    expect(page.locator("main")).to_contain_text("上野の会議室")
    page.goto(f"{address}/answers")
    look(page, f"answers-{locale}")
    page.goto(address)


def let_it_come_again(page, locale):
    address = page.url.split("?")[0]
    page.goto(f"{address}/series")
    look(page, f"series-rules-{locale}")
    press(page, page.locator("a[href*='BYDAY%3D2TH']"))
    look(page, f"series-days-{locale}")
    page.uncheck("[name=days][value='2027-02-11']")
    press(page, page.locator("form[action*='/series'] .form-foot button[type=submit]"))
    expect(page.locator("main")).to_contain_text("第12回 朝の読書会")
    look(page, f"series-{locale}")
    page.goto(address)


def call_it_off(page, locale):
    address = page.url.split("?")[0]
    page.goto(f"{address}/cancellation")
    page.fill("[name=message]", "会場が使えなくなりました。")
    press(page, page.locator("main form .form-foot button"))
    expect(page.locator("main")).to_contain_text("会場が使えなくなりました。")
    page.goto(f"{address}/edit")
    page.fill("[name=notice]", "次回は予定どおり開きます。")
    look(page, f"editor-called-off-{locale}")
    save(page)
    expect(page.locator("main")).to_contain_text("次回は予定どおり開きます。")
