"""Telling moderators that something is not right; a block in the same step, where wished."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.events.models import Event
from app.groups.queries import address_hash
from app.kit.db import db
from app.kit.errors import Refused
from app.moderation.models import Report
from app.moderation.operations import block, require_few_reports
from app.moderation.rules import KEPT_FOR, Complaint, State, is_in_time
from app.relay.models import RelayedMessage
from app.safety import mails
from app.safety.queries import Contact, contact_between, of_event, of_message, of_person


class TooLateToReport(Refused):
    message = _l(
        "Your last contact was more than a year ago. Please write to whoever runs this place, "
        "or call the consumer hotline 188."
    )


def report_person(
    about: User, complaint: Complaint, *, by: User, at: datetime, blocks: bool = False
) -> Report:
    """Report somebody, up to a year after one had to do with them; they never learn by whom.

    It belongs to the event where the two first met. Raises ReportedEnough, TooLateToReport.
    """
    contact = contact_between(by, about, at)
    if not is_in_time(contact.last_at if contact else None, at):
        raise TooLateToReport
    evidence = of_person(by, about, at)
    report = _file(about, complaint, evidence, contact, by=by, at=at)
    if blocks:
        block(by, about, at=at)
    return report


def report_message(
    message: RelayedMessage, complaint: Complaint, *, by: User, at: datetime, blocks: bool = False
) -> Report:
    """Report what somebody has written to one. Raises ReportedEnough."""
    contact = contact_between(by, message.writer, at)
    report = _file(message.writer, complaint, of_message(message), contact, by=by, at=at)
    if blocks:
        block(by, message.writer, at=at)
    return report


def report_event(event: Event, complaint: Complaint, *, by: User, at: datetime) -> Report:
    """Report an event itself. Its organizers do not see it. Raises ReportedEnough."""
    report = _file(None, complaint, of_event(event), None, by=by, at=at)
    report.event_id = event.id
    return report


def forget_reports(at: datetime) -> int:
    """Erase reports that were settled long ago, with what was kept for them."""
    old = sa.delete(Report).where(Report.state == State.SETTLED, Report.settled_at < at - KEPT_FOR)
    return int(getattr(db.session.execute(old), "rowcount", 0))


def _file(
    about: User | None,
    complaint: Complaint,
    evidence: list[dict[str, str]],
    contact: Contact | None,
    *,
    by: User,
    at: datetime,
) -> Report:
    require_few_reports(by, at)
    event = contact.event if contact else None
    report = Report(
        by_id=by.id,
        about_id=about.id if about else None,
        about_mark=address_hash(about.email) if about else "",
        kind=complaint.kind,
        subject=complaint.subject,
        words=complaint.words,
        evidence={"lines": evidence},
        event_id=event.id if event else None,
        group_id=event.group_id if event else None,
        first_contact_at=contact.first_at if contact else None,
        at=at,
    )
    db.session.add(report)
    db.session.flush()
    mails.reported(report, at=at)
    return report
