"""The words for whom an announcement is for, and how far it has come."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.announcements.rules import Stage, Turnout

TURNOUTS: dict[str, LazyString] = {
    Turnout.ALL: _l("Whether they came or not"),
    Turnout.CAME: _l("Only those who came"),
    Turnout.MISSING: _l("Only those who did not come"),
}
STAGES: dict[str, LazyString] = {
    Stage.DRAFT: _l("Draft"),
    Stage.SCHEDULED: _l("Waiting for its time"),
    Stage.SENT: _l("Sent"),
    Stage.WITHDRAWN: _l("Withdrawn"),
}
TONES: dict[str, str] = {
    Stage.DRAFT: "",
    Stage.SCHEDULED: "fuji",
    Stage.SENT: "matsu",
    Stage.WITHDRAWN: "ended",
}
