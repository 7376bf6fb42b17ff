"""The members: who they are, and what they say of themselves."""

import unicodedata

import sqlalchemy as sa

from app.accounts.models import User
from app.demo.operations.names import public_name
from app.demo.operations.telling import tell_more
from app.demo.rules import Calendar, lot
from app.demo.story import OPERATOR, Row, address, listed, table
from app.kit.db import db
from app.notifications.operations import say_to_promotion
from app.profiles.models import Profile, ProfileTag, Tag, WorryOf
from app.profiles.operations import learn_vocabulary, tag_for
from app.profiles.traits import Facet, Stance, Worry

People = dict[str, User]

TAGGED = {
    "interests": Facet.INTEREST,
    "offers": Facet.OFFER,
    "needs": Facet.NEED,
    "hobbies": Facet.HOBBY,
    "learning": Facet.LEARNING,
}
WORDS = (
    "headline",
    "company",
    "industry",
    "occupation",
    "hometown",
    "school",
    "age_group",
    "phone",
    "website",
)
# So many kinds of worries are spread among the members.
OFTEN = 5
# What people choose beside the defaults, which most of them keep.
CHOICES: tuple[dict[str, str], ...] = (
    {},
    {},
    {},
    {},
    {"company": "members"},
    {"hometown": "matches", "school": "matches", "age_group": "matches"},
    {"headline": "public", "occupation": "public", "age_group": "members"},
    {"hometown": "private", "school": "private", "hobbies": "members"},
    {"needs": "members", "company": "private", "age_group": "matching"},
)


def settle(days: Calendar) -> People:
    """Let everybody in, their addresses proven, and somebody who looks after the house."""
    learn_vocabulary()
    rows = table("members")
    people = {row["key"]: _member(row, days) for row in rows}
    people[OPERATOR] = _operator(days)
    db.session.add_all(people.values())
    db.session.flush()
    db.session.add_all(_profile(row, people[row["key"]]) for row in rows)
    db.session.flush()
    db.session.add_all(_tags(rows, people))
    db.session.add_all(_worries(rows, people))
    db.session.flush()
    tell_more(people, days)
    for row in rows:
        _hear_of_more(people[row["key"]])
    return people


def _hear_of_more(member: User) -> None:
    """They have said yes to being told of their groups' next events."""
    say_to_promotion(
        member, is_given=True, locale=member.locale, source="welcome", at=member.joined_at
    )


def _member(row: Row, days: Calendar) -> User:
    joined_at = days.on(int(row["joined"]), "12:10")
    return User(
        public_id=public_name("member", row["key"]),
        email=address(row["key"]),
        email_verified_at=joined_at,
        family_name=row["family_name"],
        given_name=row["given_name"],
        reading=row["reading"],
        display_name=_as_they_write_it(row),
        locale=row["locale"],
        joined_at=joined_at,
    )


def _as_they_write_it(row: Row) -> str:
    """Names in Latin letters keep their own order on Japanese pages too."""
    names = [name for name in (row["given_name"], row["family_name"]) if name]
    is_latin = unicodedata.name(names[-1][0]).startswith("LATIN")
    return " ".join(names) if is_latin else ""


def _operator(days: Calendar) -> User:
    since = days.on(-1000, "09:00")
    return User(
        public_id=public_name("member", OPERATOR),
        email=address(OPERATOR),
        email_verified_at=since,
        family_name="天野",
        given_name="澪",
        reading="あまの みお",
        is_staff=True,
        joined_at=since,
    )


def _profile(row: Row, member: User) -> Profile:
    return Profile(
        member_id=member.id,
        languages=listed(row["languages"]),
        purposes=listed(row["purposes"]),
        stance=Stance(row["stance"]),
        visibility=CHOICES[lot("visibility", row["key"], of=len(CHOICES))],
        is_reachable=row["reachable"] == "yes",
        is_connector=row["connector"] == "yes",
        changed_at=member.joined_at,
        **{name: row[name] for name in WORDS},
    )


def _worries(rows: list[Row], people: People) -> list[WorryOf]:
    """Every third of them struggles with something; a few things come up often."""
    often = list(Worry)[:OFTEN]
    return [
        WorryOf(member_id=people[key].id, worry=often[lot("worry", key, of=OFTEN)])
        for key in (row["key"] for row in rows)
        if lot("worries", key, of=3) == 0
    ]


def _tags(rows: list[Row], people: People) -> list[ProfileTag]:
    known = {tag.slug: tag.id for tag in db.session.scalars(sa.select(Tag))}
    return [
        ProfileTag(
            member_id=people[row["key"]].id,
            facet=facet,
            position=position,
            tag_id=known.get(word) or tag_for(word[1:], locale=row["locale"]).id,
        )
        for row in rows
        for column, facet in TAGGED.items()
        for position, word in enumerate(listed(row[column]))
    ]
