"""Everybody in the crowd: names, trades and tags of the demonstration's people, dealt anew."""

from datetime import datetime, timedelta
from random import Random

import sqlalchemy as sa

from app.accounts.models import ApiToken, Scope, User
from app.demo.crowd.rules import Size, some
from app.demo.crowd.writing import Row, Tell, put, put_numbered
from app.demo.operations.names import public_name
from app.demo.operations.people import CHOICES
from app.demo.story import Row as Line
from app.demo.story import listed, table
from app.kit.db import db
from app.kit.slugs import slug_from
from app.kit.tokens import fingerprint, new_token
from app.profiles.models import Profile, ProfileTag, Tag
from app.profiles.operations import MOST_TAGS, learn_vocabulary
from app.profiles.traits import Facet, Stance

WORDS = ("headline", "company", "industry", "occupation", "hometown", "school")
FACETS = {
    "interests": Facet.INTEREST,
    "offers": Facet.OFFER,
    "needs": Facet.NEED,
    "hobbies": Facet.HOBBY,
}
JAPANESE = 0.85


def settle(size: Size, at: datetime, tell: Tell) -> list[int]:
    """Let everybody in, with profile and tags; returns their ids."""
    learn_vocabulary()
    lots, lines = size.lots("people"), table("members")
    by_locale = {locale: [line for line in lines if line["locale"] == locale] for locale in
                 ("ja", "en")}  # fmt: skip
    dealt = [_dealt(lots, by_locale) for _ in range(size.members)]
    users = [_user(size, number, each, lots, at) for number, each in enumerate(dealt)]
    ids = put_numbered(User, users, tell)
    put(Profile, [_profile(id_, each, lots) for id_, each in zip(ids, dealt, strict=True)], tell)
    known = {tag.slug: tag.id for tag in db.session.scalars(sa.select(Tag))}
    tagging = size.lots("tags")
    marks = [
        row
        for id_, each in zip(ids, dealt, strict=True)
        for row in _marks(id_, each, known, tagging)
    ]
    put(ProfileTag, marks, tell)
    return ids


def hand_out_keys(ids: list[int], at: datetime, tell: Tell) -> list[str]:
    """A key to the API for everybody, in order. Keys are secrets: no seed makes them."""
    tokens = [f"kz_{new_token()}" for _ in ids]
    rows = [
        {
            "member_id": id_,
            "name": "./kizuna seed",
            "token_hash": fingerprint(token),
            "scopes": sorted(Scope),
            "made_at": at,
        }
        for id_, token in zip(ids, tokens, strict=True)
    ]
    put(ApiToken, rows, tell)
    return tokens


def first_address(size: Size) -> str:
    """The end of every address of this crowd."""
    return f"@{size.domain}"


class _Dealt(dict[str, Line]):
    """One person: who lends the family name, the given name, the trade, and a second trade."""


def _dealt(lots: Random, by_locale: dict[str, list[Line]]) -> _Dealt:
    lines = by_locale["ja" if lots.random() < JAPANESE else "en"]
    everybody = by_locale["ja"] + by_locale["en"]
    return _Dealt(
        family=lots.choice(lines),
        given=lots.choice(lines),
        trade=lots.choice(lines),
        other=lots.choice(everybody),
    )


def _user(size: Size, number: int, dealt: _Dealt, lots: Random, at: datetime) -> Row:
    family, given = dealt["family"], dealt["given"]
    latin = slug_from(f"{given['given_romaji']} {family['family_romaji']}").replace("-", ".")
    joined_at = at - timedelta(days=lots.randint(8, 900), minutes=lots.randint(0, 1_439))
    return {
        "public_id": public_name("crowd", size.seed, "member", number),
        "email": f"{latin}.{number + 1}{first_address(size)}",
        "email_verified_at": joined_at,
        "family_name": family["family_name"],
        "given_name": given["given_name"],
        "reading": " ".join((*family["reading"].split()[:1], *given["reading"].split()[1:])),
        "locale": family["locale"],
        "timezone": "Asia/Tokyo",
        "joined_at": joined_at,
    }


def _profile(member_id: int, dealt: _Dealt, lots: Random) -> Row:
    trade = dealt["trade"]
    return {
        "member_id": member_id,
        "languages": listed(trade["languages"]),
        "purposes": listed(trade["purposes"]),
        "stance": Stance(trade["stance"]),
        "visibility": lots.choice(CHOICES),
        "is_reachable": trade["reachable"] == "yes",
        "is_connector": trade["connector"] == "yes",
        **{name: trade[name] for name in WORDS},
    }


def _marks(member_id: int, dealt: _Dealt, known: dict[str | None, int], lots: Random) -> list[Row]:
    """The trade's own tags, and one or two that somebody else lends."""
    rows = []
    for column, facet in FACETS.items():
        own = some(lots, listed(dealt["trade"][column]), 4)
        words = dict.fromkeys(own + some(lots, listed(dealt["other"][column]), 2))
        tags = [known[word] for word in words if word in known][:MOST_TAGS]
        rows += [
            {"member_id": member_id, "facet": facet, "tag_id": tag_id, "position": position}
            for position, tag_id in enumerate(tags)
        ]
    return rows
