"""Asking somebody one knows for a little of their time."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, RadioField, ValidationError
from wtforms.validators import InputRequired

from app.introductions.forms.words import said, words
from app.introductions.operations.consulting import Question
from app.profiles.models import AdviceTopic
from app.profiles.traits import Way
from app.profiles.wording import WAYS
from app.web.choices import choices


class AdviceForm(FlaskForm):  # type: ignore[misc]
    """One topic of theirs, one of its ways, and what it is about."""

    topic = RadioField(_l("Which topic?"), [InputRequired()])
    way = RadioField(_l("In which form?"), [InputRequired()])
    words = words(_l("What exactly would you like to know?"), 10, 400)

    def __init__(self, topics: Sequence[AdviceTopic]) -> None:
        super().__init__()
        self.topics = {str(topic.id): topic for topic in topics}
        offered = {way for topic in topics for way in topic.ways}
        self.topic.choices = choices((id_, topic.words) for id_, topic in self.topics.items())
        self.way.choices = choices((way, word) for way, word in WAYS.items() if way in offered)
        if not self.is_submitted() and topics:
            self.topic.data, self.way.data = str(topics[0].id), topics[0].ways[0]

    def validate_way(self, field: Field) -> None:
        """A way in which they let themselves be asked about this."""
        topic = self.topics.get(self.topic.data or "")
        if topic is not None and field.data not in topic.ways:
            raise ValidationError(_l("About this they would rather be asked in another form."))

    @property
    def question(self) -> Question:
        """What was asked. Read it once the form has validated."""
        return Question(self.topics[self.topic.data], Way(self.way.data), said(self.words))
