"""An announcement as one reader gets it.

It comes in the name of the group and from our own address; there is no Reply-To, since a reply
would tell the organizers the reader's address.
"""

import re
from dataclasses import dataclass, replace

from app.accounts.models import User
from app.announcements.models import Announcement
from app.kit.letters import Letter, link_to, write
from app.kit.markdown import to_html
from app.kit.plaintext import to_text

# In a letter a new line is meant; Markdown would make one line of the two.
LINE_ENDS = re.compile(r"(?<!\n)\n(?!\n)")


@dataclass
class Reader:
    """Whoever the letter is written for, in a language that may not be their own."""

    full_name: str
    locale: str
    timezone: str


def letter_for(
    announcement: Announcement, member: User, *, unsubscribe_url: str, locale: str = ""
) -> Letter:
    """The letter as `member` gets it; in another language to see how that one looks."""
    reader = Reader(member.full_name, locale or member.locale, member.timezone)
    subject, body = announcement.words_in(reader.locale)
    event, group = announcement.event, announcement.group
    letter = write(
        "announcements/mail/letter",
        to=reader,
        title=subject,
        told=to_text(body),
        dressed=to_html(LINE_ENDS.sub("  \n", body)),
        event=event,
        group=group,
        url=link_to("events.show", slug=event.slug)
        if event
        else link_to("groups.show", slug=group.slug),
        unsubscribe_url=unsubscribe_url,
    )
    return replace(letter, unsubscribe_url=unsubscribe_url, sender_name=group.name)
