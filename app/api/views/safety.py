"""Telling that something is not right; and leaving for good."""

from flask import abort
from flask_babel import lazy_gettext as _l

from app.accounts.models import Scope
from app.accounts.session import current_user
from app.api.calls import call
from app.api.finding import event_called
from app.api.shapes.safety import ReportDraft, ReportMade
from app.kit.clock import now
from app.moderation.rules import Complaint, Subject
from app.safety import operations
from app.safety.queries import person_to_report


@call("POST /reports", _l("Tell the moderators about a person or an event"), Scope.CONNECT)
def report(body: ReportDraft) -> ReportMade:
    me, at = current_user(), now()
    if body.person is None:
        told = Complaint(body.kind, body.words, Subject.EVENT)
        made = operations.report_event(event_called(body.event or ""), told, by=me, at=at)
    else:
        other = person_to_report(me, body.person, at) or abort(404)
        told = Complaint(body.kind, body.words, Subject.PERSON)
        made = operations.report_person(other, told, by=me, at=at, blocks=body.block)
    return ReportMade(id=made.public_id, state=made.state, at=made.at)


@call("DELETE /me", _l("Erase yourself; this cannot be undone"), Scope.PROFILE)
def erase_me() -> None:
    operations.close_account(current_user(), at=now())
