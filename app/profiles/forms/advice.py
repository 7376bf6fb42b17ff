"""What somebody is glad to be asked about."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired

from app.accounts.names import one_line
from app.profiles.advising import LONGEST_TOPIC, MINUTES, MOST_A_MONTH, Topic
from app.profiles.forms.profile import several
from app.profiles.traits import Way
from app.profiles.wording import WAYS
from app.relay.forms import AtMost
from app.web.choices import choices


class TopicForm(FlaskForm):  # type: ignore[misc]
    """One thing to be asked about."""

    topic = StringField(
        _l("What may you be asked about?"),
        [InputRequired(_l("Please write this.")), AtMost(LONGEST_TOPIC)],
        filters=[one_line],
    )
    ways = several(_l("In which form?"), WAYS)
    minutes = SelectField(
        _l("For how long?"),
        choices=choices((str(each), _l("About %(count)s minutes", count=each)) for each in MINUTES),
        default="15",
    )

    def __init__(self, **given: object) -> None:
        super().__init__(**given)
        self.ways.validators = [InputRequired(_l("Please choose at least one."))]
        if not self.is_submitted():
            self.ways.data = [Way.TEXT.value]

    @property
    def chosen(self) -> Topic:
        """What was written. Read it once the form has validated."""
        ways = tuple(Way(each) for each in self.ways.data or ())
        return Topic(self.topic.data or "", ways, int(self.minutes.data))


class MonthlyForm(FlaskForm):  # type: ignore[misc]
    """How often one may be asked."""

    cap = SelectField(
        _l("How often in thirty days?"),
        choices=choices(
            (str(each), _l("Not at the moment") if each == 0 else _l("%(count)s times", count=each))
            for each in range(MOST_A_MONTH + 1)
        ),
    )
