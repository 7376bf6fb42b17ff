"""What those who take part in an evening's suggestions say, counted where it is kept."""

import sqlalchemy as sa

from app.accounts.models import User
from app.connections.people import fellow_participants
from app.connections.queries import contacts_of
from app.matching.rules.market import FEWEST, Side
from app.profiles.models import Profile, ProfileTag
from app.profiles.traits import Facet
from app.profiles.visibility import DEFAULTS, Closeness, Visibility, is_open

Ids = sa.Select[int]

FACETS = {
    Facet.OFFER: Side.OFFERS,
    Facet.NEED: Side.NEEDS,
    Facet.INTEREST: Side.INTERESTS,
    Facet.HOBBY: Side.HOBBIES,
}


def taking_part(people: Ids) -> "sa.Select[int]":
    """Ids of those of these people who wish to be suggested."""
    unwilling = sa.select(Profile.member_id).where(~Profile.is_matched)
    return sa.select(User.id).where(User.id.in_(people), User.id.not_in(unwilling))


def said_by(people: Ids, viewer: User) -> sa.CTE:
    """A line for all that these people say and do not keep private: member, side and tag.

    `told`: `viewer` may read it; `counted`: fellow participants may.
    """
    side = sa.case({facet: it.value for facet, it in FACETS.items()}, value=ProfileTag.facet)
    usual = sa.case({facet: DEFAULTS[it] for facet, it in FACETS.items()}, value=ProfileTag.facet)
    chosen = Profile.visibility.op("->>", return_type=sa.Text())(side)
    level = sa.func.coalesce(chosen, usual)
    near = sa.union_all(contacts_of(viewer), fellow_participants(viewer))
    counted = level.in_(_open_to(Closeness.MATCH))
    told = level.in_(_open_to(Closeness.MEMBER)) | (counted & ProfileTag.member_id.in_(near))
    return (
        sa.select(
            ProfileTag.member_id.label("member"),
            side.label("side"),
            ProfileTag.tag_id.label("tag"),
            told.label("told"),
            counted.label("counted"),
        )
        .join(Profile, Profile.member_id == ProfileTag.member_id)
        .where(Profile.is_matched, ProfileTag.facet.in_(list(FACETS)))
        .where(ProfileTag.member_id.in_(people), level != Visibility.PRIVATE)
        .cte("said")
    )


def offers_and_needs(said: sa.CTE) -> sa.Subquery:
    """By tag, how many may be told of who offer and who need it.

    Who shows something to fellow participants alone is counted where they are five or more
    together with the others, so that nobody is found out.
    """

    def number(side: Side) -> sa.ColumnElement[int]:
        here = said.c.side == side.value
        told = sa.func.count().filter(here, said.c.told)
        every = sa.func.count().filter(here, said.c.told | said.c.counted)
        return sa.case((every >= FEWEST, every), else_=told).label(side.value)

    return (
        sa.select(said.c.tag, number(Side.OFFERS), number(Side.NEEDS))
        .where(said.c.side.in_([Side.OFFERS, Side.NEEDS]), said.c.told | said.c.counted)
        .group_by(said.c.tag)
        .subquery()
    )


def finding_nobody(said: sa.CTE, people: Ids) -> "sa.Select[int, bool, int]":
    """Those of these people whom nobody answers, needs or shares anything with.

    With each, whether they say nothing at all, and how many there are; the quietest first.
    """
    finders = _finders(said)
    is_silent = User.id.not_in(sa.select(said.c.member)).label("is_silent")
    return (
        sa.select(User.id, is_silent, sa.func.count().over())
        .where(User.id.in_(taking_part(people)), User.id.not_in(finders))
        .order_by(is_silent.desc(), User.id)
    )


def _finders(said: sa.CTE) -> "sa.Select[int]":
    """Those whom somebody else answers: counted within each tag, without a look at pairs."""
    trades = said.c.side.in_([Side.OFFERS, Side.NEEDS])
    kind = sa.case((trades, "skill"), else_=said.c.side)

    def others(side: Side | None) -> sa.ColumnElement[int]:
        number = sa.func.count()
        of_side = number if side is None else number.filter(said.c.side == side.value)
        own = of_side.over(partition_by=[kind, said.c.tag, said.c.member])
        return of_side.over(partition_by=[kind, said.c.tag]) - own

    answers = {Side.NEEDS.value: others(Side.OFFERS), Side.OFFERS.value: others(Side.NEEDS)}
    number = sa.case(answers, value=said.c.side, else_=others(None))
    lines = sa.select(said.c.member, number.label("others")).subquery()
    return sa.select(lines.c.member).where(lines.c.others > 0)


def _open_to(closeness: Closeness) -> list[Visibility]:
    field = Side.OFFERS.value
    return [it for it in Visibility if is_open({field: it}, field, closeness)]
