"""What the browser may send about a profile."""

from app.profiles.forms.backing import EvidenceForm, TellingForm
from app.profiles.forms.profile import NamesForm, ProfileForm, TagsForm, WordForm, tags, words_in
from app.profiles.forms.texts import NoteForm

__all__ = [
    "EvidenceForm",
    "NamesForm",
    "NoteForm",
    "ProfileForm",
    "TagsForm",
    "TellingForm",
    "WordForm",
    "tags",
    "words_in",
]
