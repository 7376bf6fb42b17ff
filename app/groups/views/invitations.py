"""Taking on a part in running a group: the link in the letter shows, its button acts."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from app.accounts.access import public
from app.accounts.arrivals import is_known
from app.accounts.session import sign_in, viewer
from app.groups import operations
from app.groups.forms import AcceptForm
from app.groups.models import TeamInvitation
from app.groups.views.team import bp
from app.groups.wording import ROLE_HINTS
from app.kit.clock import now


@bp.get("/team-invitations/<token>")
@public
def invitation(token: str) -> ResponseReturnValue:
    return _page(token, operations.open_invitation(token, at=now()), AcceptForm())


@bp.post("/team-invitations/<token>")
@public
def accept(token: str) -> ResponseReturnValue:
    """As who is signed in, with the address that was asked; somebody new becomes a member."""
    asked, form, member = operations.open_invitation(token, at=now()), AcceptForm(), viewer()
    if member is None and not _is_new(asked):
        return redirect(url_for("accounts.sign_in", next=_here(token)), 303)
    if member is not None:
        operations.accept(asked, member, at=now())
    elif form.validate_on_submit():
        new = operations.accept_as(asked, form.names, locale=str(get_locale()), at=now())
        sign_in(new)
    else:
        return _page(token, asked, form)
    flash(_("Thank you. You are on the team of %(group)s now.", group=asked.group.name))
    return redirect(url_for("groups.show", slug=asked.group.slug), 303)


def _page(token: str, asked: TeamInvitation, form: AcceptForm) -> str:
    member = viewer()
    return render_template(
        "team/invitation.html",
        invitation=asked,
        group=asked.group,
        token=token,
        form=form,
        hints=ROLE_HINTS,
        is_new=member is None and _is_new(asked),
        is_mine=member is not None and asked.is_for(member),
        here=_here(token),
    )


def _is_new(asked: TeamInvitation) -> bool:
    """Whether whoever was asked has never been here."""
    return asked.member_id is None and not is_known(asked.email)


def _here(token: str) -> str:
    return url_for("team.invitation", token=token)
