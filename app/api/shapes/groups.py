"""Groups, and the cards that say who is behind them."""

from datetime import datetime
from typing import Annotated

from flask_babel import lazy_gettext as _l
from pydantic import AfterValidator, Field

from app.api.shapes.base import Change, Line, Page, Paged, Shape, Text, Wrong
from app.api.shapes.people import Person
from app.events.queries import Record
from app.groups.forms.charters import RESERVED, as_slug
from app.groups.models import Group as Row
from app.groups.operations import Charter
from app.groups.rules import Kind, Role
from app.kit.letters import absolute
from app.kit.slugs import is_slug
from app.profiles.traits import Stance


def _slug(text: str) -> str:
    slug = as_slug(text)
    if slug and (not is_slug(slug) or slug in RESERVED):
        raise Wrong(_l("Small letters, digits and hyphens only, please."))
    return slug


class Disclosure(Shape):
    """Who runs a group, what they gain, and how they stand to selling."""

    run_by: str
    commercial_tie: str
    sponsor: str
    stance: Stance


class Standing(Shape):
    """Who runs a group by name, and what it has done so far."""

    organizers: list[Person]
    events_held: int
    first_event_at: datetime | None


class GroupName(Shape):
    """A group, as other things name it."""

    id: str
    slug: str
    name: str
    kind: Kind


class Group(GroupName):
    """A community with a name and people who run it. `role` is the caller's own."""

    url: str
    summary: str
    description: str
    disclosure: Disclosure
    members: int
    role: Role | None


class WholeGroup(Group):
    """A group with its record."""

    standing: Standing


class Groups(Page[Group]):
    """Groups, by name."""


class GroupQuery(Paged):
    """Which groups."""

    mine: bool = False


class DisclosureDraft(Change):
    """The card every visitor reads before registering."""

    run_by: Annotated[Line, Field(max_length=200)] = ""
    commercial_tie: Annotated[Line, Field(max_length=200)] = ""
    sponsor: Annotated[Line, Field(max_length=200)] = ""
    stance: Stance = Stance.NONE


class GroupChange(Change):
    """What is to change; what is left out stays. The address stays, so that links do."""

    name: Annotated[Line, Field(min_length=1, max_length=80)] = ""
    kind: Kind = Kind.STUDY_GROUP
    summary: Annotated[Line, Field(max_length=160)] = ""
    description: Annotated[Text, Field(max_length=20_000)] = ""
    disclosure: DisclosureDraft = DisclosureDraft()

    def charter(self, group: Row) -> Charter:
        """The charter of `group` with what was sent."""
        names = ("name", "kind", "summary", "description", *DisclosureDraft.model_fields)
        kept = {name: getattr(group, name) for name in names}
        sent = self.sent
        card = sent.pop("disclosure", DisclosureDraft()).sent
        return Charter(**(kept | sent | card))


class GroupDraft(GroupChange):
    """A new group."""

    name: Annotated[Line, Field(min_length=1, max_length=80)]
    kind: Kind
    slug: Annotated[str, Field(max_length=60), AfterValidator(_slug)] = ""

    @property
    def founding(self) -> Charter:
        return Charter(
            name=self.name,
            kind=self.kind,
            slug=self.slug,
            summary=self.summary,
            description=self.description,
            **self.disclosure.model_dump(),
        )


def name_shape(group: Row) -> GroupName:
    return GroupName(id=group.public_id, slug=group.slug, name=group.name, kind=group.kind)


def disclosure_shape(group: Row) -> Disclosure:
    return Disclosure(
        run_by=group.run_by,
        commercial_tie=group.commercial_tie,
        sponsor=group.sponsor,
        stance=group.stance,
    )


def group_shape(group: Row, members: int, role: Role | None) -> Group:
    return Group(
        **name_shape(group).model_dump(),
        url=absolute(f"/groups/{group.slug}"),
        summary=group.summary,
        description=group.description,
        disclosure=disclosure_shape(group),
        members=members,
        role=role,
    )


def whole_group_shape(shown: Group, owners: list[Person], record: Record) -> WholeGroup:
    standing = Standing(organizers=owners, events_held=record.held, first_event_at=record.first_at)
    return WholeGroup(**dict(shown), standing=standing)
