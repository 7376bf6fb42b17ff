"""What is written into logs: what happened, and nothing of the people it happened to."""

import logging
import re

# What PostgreSQL adds to a fault: the whole row, or the value that was there already.
_ROW = re.compile(r"DETAIL: .*?(?=\n\[SQL|\n\nThe above|\n\nDuring|\Z)", re.DOTALL)
_ADDRESS = re.compile(r"[^\s@<>()\[\]{}\"',;:=|]+@[^\s@<>()\[\]{}\"',;:=|]+")


def discreet(text: str) -> str:
    """`text` without e-mail addresses and without the values of rows."""
    return _ADDRESS.sub("…@…", _ROW.sub("", text))


class Record(logging.LogRecord):
    """A line of a log, made discreet before anybody formats it."""

    def __init__(self, *args: object, **given: object) -> None:
        super().__init__(*args, **given)  # type: ignore[arg-type]
        if self.exc_info and self.exc_info[0] is not None:
            self.exc_text = discreet(logging.Formatter().formatException(self.exc_info))

    def getMessage(self) -> str:  # noqa: N802 -- the name the standard library calls it by
        return discreet(super().getMessage())


def be_discreet() -> None:
    """Make every line of this process discreet, whoever writes it."""
    logging.setLogRecordFactory(Record)
