"""Examples of letters about an account, a team and the mail itself."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from app.accounts.models import EmailProof, Purpose, User
from app.admin.samples.world import World, made
from app.groups.models import CircleProposal, Membership, TeamInvitation
from app.groups.queries.circles import FEWEST
from app.groups.rules import Role
from app.kit.db import db
from app.notifications.models import Mail
from app.profiles.models import WorryOf
from app.profiles.traits import Worry
from app.registrations.states import State
from app.relay.models import RelayedMessage
from app.relay.rules import Matter

WORDS = {
    "ja": "昨日はありがとうございました。お話にあった資料を、来週お持ちします。",
    "en": "Thank you for yesterday. I will bring the papers we talked about next week.",
}


def _proof(purpose: Purpose, kind: str, world: World) -> Mail:
    row = EmailProof(
        member_id=world.reader.id,
        purpose=purpose,
        token_hash=f"sample {purpose}",
        intent={"event": world.evening.title, "by": world.host.full_name, "by_mail": True},
        asked_at=world.at,
        expires_at=world.at + timedelta(hours=1),
    )
    return world.mail(kind, made(row).id)


def _team_invited(world: World) -> Mail:
    row = TeamInvitation(
        group_id=world.group.id,
        email="person0@example.org",
        role=Role.ORGANIZER,
        by_id=world.host.id,
        token_hash="sample",  # noqa: S106 -- nobody can open it
        invited_at=world.at,
        expires_at=world.at + timedelta(days=7),
    )
    return world.mail("groups.team_invited", made(row).id)


def _role_given(world: World) -> Mail:
    standing = db.session.get_one(Membership, (world.group.id, world.reader.id))
    standing.role = Role.ORGANIZER
    return world.mail("groups.role_given", world.group.id)


def _circles_proposed(world: World) -> Mail:
    """Half of the others in the group struggle with the same."""
    db.session.get_one(Membership, (world.group.id, world.reader.id)).role = Role.ORGANIZER
    one_more = User(public_id="samplemember", email_verified_at=world.at, joined_at=world.at)
    for person in (*world.people[2:], made(one_more)):
        world.joins(world.group, person, Role.MEMBER)
    for worry in (Worry.NO_TIME, Worry.MEETING_PEOPLE):
        for person in world.people[2 : 2 + FEWEST]:
            made(WorryOf(member_id=person.id, worry=worry))
        made(CircleProposal(group_id=world.group.id, worry=worry, at=world.at))
    return world.mail("groups.circles_proposed", world.group.id)


def _relayed(world: World) -> Mail:
    row = RelayedMessage(
        matter=Matter.EVENT,
        about_id=world.evening.id,
        writer_id=world.host.id,
        reader_id=world.reader.id,
        subject=f"Re: {world.evening.title}",
        body=WORDS[world.locale],
        arrived_as="sample",
        received_at=world.at,
    )
    return world.mail("relay.message", made(row).id)


def _daily(world: World) -> Mail:
    digest = world.mail("mails.digest")
    _role_given(world)
    place = world.place(State.CONFIRMED)
    parts = (("registrations.confirmed", place.id), ("groups.role_given", world.group.id))
    for kind, about_id in parts:
        world.mail(kind, about_id).digest_id = digest.id
    return digest


SAMPLES: dict[str, Callable[[World], Mail]] = {
    "accounts.sign_in": partial(_proof, Purpose.SIGN_IN, "accounts.sign_in"),
    "accounts.confirm": partial(_proof, Purpose.REGISTER, "accounts.confirm"),
    "accounts.claim": partial(_proof, Purpose.CLAIM, "accounts.claim"),
    "accounts.address": partial(_proof, Purpose.ADDRESS, "accounts.address"),
    "accounts.second": partial(_proof, Purpose.SECOND, "accounts.second"),
    "accounts.second_changed": lambda world: world.mail("accounts.second_changed"),
    "accounts.password_changed": lambda world: world.mail("accounts.password_changed"),
    "groups.team_invited": _team_invited,
    "groups.role_given": _role_given,
    "groups.circles_proposed": _circles_proposed,
    "relay.message": _relayed,
    "relay.not_passed_on": lambda world: world.mail("relay.not_passed_on"),
    "relay.words_alone": lambda world: world.mail("relay.words_alone", world.host.id),
    "mails.digest": _daily,
}
