"""What the browser may send about registrations."""

from app.registrations.forms.answers import question_fields
from app.registrations.forms.hosting import CallOffForm, DecisionForm, InvitationsForm
from app.registrations.forms.introducing import MinuteForm
from app.registrations.forms.questions import QuestionsForm, questions_form
from app.registrations.forms.wishes import (
    ApplyForm,
    BuddyForm,
    ChoicesForm,
    NewcomerForm,
    RankForm,
    SlotForm,
    apply_form,
    choices_form,
    newcomer_form,
    typed_in,
    wish_in,
)

__all__ = [
    "ApplyForm",
    "BuddyForm",
    "CallOffForm",
    "ChoicesForm",
    "DecisionForm",
    "InvitationsForm",
    "MinuteForm",
    "NewcomerForm",
    "QuestionsForm",
    "RankForm",
    "SlotForm",
    "apply_form",
    "choices_form",
    "newcomer_form",
    "question_fields",
    "questions_form",
    "typed_in",
    "wish_in",
]
