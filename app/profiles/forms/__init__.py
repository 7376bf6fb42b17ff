"""What the browser may send about a profile."""

from app.profiles.forms.advice import MonthlyForm, TopicForm
from app.profiles.forms.backing import EvidenceForm, TellingForm
from app.profiles.forms.profile import NamesForm, ProfileForm, TagsForm, WordForm, tags, words_in
from app.profiles.forms.texts import NoteForm

__all__ = [
    "EvidenceForm",
    "MonthlyForm",
    "NamesForm",
    "NoteForm",
    "ProfileForm",
    "TagsForm",
    "TellingForm",
    "TopicForm",
    "WordForm",
    "tags",
    "words_in",
]
