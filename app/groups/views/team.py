"""Who belongs to a group and who runs it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from app.accounts.access import require
from app.accounts.session import current_user
from app.groups import operations
from app.groups.forms import InvitationForm, RoleForm
from app.groups.models import Group, Membership, TeamInvitation
from app.groups.operations import OnTheBanList
from app.groups.queries import (
    invitations_open,
    members_of,
    membership_of,
    roles_count,
    team_of,
    visible_groups,
)
from app.groups.rules import Role, outranks
from app.groups.wording import ROLE_HINTS, role_name
from app.kit.clock import now
from app.kit.db import db
from app.kit.paging import paginate
from app.policy import Can
from app.web.find import find

bp = Blueprint("team", __name__)
bp.add_app_template_global(role_name, "role_name")

PER_PAGE = 50


@bp.get("/groups/<slug>/members")
def members(slug: str) -> ResponseReturnValue:
    group = run_group(slug)
    wanted, role = request.args.get("q", "").strip()[:100], _role()
    page = request.args.get("page", 1, int)
    return render_template(
        "team/members.html",
        group=group,
        people=paginate(members_of(group, wanted, role), page, PER_PAGE),
        counts=roles_count(group),
        wanted=wanted,
        role=role,
    )


@bp.get("/groups/<slug>/members/<person_id>")
def member(slug: str, person_id: str) -> ResponseReturnValue:
    group = run_group(slug)
    standing, mine = _membership(group, person_id), _rank(group)
    return render_template(
        "team/member.html",
        group=group,
        standing=standing,
        person=standing.member,
        form=RoleForm(mine, data={"role": standing.role}),
        hints=ROLE_HINTS,
        is_below=outranks(mine, standing.role),
        is_me=standing.member == current_user(),
    )


@bp.post("/groups/<slug>/members/<person_id>/role")
def appoint(slug: str, person_id: str) -> ResponseReturnValue:
    group = run_group(slug)
    standing, form = _membership(group, person_id), RoleForm(_rank(group))
    if form.validate_on_submit():
        operations.appoint(group, standing.member, form.chosen, by=current_user(), at=now())
        flash(_("Saved. We tell them by e-mail."))
    return redirect(url_for("team.member", slug=slug, person_id=person_id), 303)


@bp.post("/groups/<slug>/members/<person_id>/dismissal")
def dismiss(slug: str, person_id: str) -> ResponseReturnValue:
    group = run_group(slug)
    standing = _membership(group, person_id)
    operations.dismiss(group, standing.member, by=current_user(), at=now())
    flash(_("They belong to the group no longer. They may join again."))
    return redirect(url_for("team.members", slug=slug), 303)


@bp.post("/groups/<slug>/members/<person_id>/ownership")
def hand_over(slug: str, person_id: str) -> ResponseReturnValue:
    group = run_group(slug)
    require(Can.HAND_OVER_GROUP, group)
    standing = _membership(group, person_id)
    operations.hand_over(group, standing.member, by=current_user(), at=now())
    flash(_("The group is theirs now. You are still an organizer."))
    return redirect(url_for("team.index", slug=slug), 303)


@bp.get("/groups/<slug>/team")
def index(slug: str) -> ResponseReturnValue:
    group = run_group(slug)
    return _team(group, InvitationForm(_rank(group), data={"locale": str(get_locale())}))


@bp.post("/groups/<slug>/team/invitations")
def invite(slug: str) -> ResponseReturnValue:
    group = run_group(slug)
    form = InvitationForm(_rank(group))
    if not form.validate_on_submit():
        return _team(group, form)
    try:
        operations.invite(group, form.invited, by=current_user(), at=now())
    except OnTheBanList as refused:
        form.email.errors = [refused.message]
        return _team(group, form)
    flash(_("Sent. The link in the letter is good for seven days."))
    return redirect(url_for("team.index", slug=slug), 303)


@bp.post("/groups/<slug>/team/invitations/<int:invitation_id>/withdrawal")
def withdraw(slug: str, invitation_id: int) -> ResponseReturnValue:
    group = run_group(slug)
    invitation = find(invitations_open(group, now()).where(TeamInvitation.id == invitation_id))
    operations.withdraw(invitation, group, by=current_user(), at=now())
    flash(_("The invitation is withdrawn. Its link opens nothing any more."))
    return redirect(url_for("team.index", slug=slug), 303)


def run_group(slug: str) -> Group:
    """The group of this page, for those who run it."""
    group = find(visible_groups(current_user()).where(Group.slug == slug))
    require(Can.MANAGE_MEMBERS, group)
    return group


def _team(group: Group, form: InvitationForm) -> str:
    return render_template(
        "team/index.html",
        group=group,
        team=team_of(group),
        invitations=db.session.scalars(invitations_open(group, now())).all(),
        form=form,
        hints=ROLE_HINTS,
        mine=_rank(group),
        outranks=outranks,
    )


def _rank(group: Group) -> Role | None:
    return group.role_of(current_user())


def _membership(group: Group, person_id: str) -> Membership:
    return find(membership_of(group, person_id))


def _role() -> Role | None:
    wanted = request.args.get("role", "")
    return Role(wanted) if wanted in set(Role) else None
