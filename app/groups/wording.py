"""The words for a group's codes, in the reader's language."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.groups.rules import Kind, Role
from app.profiles.traits import Stance

KINDS: dict[str, LazyString] = {
    Kind.STUDY_GROUP: _l("Study group"),
    Kind.CROSS_INDUSTRY: _l("Cross-industry"),
}
KIND_HINTS: dict[str, LazyString] = {
    Kind.STUDY_GROUP: _l("People who learn the same thing, together."),
    Kind.CROSS_INDUSTRY: _l("People of different trades who would otherwise not meet."),
}
STANCES: dict[str, LazyString] = {
    Stance.NONE: _l("No selling"),
    Stance.ASK_FIRST: _l("Selling only when asked"),
    Stance.SELLING: _l("Selling is part of it"),
}
STANCE_HINTS: dict[str, LazyString] = {
    Stance.NONE: _l("Nobody comes in order to sell, and whoever does is asked to stop."),
    Stance.ASK_FIRST: _l("Whoever sells asks first, and takes a no."),
    Stance.SELLING: _l("Offers are welcome, and everybody knows it beforehand."),
}
ROLES: dict[str, LazyString] = {
    Role.MEMBER: _l("Member"),
    Role.DOOR: _l("At the door"),
    Role.ORGANIZER: _l("Organizer"),
    Role.OWNER: _l("Owner"),
}
ROLE_HINTS: dict[str, LazyString] = {
    Role.MEMBER: _l("Belongs to the group and hears what is on."),
    Role.DOOR: _l("Checks people in. Sees names and tickets, nothing else."),
    Role.ORGANIZER: _l("Plans events, decides who comes, writes to everybody."),
    Role.OWNER: _l("Everything, including who owns the group."),
}


def role_name(role: str) -> str:
    """What somebody does in a group, in the reader's language."""
    return str(ROLES[role])


def kind_name(kind: str) -> str:
    """The kind of a group in the reader's language."""
    return str(KINDS[kind])


def stance_name(stance: str) -> str:
    """How a group stands to selling, in the reader's language."""
    return str(STANCES[stance])
