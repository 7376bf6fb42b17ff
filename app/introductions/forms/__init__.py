"""What the browser may send about introductions."""

from app.introductions.forms.answering import (
    ComplaintForm,
    ForwardForm,
    OutcomeForm,
    ProposeForm,
    RefusalForm,
    ThanksForm,
    TurnAwayForm,
)
from app.introductions.forms.asking import AskForm, NeedForm
from app.introductions.forms.board import PostingForm, ResponseForm
from app.introductions.forms.terms import TermsForm

__all__ = [
    "AskForm",
    "ComplaintForm",
    "ForwardForm",
    "NeedForm",
    "OutcomeForm",
    "PostingForm",
    "ProposeForm",
    "RefusalForm",
    "ResponseForm",
    "TermsForm",
    "ThanksForm",
    "TurnAwayForm",
]
