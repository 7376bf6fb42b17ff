"""The words of an introduction: how it begins, where it stands, why it ends."""

from enum import StrEnum


class Mode(StrEnum):
    """Three ways in which an introduction begins."""

    NEED = "need"
    PERSON = "person"
    CONNECTOR = "connector"


class State(StrEnum):
    """What is true inside. Each party sees less (`rules.seen`)."""

    DRAFT = "draft"
    SCREENING = "screening"
    PARKED = "parked"
    WITH_CONNECTOR = "with_connector"
    WITH_TARGET = "with_target"
    WITH_BOTH = "with_both"
    INTRODUCED = "introduced"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


OPEN = (
    State.SCREENING,
    State.PARKED,
    State.WITH_CONNECTOR,
    State.WITH_TARGET,
    State.WITH_BOTH,
)
ANSWERABLE = (State.WITH_TARGET, State.WITH_BOTH, State.CLOSED)
"""In which somebody may still be asked: of two, one may have said no and the other not know."""


class Scope(StrEnum):
    """How far the connector can speak for the asker."""

    MET_ONCE = "met_once"
    WORKED_TOGETHER = "worked_together"
    CLOSE = "close"


class Topic(StrEnum):
    """What it is about: people choose what they are glad to be asked about."""

    ADVICE = "advice"
    WORK = "work"
    HIRING = "hiring"
    LEARNING = "learning"
    PARTNERS = "partners"
    FRIENDS = "friends"


class Party(StrEnum):
    """Whose consent, or whose attention, a row records."""

    ASKER = "asker"
    CONNECTOR = "connector"
    TARGET = "target"


class Answer(StrEnum):
    """What became of asking one person. MOOT: it ended before they said anything."""

    YES = "yes"
    NO = "no"
    SILENT = "silent"
    MOOT = "moot"


class Refusal(StrEnum):
    """Why somebody would rather not. Private to them and the house."""

    BUSY = "busy"
    NO_FIT = "no_fit"
    SALESY = "salesy"
    OTHER = "other"


class Vouching(StrEnum):
    """Through whom one may be reached."""

    ANY = "any"
    LISTED = "listed"


class Outcome(StrEnum):
    """What came of it, as each of the two says a fortnight later."""

    MET = "met"
    PLANNED = "planned"
    NOT_YET = "not_yet"
    LET_GO = "let_go"


class Trouble(StrEnum):
    """What somebody tells the moderators about."""

    SALES = "sales"
    MONEY = "money"
    HARASSMENT = "harassment"
    OTHER = "other"


class Side(StrEnum):
    """Which way a posting on the board goes."""

    OFFER = "offer"
    NEED = "need"


class Place(StrEnum):
    """Where what a posting is about can be done."""

    REMOTE = "remote"
    IN_PERSON = "in_person"
    EITHER = "either"


class Rule(StrEnum):
    """A rule a request has broken: the one ending its asker is told of at once."""

    SAME_TEXT = "same_text"
    MONEY = "money"
    MESSENGER = "messenger"
    HIDDEN_SELLING = "hidden_selling"
    UNKIND = "unkind"


class EndReason(StrEnum):
    """Why a request came to nothing, or rests. Never shown to the asker."""

    DECLINED_BY_CONNECTOR = "declined_by_connector"
    DECLINED_BY_TARGET = "declined_by_target"
    EXPIRED_CONNECTOR = "expired_connector"
    EXPIRED_TARGET = "expired_target"
    NO_PATH = "no_path"
    CAPPED = "capped"
    BLOCKED = "blocked"
    PARTY_LEFT = "party_left"
    RESTING = "resting"
    CHANGED = "changed"
    TAKEN_BACK = "taken_back"
    REPORTED = "reported"
    UNSCREENED = "unscreened"
    SCREENED_OUT = "screened_out"
