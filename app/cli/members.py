"""`user` and `token`: what an operator does for a member."""

from gettext import gettext as _

import click

from app.cli.home import Unable, application, committed, say


@click.group(help=_("Members of this installation."))
def user() -> None:
    """Commands about members."""


@user.command(help=_("Add a member whose address you vouch for."))
@click.argument("email")
@click.option(
    "--name", required=True, help=_("the name as it is written: 山田 花子, Hanako Yamada")
)
@click.option("--staff", is_flag=True, help=_("may see the staff's pages"))
def add(email: str, name: str, staff: bool) -> None:
    """Make the member and say how they get in."""
    from email_validator import EmailNotValidError, validate_email

    try:
        address = validate_email(email, check_deliverability=False).normalized
    except EmailNotValidError as reason:
        raise Unable(_("%(email)s is not an e-mail address.") % {"email": email}) from reason
    with application() as app:
        committed(lambda: _add(address, name, is_staff=staff))
        url = app.config["BASE_URL"]
    say(
        _("%(email)s is a member and signs in by e-mail at %(url)s.")
        % {"email": address, "url": url}
    )


@click.command(help=_("Print a new key to the HTTP API for that member, once."))
@click.argument("email")
@click.option("--name", default="./kizuna token", help=_("what the member sees it called"))
def token(email: str, name: str) -> None:
    """The key goes to standard output, so that it can be piped."""
    with application():
        click.echo(committed(lambda: _token(email, name)))


def _add(address: str, name: str, *, is_staff: bool) -> str:
    from app.accounts.operations import new_user
    from app.kit.clock import now

    return str(new_user(address, name, is_staff=is_staff, at=now()).id)


def _token(email: str, name: str) -> str:
    from app.accounts.operations import new_api_token
    from app.accounts.queries import member_at
    from app.kit.clock import now

    member = member_at(email)
    if member is None:
        raise Unable(_("There is no member with the address %(email)s.") % {"email": email})
    return new_api_token(member, name, at=now())
