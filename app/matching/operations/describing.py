"""A profile that says too little, helped along by one word at a time."""

from datetime import datetime

from app.accounts.models import User
from app.profiles.operations import Draft, save, set_tags
from app.profiles.queries import profile_of
from app.profiles.traits import Facet


def add_word(member: User, facet: Facet, word: str, *, at: datetime) -> None:
    """Put one more word onto `member`'s profile. Raises TooManyTags, NotATag."""
    profile = profile_of(member)
    kept = save(profile, Draft.of(profile), at=at)
    words = [tag.label_in(member.locale) for tag in kept.tagged(facet)]
    set_tags(kept, facet, [*words, word], locale=member.locale)
