"""What an operator reads once everything runs."""

from gettext import gettext as _

import click
import segno

from app.cli.plan import Running
from app.demo.story import ATTENDEE, ORGANIZER, named
from app.servers.account import myself


def welcome(running: Running, *, seconds: float) -> None:
    """Where to open it, where its data is, who can read that."""
    head = _("Kizuna is running") + click.style(f"   ({seconds:.1f} s)", dim=True)
    click.echo(f"\n  {head}\n")
    for title, path in _addresses(running):
        click.echo(f"    {click.style(running.url + path, bold=True):<50}  {title}")
    click.echo(f"\n  {_readers(running)}")
    if running.is_lan:
        segno.make(running.url).terminal(compact=True)
        click.echo("  " + _("Anybody in this network can open it, without encryption."))
        if running.is_demo:
            click.echo("  " + _("The live camera needs HTTPS; scanning from a photo does not."))
    click.echo("  " + _("Ctrl-C stops everything.") + "\n")


def _addresses(running: Running) -> list[tuple[str, str]]:
    if not running.is_demo:
        return [(_("open it"), "/"), (_("the first member: ./kizuna user add"), "/events")]
    return [
        (_("open it"), "/"),
        (_("what to try, stop by stop"), "/demo"),
        (_("as %(name)s, the organizer") % {"name": named(ORGANIZER)}, "/demo/organizer"),
        (_("as %(name)s, an attendee") % {"name": named(ATTENDEE)}, "/demo/attendee"),
        (_("as the operator"), "/demo/operator"),
        (_("the e-mails it has sent"), "/demo/mails"),
    ]


def _readers(running: Running) -> str:
    """Where the data is and which accounts of this machine can read it."""
    if running.postgres is None:
        return _("The data is in the database of DATABASE_URL.")
    me, account = myself().name, running.postgres.account.name
    if running.postgres.account.is_me:
        return _("The data is in %(var)s, and only %(me)s can read it.") % {
            "var": running.var,
            "me": me,
        }
    return _(
        "The data is in %(home)s and %(var)s; only %(me)s and PostgreSQL's account %(account)s"
        " can read it."
    ) % {"home": running.postgres.home, "var": running.var, "me": me, "account": account}
