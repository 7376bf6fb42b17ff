"""What can happen to an introduction. Every change of state is conditional, and written down."""

from app.introductions.operations.answering import consent, forward, refuse, take_back, withdraw
from app.introductions.operations.asking import (
    Ask,
    ask,
    ask_by_need,
    budget_of,
    drop_draft,
    is_ready,
    keep_draft,
)
from app.introductions.operations.board import (
    AnsweredAlready,
    NoLongerUp,
    OnesOwn,
    PostedEnough,
    put_up,
    respond,
    take_down,
    take_up,
)
from app.introductions.operations.consulting import pass_on
from app.introductions.operations.giving import leave_prompt, make_prompts, take_prompt
from app.introductions.operations.leaving import forget_member
from app.introductions.operations.outcomes import tell_outcome, thank, thank_connector
from app.introductions.operations.proposing import propose
from app.introductions.operations.refusals import (
    AskedAlready,
    AskedThem,
    AskingSuspended,
    ConnectedAlready,
    NothingToScreen,
    NotReadyToAsk,
    NotYourContact,
    NotYourTurn,
    ProposedAlready,
    ProposedEnough,
    TooManyAsks,
    TwoPeople,
)
from app.introductions.operations.routing import advance
from app.introductions.operations.screening import let_pass, turn_away
from app.introductions.operations.terms import Choice, choose_terms, offer_to_connect, pause
from app.introductions.operations.together import remind
from app.introductions.operations.trouble import (
    Complaint,
    Refusing,
    clear_marks,
    refuse_firmly,
    report,
    settle_trouble,
)
from app.introductions.operations.weighing import weigh_contacts

__all__ = [
    "AnsweredAlready",
    "Ask",
    "AskedAlready",
    "AskedThem",
    "AskingSuspended",
    "Choice",
    "Complaint",
    "ConnectedAlready",
    "NoLongerUp",
    "NotReadyToAsk",
    "NotYourContact",
    "NotYourTurn",
    "NothingToScreen",
    "OnesOwn",
    "PostedEnough",
    "ProposedAlready",
    "ProposedEnough",
    "Refusing",
    "TooManyAsks",
    "TwoPeople",
    "advance",
    "ask",
    "ask_by_need",
    "budget_of",
    "choose_terms",
    "clear_marks",
    "consent",
    "drop_draft",
    "forget_member",
    "forward",
    "is_ready",
    "keep_draft",
    "leave_prompt",
    "let_pass",
    "make_prompts",
    "offer_to_connect",
    "pass_on",
    "pause",
    "propose",
    "put_up",
    "refuse",
    "refuse_firmly",
    "remind",
    "report",
    "respond",
    "settle_trouble",
    "take_back",
    "take_down",
    "take_prompt",
    "take_up",
    "tell_outcome",
    "thank",
    "thank_connector",
    "turn_away",
    "weigh_contacts",
    "withdraw",
]
