"""`doctor`: what is wrong with this installation, and how to mend it."""

import sys
from gettext import gettext as _

import click

from app.cli import examinations
from app.cli.examinations import Finding, Patient
from app.cli.home import home_settings, running_addresses


@click.command(help=_("Say what is wrong with this installation and how to mend it."))
def doctor() -> None:
    """Examine everything, then exit 0 if nothing is wrong."""
    env = home_settings()
    is_self_contained = not env.get("DATABASE_URL")
    patient = Patient(running_addresses(env), is_self_contained)
    findings: list[Finding] = []
    for examine in examinations.ALL:
        finding = examine(patient)
        findings.append(finding)
        _show(finding)
    wrong = sum(not finding.is_well for finding in findings)
    if wrong:
        click.echo("\n" + _("%(count)s to mend.") % {"count": wrong})
        sys.exit(1)
    click.echo("\n" + _("All is well."))


def _show(finding: Finding) -> None:
    sign = click.style("✓", fg="green") if finding.is_well else click.style("✗", fg="red")
    click.echo(f"{sign} {finding.subject}: {finding.state}")
    if finding.remedy:
        click.echo(f"    → {finding.remedy}")
