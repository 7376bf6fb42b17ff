"""What people say about the mail they get."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField

from app.accounts.models import User
from app.notifications.queries import ways_chosen
from app.notifications.rules import Topic, Way
from app.notifications.wording import TOPICS, WAYS
from app.web.choices import choices


class WaysForm(FlaskForm):  # type: ignore[misc]
    """For each topic: as it comes, once a day, or not by mail."""

    @property
    def chosen(self) -> dict[Topic, Way]:
        """What was sent, topic by topic; a topic the page did not have stays as it is."""
        return {topic: Way(self[topic].data) for topic in Topic if self[topic].data in set(Way)}


for _topic in Topic:
    _ways = choices((way.value, label) for way, label in WAYS.items())
    setattr(WaysForm, _topic.value, RadioField(TOPICS[_topic], choices=_ways))


class PromotionForm(FlaskForm):  # type: ignore[misc]
    """A yes or a no to promotion. Its label is the question itself, word for word."""

    is_given = BooleanField(_l("Yes"))


def ways_form(member: User) -> WaysForm:
    """The form as things stand for `member`."""
    chosen = ways_chosen(member)
    return WaysForm(data={topic.value: chosen.get(topic, Way.EACH).value for topic in Topic})
