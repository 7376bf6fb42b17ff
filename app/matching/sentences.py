"""What the organizer is told about a plan: true, and in plain words."""

from flask_babel import gettext as _
from flask_babel import ngettext as _n

from app.matching.engine.rounds import Quality, Stopped


def said_of(quality: Quality) -> list[str]:
    """Sentences about a fresh plan, the most important first."""
    said: list[str] = [_meetings(quality)]
    if quality.left_out:
        people = len({one.person for one in quality.left_out})
        said.append(
            _n(
                "%(num)s person could not be seated everywhere: please greet them yourself.",
                "%(num)s people could not be seated everywhere: please greet them yourself.",
                people,
            )
        )
    if quality.stopped == Stopped.EVERYONE_MET:
        said.append(_("Fewer rounds than you asked for: after these, everybody has met."))
    if quality.stopped == Stopped.NOTHING_NEW:
        said.append(_("Fewer rounds than you asked for: another one would bring no new meeting."))
    if quality.stopped == Stopped.NOBODY_TO_SEAT:
        said.append(_("Nobody here may sit with anybody else, so there is nothing to plan."))
    return said


def _meetings(quality: Quality) -> str:
    if quality.repeats:
        return str(
            _n(
                "Planned. %(num)s pair meets a second time.",
                "Planned. %(num)s pairs meet a second time.",
                quality.repeats,
            )
        )
    return str(_("Planned. Nobody meets the same person twice."))
