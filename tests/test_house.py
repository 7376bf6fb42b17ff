"""The house checks itself. What these say, ARCHITECTURE.md promises."""

import re
import subprocess
import sys
from pathlib import Path
from uuid import UUID

from app.kit.db import Model
from app.policy import POLICY, Can

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "app"

# Every page that strangers may open. A page that is not listed here asks them to sign in.
PUBLIC = {
    "static",
    "pages.trouble",
    "leaving.goodbye",
    "events.home",
    "events.index",
    "events.month",
    "events.show",
    "events.calendar",
    "groups.index",
    "groups.show",
    "hosting.index",
    "events.draw",
    "events.draw_file",
    "events.verifier",
    "registrations.invited",
    "registrations.accept_invitation",
    "registrations.take_invitation",
    "registrations.together",
    "registrations.stay_away",
    "registrations.come_along",
    "registrations.show",
    "registrations.begin",
    "registrations.ticket",
    "registrations.ticket_worker",
    "registrations.confirm",
    "registrations.still",
    "registrations.still_yes",
    "registrations.still_no",
    "api.description",
    "api.list_groups",
    "api.show_group",
    "api.list_events",
    "api.show_event",
    "api.show_draw",
    "docs.index",
    "connpass.events",
    "connpass.groups",
    "registrations.arrive",
    "accounts.sign_in",
    "accounts.ask",
    "accounts.sent",
    "accounts.with_password",
    "accounts.link",
    "accounts.use_link",
    "accounts.sign_out",
    "accounts.change_password",
    "team.invitation",
    "team.accept",
    "claims.show",
    "claims.accept",
    "claims.decline",
    "claims.ask",
    "claims.address",
    "claims.use_address",
    "preferences.locale",
    "pages.privacy",
    "pages.help",
    "assets.show",
    "announcements.off",
    "announcements.turn_off",
    "announcements.turn_on",
    "mails.off",
    # Links of the recap, each good for one reader and one evening or person.
    "recaps.about",
    "recaps.tap",
    "recaps.say",
    "recaps.said",
    "relay.take",
    "mails.turn_off",
    "mails.turn_on",
    "pages.about",
    "pages.healthz",
    "pages.readyz",
    "pages.robots",
    "pages.security",
    "monitoring.show",
    # Doors open to helpers' phones, too; `keeper_of` shows everybody else the way in.
    "attendance.door",
    "attendance.count",
    "attendance.guests",
    "attendance.scan",
    "attendance.scans",
    "attendance.undo",
    "attendance.scan_page",
    "attendance.receive_fee",
    "attendance.leave",
    "attendance.walk_in",
    "attendance.let_in",
    "attendance.send_away",
    "attendance.roster",
    "attendance.receive",
    "attendance.over",
    "helping.worker",
    "helping.show",
    "helping.enter",
    "arriving.poster",
    "arriving.write_down",
    "arriving.thanks",
    "calendars.everything",
    "calendars.group",
    "calendars.mine",
    "calendars.news",
    "calendars.group_news",
    "calendars.sitemap",
    "calendars.picture",
    "calendars.embed",
}
# Where a transaction may end: the two edges, and the sender, which cannot send inside one.
EDGES = {"web/app.py", "kit/queue.py", "notifications/insisting.py"}


def test_strangers_see_only_public_pages(app):
    from app.accounts.access import is_public

    with app.app_context():
        found = {rule.endpoint for rule in app.url_map.iter_rules() if is_public(rule.endpoint)}
    assert found == PUBLIC


def test_strangers_are_shown_the_way_in_everywhere_else(app, browser):
    for rule in app.url_map.iter_rules():
        if rule.endpoint in PUBLIC:
            continue
        path = re.sub(r"<uuid:[^>]+>", str(UUID(int=1)), rule.rule)
        path = re.sub(r"<[^>]+>", "1", path)
        method = "POST" if "POST" in rule.methods else "GET"
        method = "PATCH" if rule.methods == {"PATCH", "OPTIONS"} else method
        method = "DELETE" if rule.methods == {"DELETE", "OPTIONS"} else method
        answer = browser.open(path, method=method)
        if rule.endpoint.startswith("api."):
            assert answer.status_code == 401, rule.endpoint
            continue
        assert answer.status_code == 303, rule.endpoint
        assert answer.location.startswith("/sign-in"), rule.endpoint


def test_every_permission_has_one_rule():
    assert POLICY.keys() == set(Can)


def test_only_the_edges_commit():
    commits = {
        str(path.relative_to(APP)) for path in APP.rglob("*.py") if ".commit()" in path.read_text()
    }
    assert commits == EDGES


def test_every_page_template_is_named_after_its_endpoint(app):
    pages = {
        f"{page.parent.name}.{page.stem}"
        for page in (ROOT / "templates").glob("*/*.html")
        if page.parent.name not in {"layout", "macros", "errors", "demo"}
        and not page.stem.startswith("_")
    }
    assert pages <= app.view_functions.keys()


def test_no_room_is_crowded():
    crowded = {
        str(path.relative_to(APP)): lines
        for path in APP.rglob("*.py")
        if (lines := len(path.read_text().splitlines())) > 300
    }
    assert not crowded


def test_the_engine_loads_no_framework():
    code = (
        "import pkgutil, importlib, sys, app.matching.engine as engine;"
        "[importlib.import_module(m.name) for m in"
        " pkgutil.walk_packages(engine.__path__, engine.__name__ + '.')];"
        "print({'flask', 'sqlalchemy', 'redis', 'jinja2'} & {*sys.modules})"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert run.stdout == "set()\n"


def test_the_database_forgets_a_member_who_leaves():
    keys = [key for table in Model.metadata.tables.values() for key in table.foreign_keys]
    assert all(key.ondelete for key in keys if key.column.table.name == "users")


def test_every_answer_carries_the_safety_headers(browser):
    answer = browser.get("/about")
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_templates_hold_no_inline_script_or_style():
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*ld\+json)|\sstyle=|\son[a-z]+=\"|<style", re.IGNORECASE
    )
    offenders = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if "mail" not in path.parts and path.name != "mail.html" and inline.search(path.read_text())
    ]
    assert not offenders
