"""Two presses in one moment are one; whoever comes back may press anew."""

import re

import pytest
from playwright.sync_api import expect

from app.introductions.models import Posting
from app.kit.db import db
from tests.factories import a_group, a_member, owner_of

pytestmark = pytest.mark.browser


def test_what_is_on_its_way_is_not_sent_a_second_time(house, page_of):
    with house.app.app_context():
        group = a_group(a_member("Aoi"))
        db.session.commit()
        page, address = page_of(house, owner_of(group)), f"/groups/{group.slug}/board/new"
        for number in (1, 2):
            page.goto(address)
            page.locator("[name=side]").first.check()
            page.locator("[name=topic]").first.check()
            page.locator("[name=title]").fill("A tour of our brewery")
            page.locator("[name=words]").fill("Any Saturday in spring, for four people.")
            page.locator("main form button[type=submit]").last.dblclick()
            expect(page).to_have_url(re.compile(r"/board/(?!new)\w+$"))
            db.session.rollback()
            assert db.session.query(Posting).count() == number
