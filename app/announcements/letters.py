"""An announcement as one reader gets it.

It comes in the name of the group and from our own address. An answer goes through us to whoever
wrote it, so that neither side learns the other's address; where mail does not reach us, there is
no Reply-To.
"""

import re
from dataclasses import dataclass, replace

from app.accounts.models import User
from app.announcements.models import Announcement
from app.kit.letters import Letter, link_to, write
from app.kit.markdown import to_html
from app.kit.plaintext import to_text
from app.relay.links import reply_address, thread_of
from app.relay.rules import Matter

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
    reply_to = _reply_to(announcement, member)
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
        can_answer=bool(reply_to),
    )
    return replace(
        letter,
        unsubscribe_url=unsubscribe_url,
        sender_name=group.name,
        reply_to=reply_to,
        thread=_thread(announcement, member) if reply_to else "",
    )


def _reply_to(announcement: Announcement, member: User) -> str:
    """Where `member` answers: to the author, as long as they run the group."""
    author = announcement.by
    if author is None or author.id == member.id or not announcement.group.is_run_by(author):
        return ""
    return reply_address(Matter.ANNOUNCEMENT, announcement.id, writer=member, reader=author)


def _thread(announcement: Announcement, member: User) -> str:
    author = announcement.by
    if author is None:
        return ""
    return thread_of(Matter.ANNOUNCEMENT, announcement.id, member, author)
