"""A recap as a letter, for whoever reads it and in their language."""

from dataclasses import dataclass, replace
from functools import cache, partial

from flask_babel import force_locale

from app.accounts.models import User
from app.announcements.links import off_url as group_off_url
from app.announcements.rules import scope_of_group
from app.connections.wording import FIELD_NAMES
from app.events.models import Event
from app.kit.clock import now
from app.kit.letters import Letter, write
from app.notifications.links import off_url
from app.notifications.rules import Topic
from app.recaps.contents import Figures, Recap, figures_of, recap_for
from app.recaps.links import about_url, say_url
from app.recaps.rules import CADENCES_OFFERED, Variant, ago
from app.recaps.wording import FACES, TAPS, title


@dataclass
class Addressee:
    """Whoever the letter is written for, in a language that may not be their own."""

    full_name: str
    locale: str
    timezone: str


def letter_of(event: Event, reader: User, variant: Variant, *, locale: str = "") -> Letter:
    """The letter as `reader` would get it now, were they of that kind."""
    language = locale or reader.locale
    # The reasons are sentences: they are found in the reader's language too.
    with force_locale(language):
        what: Recap | Figures = (
            figures_of(event)
            if variant == Variant.ORGANIZER
            else recap_for(event, reader, variant, at=now())
        )
    url = off_url(reader, Topic.RECAPS)
    letter = write(
        f"recaps/mail/{variant}",
        to=Addressee(reader.full_name, language, reader.timezone),
        unsubscribe_url=url,
        event=event,
        recap=what,
        title=title(event, variant, ago(event.ends_at, now(), reader.timezone)),
        field_names=FIELD_NAMES,
        faces=FACES,
        taps=TAPS,
        taps_of_cadence=CADENCES_OFFERED,
        about=cache(partial(about_url, event, reader)),
        say=cache(partial(say_url, event, reader)),
        group_off_url=group_off_url(reader, scope_of_group(event.group.public_id)),
    )
    return replace(letter, unsubscribe_url=url)
