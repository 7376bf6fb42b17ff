"""The two groups: what they disclose, who runs them, who belongs."""

from app.accounts.models import User
from app.demo.operations.names import public_name
from app.demo.operations.people import People
from app.demo.rules import Calendar
from app.demo.story import Page, listed, pages, table
from app.groups.models import Group, Membership
from app.groups.operations import Charter, found
from app.groups.rules import Kind, Role
from app.kit.db import db
from app.profiles.traits import Stance

Groups = dict[str, Group]


def found_groups(people: People, days: Calendar) -> Groups:
    """Found both groups on their days, and let everybody join who belongs."""
    written = {page["slug"]: page for page in pages("groups")}
    groups = {slug: _found(page, people, days) for slug, page in written.items()}
    db.session.add_all(
        _membership(groups[slug], people[row["key"]], _role(written[slug], row["key"]))
        for row in table("members")
        for slug in listed(row["groups"])
        if row["key"] != written[slug]["owner"]
    )
    db.session.flush()
    for group in groups.values():
        db.session.expire(group, ["team"])
    return groups


def _found(page: Page, people: People, days: Calendar) -> Group:
    card = page["disclosure"]
    charter = Charter(
        name=page["name"],
        kind=Kind(page["kind"]),
        slug=page["slug"],
        summary=page["tagline"],
        description=page["description"].strip(),
        run_by=card["host"],
        commercial_tie=card["commercial"],
        sponsor=card["sponsor"],
        stance=Stance(card["stance"]),
    )
    group = found(charter, people[page["owner"]], at=days.on(page["founded"], "10:00"))
    group.public_id = public_name("group", group.slug)
    return group


def _role(page: Page, key: str) -> Role:
    return Role.ORGANIZER if key in page["organizers"] else Role.MEMBER


def _membership(group: Group, member: User, role: Role) -> Membership:
    joined_at = max(member.joined_at, group.founded_at)
    return Membership(group_id=group.id, member_id=member.id, role=role, joined_at=joined_at)
