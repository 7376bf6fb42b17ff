"""`mail receive`: what a mail server pipes to us: answers, bounces, complaints."""

import sys
from gettext import gettext as _

import click

from app.cli.home import application, committed

TRY_LATER = 75
"""What a mail server takes for "keep it and come again" (EX_TEMPFAIL of sysexits.h)."""


@click.group(help=_("Mail that comes in."))
def mail() -> None:
    """Commands about mail."""


@mail.command(help=_("Take one mail from standard input: an answer, a bounce or a complaint."))
@click.argument("recipients", nargs=-1)
def receive(recipients: tuple[str, ...]) -> None:
    """For the pipe of a mail server. What is not for us is dropped, and never answered."""
    from sqlalchemy.exc import SQLAlchemyError

    from app.kit.clock import now
    from app.relay import operations
    from app.relay.rules import MOST_BYTES

    raw = sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        with application():
            click.echo(committed(lambda: operations.receive(raw, recipients, at=now()).value))
    except SQLAlchemyError as away:
        reason = type(away).__name__
        click.echo(_("The database is away: %(reason)s") % {"reason": reason}, err=True)
        sys.exit(TRY_LATER)
