"""Announcements leave: each letter is written when it does, for whoever may still have it."""

from app.announcements.letters import letter_for
from app.announcements.links import off_url
from app.announcements.queries import EVENT_LETTER, GROUP_LETTER, may_read, whole_announcement
from app.announcements.rules import Stage
from app.kit.letters import Letter, on_trial
from app.notifications.composers import Manner, composes
from app.notifications.models import Mail
from app.notifications.rules import Topic

TEST_LETTER = "announcements.test"


@composes(EVENT_LETTER)
def _to_those_who_come(mail: Mail) -> Letter | None:
    return _letter(mail)


@composes(GROUP_LETTER, topic=Topic.ANNOUNCEMENTS)
def _to_those_who_belong(mail: Mail) -> Letter | None:
    return _letter(mail)


@composes(TEST_LETTER, manner=Manner(at_night=True, is_noticed=False))
def _to_its_author(mail: Mail) -> Letter | None:
    announcement = whole_announcement(mail.about_id)
    if announcement is None or not announcement.group.is_run_by(mail.member):
        return None
    url = off_url(mail.member, announcement.scope)
    letter = letter_for(announcement, mail.member, unsubscribe_url=url)
    return on_trial(letter, locale=mail.member.locale)


def _letter(mail: Mail) -> Letter | None:
    announcement = whole_announcement(mail.about_id)
    if announcement is None or announcement.stage != Stage.SENT:
        return None
    if not may_read(announcement, mail.member):
        return None
    url = off_url(mail.member, announcement.scope)
    return letter_for(announcement, mail.member, unsubscribe_url=url)
