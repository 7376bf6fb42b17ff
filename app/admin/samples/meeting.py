"""Examples of letters between people who have met, or would like to."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from app.admin.samples.world import World, made
from app.connections.models import Connection
from app.connections.rules import Origin
from app.connections.rules import State as Tie
from app.introductions.models import Consent, Introduction, Wanted
from app.introductions.rules import Mode, Party, Scope, State, Topic
from app.notifications.models import Mail

PURPOSE = {
    "ja": "商店街の空き店舗を借りた経験のある方に、契約で気をつけることを伺いたいです。",
    "en": "I would like to ask somebody who has rented an empty shop what to look out for.",
}
WHY = {
    "ja": "ご自身でお店を始められたと伺い、ぜひお話を聞きたいと思いました。",
    "en": "You have opened a shop of your own, and would know what nobody writes down.",
}
OFFER = {"ja": "帳簿の付け方をお教えできます。", "en": "I can teach bookkeeping."}
NOTE = {
    "ja": "前の職場で一緒でした。話しやすい方です。",
    "en": "We worked together. Easy to talk to.",
}
GREETING = {
    "ja": "発酵食の席でご一緒しました。麹のお話の続きを伺えたらうれしいです。",
    "en": "We sat together and talked of koji. I would love to hear the rest of the story.",
}


def _asked_to_connect(world: World) -> Mail:
    low, high = sorted((world.reader, world.people[2]), key=lambda person: person.id)
    row = Connection(
        low_id=low.id,
        high_id=high.id,
        state=Tie.REQUESTED,
        origin=Origin.MET,
        asked_by_id=world.people[2].id,
        event_id=world.last_evening.id,
        asked_at=world.at,
        greeting=GREETING[world.locale],
    )
    return world.mail("connection.asked", made(row).id)


def _found_each_other(world: World) -> Mail:
    low, high = sorted((world.reader, world.people[1]), key=lambda person: person.id)
    row = Connection(
        low_id=low.id,
        high_id=high.id,
        state=Tie.ACTIVE,
        origin=Origin.MUTUAL,
        event_id=world.last_evening.id,
        asked_at=world.at,
        connected_at=world.at,
    )
    return world.mail("matching.found", made(row).id)


def request_of(
    world: World, state: State, parties: tuple[int, int, int], **given: Any
) -> Introduction:
    """A request of one of the people, through another, for a third."""
    asker, connector, target = (world.people[number] for number in parties)
    usual: dict[str, Any] = {
        "mode": Mode.PERSON,
        "topic": Topic.ADVICE,
        "wanted": Wanted.of(target),
        "purpose": PURPOSE[world.locale],
        "why": WHY[world.locale],
        "offer": OFFER[world.locale],
        "note": NOTE[world.locale],
        "scope": Scope.WORKED_TOGETHER,
        "asked_at": world.at,
        "closes_at": world.at + timedelta(days=14),
        "step_due_at": world.at + timedelta(days=7),
    }
    row = Introduction(
        asker_id=asker.id,
        connector_id=connector.id,
        target_id=target.id,
        state=state,
        **(usual | given),
    )
    made(row)
    for party, person in ((Party.ASKER, asker), (Party.CONNECTOR, connector)):
        made(
            Consent(
                introduction_id=row.id,
                party=party,
                member_id=person.id,
                words_hash="sample",
                given_at=world.at,
            )
        )
    return row


def _letter(name: str, state: State, parties: tuple[int, int, int], world: World) -> Mail:
    return world.mail(f"introduction.{name}", request_of(world, state, parties).id)


ASKING, CONNECTING, ASKED = (0, 1, 2), (2, 0, 3), (2, 1, 0)

SAMPLES: dict[str, Callable[[World], Mail]] = {
    "connection.asked": _asked_to_connect,
    "matching.found": _found_each_other,
    "introduction.received": partial(_letter, "received", State.WITH_CONNECTOR, ASKING),
    "introduction.ended": partial(_letter, "ended", State.CLOSED, ASKING),
    "introduction.asked_connector": partial(
        _letter, "asked_connector", State.WITH_CONNECTOR, CONNECTING
    ),
    "introduction.asked_target": partial(_letter, "asked_target", State.WITH_TARGET, ASKED),
    "introduction.introduced": partial(_letter, "introduced", State.INTRODUCED, ASKING),
    "introduction.thanks": partial(_letter, "thanks", State.INTRODUCED, CONNECTING),
}
