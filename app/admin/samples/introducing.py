"""Examples of the letters around an introduction: on the way, what came of it, and the board."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from app.accounts.models import User
from app.admin.samples.meeting import ASKED, CONNECTING, request_of
from app.admin.samples.world import World, made
from app.connections.models import Connection
from app.connections.rules import Origin
from app.connections.rules import State as Tie
from app.introductions.models import (
    Aftermath,
    Approach,
    Incident,
    Introduction,
    Posting,
    Response,
    Terms,
    Thanks,
)
from app.introductions.queries.terms import usual_terms
from app.introductions.rules import (
    EndReason,
    Mode,
    Outcome,
    Party,
    Place,
    Rule,
    Side,
    State,
    Topic,
    Trouble,
)
from app.notifications.models import Mail

TITLE = {
    "ja": "展示会の受付を一緒に考えてくださる方",
    "en": "Somebody to think through our fair with",
}
SOUGHT = {
    "ja": "来春の小さな展示会で、受付の流れを一緒に考えてくださる方を探しています。",
    "en": "For a small fair next spring we are looking for somebody who knows how to run a door.",
}
ANSWER = {
    "ja": "昨年、二百人ほどの催しで受付を担当しました。お役に立てそうです。",
    "en": "Last year I ran the door for two hundred people. I think I can help.",
}
THANKS = {
    "ja": "先日はご紹介をありがとうございました。おかげさまで、とてもよい時間になりました。",
    "en": "Thank you for introducing us. It was a very good hour.",
}
TOLD = {"ja": "投資の話を何度もされました。", "en": "They kept talking about investments."}


def tied(world: World, one: User, other: User) -> Connection:
    """Two who know each other."""
    low, high = sorted((one, other), key=lambda person: person.id)
    return made(
        Connection(
            low_id=low.id,
            high_id=high.id,
            state=Tie.ACTIVE,
            origin=Origin.INTRODUCTION,
            asked_at=world.at,
            connected_at=world.at,
        )
    )


def _put_to(world: World, row: Introduction, person: User, party: Party) -> None:
    made(
        Approach(
            introduction_id=row.id,
            member_id=person.id,
            party=party,
            asked_at=world.at,
            told_at=world.at,
            due_at=world.at + timedelta(days=7),
        )
    )


def _digest(world: World) -> Mail:
    request_of(world, State.WITH_CONNECTOR, CONNECTING)
    request_of(world, State.WITH_CONNECTOR, (1, 0, 3))
    return world.mail("introduction.digest")


def _proposed(world: World) -> Mail:
    row = request_of(world, State.WITH_BOTH, ASKED, mode=Mode.CONNECTOR)
    for number in (0, 2):
        _put_to(world, row, world.people[number], Party.TARGET)
    return world.mail("introduction.proposed", row.id)


def _turned_away(world: World) -> Mail:
    row = request_of(
        world,
        State.CLOSED,
        (0, 1, 2),
        broken_rule=Rule.HIDDEN_SELLING,
        end_reason=EndReason.SCREENED_OUT,
    )
    return world.mail("introduction.turned_away", row.id)


def _outcome(world: World) -> Mail:
    row = request_of(world, State.INTRODUCED, (0, 1, 2))
    tied(world, world.reader, world.people[2])
    return world.mail("introduction.outcome", row.id)


def _fruitful(world: World) -> Mail:
    row = request_of(world, State.INTRODUCED, CONNECTING)
    for person in (world.people[2], world.people[3]):
        told = Aftermath(
            introduction_id=row.id, member_id=person.id, outcome=Outcome.MET, at=world.at
        )
        made(told)
    return world.mail("introduction.fruitful", row.id)


def _thanked(world: World) -> Mail:
    sender = world.people[1]
    tied(world, world.reader, sender)
    note = Thanks(from_id=sender.id, to_id=world.reader.id, words=THANKS[world.locale], at=world.at)
    return world.mail("introduction.thanked", made(note).id)


def _paused(world: World) -> Mail:
    terms: Terms = usual_terms(world.reader.id)
    terms.paused_at, terms.is_paused_by_house = world.at, True
    made(terms)
    return world.mail("introduction.paused")


def _to_screen(world: World) -> Mail:
    world.reader.is_staff = True
    _incident(world)
    return world.mail("introduction.to_screen")


def _taken_care_of(world: World) -> Mail:
    incident = _incident(world)
    incident.handled_at = world.at
    return world.mail("introduction.taken_care_of", incident.id)


def _incident(world: World) -> Incident:
    row = request_of(world, State.INTRODUCED, CONNECTING)
    return made(
        Incident(
            introduction_id=row.id,
            by_id=world.people[3].id,
            about_id=world.people[2].id,
            kind=Trouble.MONEY,
            words=TOLD[world.locale],
            at=world.at,
        )
    )


def _on_the_board(world: World, kind: str, author: int, member: int) -> Mail:
    one, other = world.people[author], world.people[member]
    posting = Posting(
        group_id=world.group.id,
        author_id=one.id,
        side=Side.NEED,
        topic=Topic.ADVICE,
        place=Place.EITHER,
        title=TITLE[world.locale],
        words=SOUGHT[world.locale],
        posted_at=world.at,
        until=world.at + timedelta(days=60),
    )
    is_accepted = kind == "board.accepted"
    response = Response(
        posting_id=made(posting).id,
        member_id=other.id,
        words=ANSWER[world.locale],
        at=world.at,
        accepted_at=world.at if is_accepted else None,
    )
    if is_accepted:
        tied(world, one, other)
    return world.mail(kind, made(response).id)


SAMPLES: dict[str, Callable[[World], Mail]] = {
    "introduction.digest": _digest,
    "introduction.proposed": _proposed,
    "introduction.turned_away": _turned_away,
    "introduction.outcome": _outcome,
    "introduction.fruitful": _fruitful,
    "introduction.thanked": _thanked,
    "introduction.paused": _paused,
    "introduction.to_screen": _to_screen,
    "introduction.taken_care_of": _taken_care_of,
    "board.answered": partial(_on_the_board, kind="board.answered", author=0, member=1),
    "board.accepted": partial(_on_the_board, kind="board.accepted", author=1, member=0),
}
