"""`doctor`: what is wrong with this installation, and how to mend it."""

import sys
from gettext import gettext as _

import click

from app.cli import examinations
from app.cli.examinations import Finding, Patient
from app.cli.home import Env, home_settings, running_addresses


@click.command(help=_("Say what is wrong with this installation and how to mend it."))
@click.argument("part", required=False, type=click.Choice(["mail"]))
@click.option("--selector", default="", help=_("the DKIM selector your mail server signs with"))
def doctor(part: str | None, selector: str) -> None:
    """Examine everything, then exit 0 if nothing is wrong. `mail`: what other servers ask of us."""
    env = home_settings()
    if part == "mail":
        _examine_mail(env, selector)
        return
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


def _examine_mail(env: Env, selector: str) -> None:
    from app.cli import standing

    signs = {True: ("✓", "green"), False: ("✗", "red"), None: ("?", "yellow")}
    findings = standing.examine(env, selector)
    for finding in findings:
        sign, colour = signs[finding.is_satisfied]
        click.echo(f"{click.style(sign, fg=colour)} {finding.subject}: {finding.state}")
        if finding.remedy:
            click.echo(f"    → {finding.remedy}")
    numbers = [sum(f.is_satisfied is one for f in findings) for one in (True, False, None)]
    told = _("%(yes)s satisfied, %(no)s to mend, %(unknown)s that could not be looked up.")
    click.echo("\n" + told % dict(zip(("yes", "no", "unknown"), numbers, strict=True)))
    sys.exit(1 if numbers[1] else 0)


def _show(finding: Finding) -> None:
    sign = click.style("✓", fg="green") if finding.is_well else click.style("✗", fg="red")
    click.echo(f"{sign} {finding.subject}: {finding.state}")
    if finding.remedy:
        click.echo(f"    → {finding.remedy}")
