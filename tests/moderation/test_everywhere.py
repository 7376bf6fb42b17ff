"""A block counts on every page and in every call that can be read, whatever is added later."""

import pytest

from app.connections.operations import share
from app.kit.clock import now
from app.kit.db import db
from app.moderation.operations import block
from tests.factories import a_group, a_member, a_seat, an_event, connected

# Looking for oneself, for what one has written oneself, or for another's choice.
OWN_MEMORY = {"moderation.blocks", "reports.index"}
FILES = {"static", "assets.show"}


def readable(app, values):
    """Every address that opens with what `values` knows, by endpoint."""
    with app.test_request_context():
        adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            if "GET" not in rule.methods or rule.endpoint in FILES | OWN_MEMORY:
                continue
            if not rule.arguments <= values.keys():
                continue
            given = {name: values[name] for name in rule.arguments}
            yield adapter.build(rule.endpoint, given, force_external=False)


@pytest.mark.parametrize("is_blocker", [True, False])
def test_no_page_names_the_other(app, browser, is_blocker):
    group = a_group()
    soon = an_event(group)
    me, other = a_member("Aoi"), a_member("Zqren", "Zqblocked")
    for person in (me, other):
        a_seat(soon, person)
    tie = connected(me, other)
    share(tie, other, ("email",), at=now())
    db.session.commit()
    values = {"slug": soon.slug, "person_id": other.public_id}
    browser.sign_in(me)
    addresses = sorted(set(readable(app, values)))
    before = "".join(
        browser.get(path).text for path in (f"/events/{soon.slug}/people", "/connections")
    )
    assert "Zqblocked" in before
    block(*((me, other) if is_blocker else (other, me)), at=now())
    db.session.commit()
    found = [
        path
        for path in addresses
        if not path.endswith("/report")  # one can report whom one has met
        and not (is_blocker and path == "/account/copy")  # one's own list of whom one has blocked
        and any(word in browser.get(path).data for word in (b"Zqblocked", other.email.encode()))
    ]
    assert found == []
