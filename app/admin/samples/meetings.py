"""The people of an example's evening: whom somebody met, missed, and might bring together."""

from datetime import timedelta

from app.accounts.models import User
from app.admin.samples.introducing import tied
from app.admin.samples.world import World, made
from app.connections.models import Side
from app.events.models import Event
from app.introductions.models import Prompt
from app.kit.db import db
from app.matching.models import Round, Seat
from app.matching.rules.seating import RoundState
from app.notifications.models import PromotionConsent
from app.profiles.models import Profile, ProfileTag, Tag
from app.profiles.traits import Facet

NOTE = {"ja": "空き店舗の内見に誘う", "en": "Ask them along to look at the empty shop"}
LINES = {
    "ja": (
        "データ分析の仕事をしています",
        "商店街で器の店を営んでいます",
        "百貨店で食品を担当しています",
    ),
    "en": ("Works with data", "Runs a pottery shop", "Buys food for a department store"),
}
# What the reader can help with, and what they are looking for.
OFFER, NEED = ("簿記", "Bookkeeping"), ("写真", "Photography")


def met_people(world: World, evening: Event, me: User) -> None:
    """`me` has made a friend, sat with somebody, missed somebody, and knows two who should meet."""
    friend, missed, mate, old_friend = world.people[2:6]
    for person, line in zip((friend, missed, mate), LINES[world.locale], strict=True):
        _profile(person).headline = line
    tie = tied(world, me, friend)
    tie.event_id = evening.id
    for owner, other in ((me, friend), (friend, me)):
        shares = ["email"] if owner is friend else []
        note = NOTE[world.locale] if other is friend else ""
        made(
            Side(
                connection_id=tie.id,
                owner_id=owner.id,
                shares=shares,
                note=note,
                changed_at=world.at,
            )
        )
    _sat_together(world, evening, (me, mate))
    _have_what_the_other_seeks(me, missed)
    tied(world, me, old_friend)
    prompt = Prompt(member_id=me.id, one_id=friend.id, other_id=old_friend.id, made_at=world.at)
    made(prompt)


def says_yes_to_promotion(world: World, me: User) -> None:
    """`me` hears of what comes next, and something does."""
    yes = PromotionConsent(
        member_id=me.id,
        is_given=True,
        at=world.at,
        locale=world.locale,
        words="sample",
        version="sample",
        source="sample",
    )
    made(yes)
    world.an_evening(timedelta(days=28))


def _sat_together(world: World, evening: Event, people: tuple[User, ...]) -> None:
    began_at = evening.starts_at + timedelta(minutes=30)
    row = Round(
        event_id=evening.id,
        number=1,
        size=4,
        seed=1,
        state=RoundState.OVER,
        planned_at=evening.starts_at,
        began_at=began_at,
    )
    round_id = made(row).id
    for person in people:
        made(Seat(round_id=round_id, member_id=person.id, table_no=1))


def _have_what_the_other_seeks(one: User, other: User) -> None:
    for giver, taker, (ja, en) in ((one, other, OFFER), (other, one, NEED)):
        tag = made(Tag(label_ja=ja, label_en=en))
        for person, facet in ((giver, Facet.OFFER), (taker, Facet.NEED)):
            made(ProfileTag(member_id=person.id, facet=facet, tag_id=tag.id))


def _profile(person: User) -> Profile:
    return db.session.get_one(Profile, person.id)
