"""What an evening is about, said by those who run it."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import User
from app.events.models import Event
from app.groups.journal import Deed, note
from app.kit.db import db
from app.kit.errors import Refused
from app.matching.models.themes import Theme
from app.matching.rules.themes import MOST_TOPICS, Brief
from app.profiles.operations import tag_for


class TooManyTopics(Refused):
    message = _l("At most 6 topics, please: with more, none of them says much.")


def set_theme(event: Event, brief: Brief, *, by: User, at: datetime) -> Theme:
    """Keep what the evening is about; lists made for it before are made anew.

    Raises TooManyTopics, NotATag.
    """
    topics = None
    if brief.topics is not None:
        found = (tag_for(word, locale=by.locale) for word in brief.topics)
        topics = list(dict.fromkeys(tag.id for tag in found))
    if topics is not None and len(topics) > MOST_TOPICS:
        raise TooManyTopics
    said = {"sort": brief.sort, "topics": topics, "language": brief.language, "changed_at": at}
    row = insert(Theme).values(event_id=event.id, **said)
    db.session.execute(row.on_conflict_do_update(index_elements=[Theme.event_id], set_=said))
    note(event.group, Deed.THEME_SET, by=by, at=at, event=event)
    return db.session.get_one(Theme, event.id, populate_existing=True)
