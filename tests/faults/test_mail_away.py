"""The mail server is away for an hour: nothing is lost, nothing comes twice, nobody notices."""

from collections import Counter
from datetime import timedelta

import sqlalchemy as sa

from app.kit import clock
from app.kit.db import db
from app.notifications.jobs import drain, sweep
from app.notifications.models import Mail
from app.notifications.rules import State
from app.servers.postbox import Postbox
from tests.factories import a_member, an_event
from tests.faults.asking import wish

PEOPLE = 8
BACK_TO_NORMAL = timedelta(minutes=5)


def test_an_hour_without_a_mail_server_loses_nothing(own_app, later):
    slug = an_event(capacity=PEOPLE // 2).slug
    members = [a_member() for _ in range(PEOPLE)]
    addresses = [member.email for member in members]
    with Postbox() as postbox:
        own_app.config["MAIL_URL"] = postbox.url
        postbox.stop()
        for minute in range(60):
            later(minutes=minute)
            if minute < PEOPLE:
                browser = own_app.test_client().sign_in(members[minute])
                answer = browser.post(f"/events/{slug}/registration", data=wish())
                assert answer.status_code == 303
            _minute(own_app)
        assert postbox.messages == []
        assert _states() == {State.QUEUED: PEOPLE}

        postbox.start()
        gone_by = timedelta()
        while len(postbox.messages) < PEOPLE and gone_by < BACK_TO_NORMAL:
            gone_by += timedelta(minutes=1)
            later(seconds=(timedelta(hours=1) + gone_by).total_seconds())
            _minute(own_app)
        reached = [letter["To"].addresses[0].addr_spec for letter in postbox.messages]
        assert Counter(reached) == Counter(addresses)
        assert _states() == {State.SENT: PEOPLE}


def _minute(app) -> None:
    """What scheduler and worker do in a minute."""
    with app.app_context():
        sweep(clock.now())
        db.session.commit()
    if app.extensions["queue"].rung:
        app.extensions["queue"].rung.clear()
        with app.app_context():
            drain()


def _states() -> dict[State, int]:
    db.session.rollback()
    return dict(
        db.session.execute(sa.select(Mail.state, sa.func.count()).group_by(Mail.state)).all()
    )
