"""Fields that take what people type: full-width digits, thousands' marks, words one a line."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from wtforms import Field
from wtforms.widgets import DateTimeLocalInput, TextArea, TextInput

MARKS = str.maketrans("", "", ",、 円¥￥\\人名席")
SHAPES = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M")


class WholeNumber(Field):
    """A number of people or yen. It is a line of text, since number fields lose what they doubt."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        typed = unicodedata.normalize("NFKC", valuelist[0]).translate(MARKS) if valuelist else ""
        self.data = None
        if not typed:
            return
        if not typed.removeprefix("-").isascii() or not typed.removeprefix("-").isdecimal():
            raise ValueError(_("Please write a number, such as 30."))
        # Nobody means a number that long; what reads it says how large it may be.
        self.data = int(typed[:12])


class LocalTime(Field):
    """A date and a time by the clock of some place."""

    widget = DateTimeLocalInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.strftime(SHAPES[0]) if self.data else ""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        typed = unicodedata.normalize("NFKC", valuelist[0]).strip() if valuelist else ""
        self.data = None
        if not typed:
            return
        for shape in SHAPES:
            try:
                self.data = datetime.strptime(typed, shape)  # noqa: DTZ007 -- local by meaning
            except ValueError:
                continue
            return
        raise ValueError(_("Please give a date and a time, such as 2027-01-29 19:00."))


class Lines(Field):
    """Several words or names, one a line or between commas."""

    widget = TextArea()  # type: ignore[assignment]  # any field with a `_value` will do

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "\n".join(self.data or ())

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        typed = valuelist[0] if valuelist else ""
        for comma in ",、，;；":
            typed = typed.replace(comma, "\n")
        words = (" ".join(line.split()) for line in typed.splitlines())
        self.data = list(dict.fromkeys(filter(None, words)))
