"""What organizers may say about an evening and who should meet there."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import ValidationError

from app.events.models import Event
from app.matching.models.themes import Theme
from app.matching.operations.theming import TooManyTopics
from app.matching.rules.themes import MOST_TOPICS, Brief, Sort
from app.matching.themes import topics_of
from app.profiles.forms import tags, words_in
from app.profiles.wording import LANGUAGES
from app.web.choices import choices

SORTS: dict[str, LazyString] = {
    Sort.CROSS_INDUSTRY: _l("Meeting people of other trades"),
    Sort.STUDY_GROUP: _l("Studying together"),
    Sort.SOCIAL: _l("A social evening"),
    Sort.BUSINESS: _l("Doing business"),
}


class ThemeForm(FlaskForm):  # type: ignore[misc]
    """The sort of evening, its topics, and the language that everybody needs."""

    sort = RadioField(
        _l("What sort of evening is it?"),
        choices=choices([("", _l("As the group usually is")), *SORTS.items()]),
    )
    says = RadioField(
        _l("What is the theme?"),
        choices=choices(
            [
                ("found", _l("What its title and the sentence below it name")),
                ("own", _l("These topics:")),
            ]
        ),
    )
    topics = tags(_l("Topics"))
    language = SelectField(
        _l("Bring together only people who speak"),
        choices=choices([("", _l("any language")), *LANGUAGES.items()]),
    )

    def validate_topics(self, field: StringField) -> None:
        """No more than say something."""
        if self.says.data == "own" and len(words_in(field.data)) > MOST_TOPICS:
            raise ValidationError(TooManyTopics.message)

    @classmethod
    def of(cls, event: Event, theme: Theme | None, locale: str) -> "ThemeForm":
        """The form as it stands for this evening."""
        comma = "、" if locale == "ja" else ", "
        has_own = theme is not None and theme.topics is not None
        return cls(
            data={
                "sort": theme.sort or "" if theme is not None else "",
                "says": "own" if has_own else "found",
                "topics": comma.join(tag.label_in(locale) for tag in topics_of(event, theme)),
                "language": theme.language if theme is not None else "",
            }
        )

    @property
    def brief(self) -> Brief:
        """What was said. Read it once the form has validated."""
        has_own = self.says.data == "own"
        return Brief(
            sort=Sort(self.sort.data) if self.sort.data else None,
            topics=tuple(words_in(self.topics.data)) if has_own else None,
            language=self.language.data,
        )
