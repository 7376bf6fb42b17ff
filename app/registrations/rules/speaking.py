"""How long something takes to say aloud."""

import math
import re
from dataclasses import dataclass

SIGNS_A_MINUTE = 300
"""Of Japanese. Source: the pace at which NHK's newsreaders are said to read."""
WORDS_A_MINUTE = 130
"""In Latin letters. Source: Lucas, The Art of Public Speaking (8th ed., 2004), 300: 125 to 150."""
ONE_MINUTE = 60
A_LITTLE_OVER = 75
"""Seconds from which on we say that it is long; nobody stops a watch at sixty."""
LONGEST_PART = 120
"""Characters: three such parts still fit on a card of A7."""
STEP = 5
_SIGN = re.compile(r"[\u3041-\u3096\u30a1-\u30fc\u3400-\u9fff\uf900-\ufaff\uff66-\uff9d々〆]")
_WORD = re.compile(r"[^\W\u3041-\u3096\u30a1-\u30fc\u3400-\u9fff\uf900-\ufaff\uff66-\uff9d々〆]+")


@dataclass(frozen=True)
class Minute:
    """What somebody says of themselves in about a minute."""

    does: str = ""
    talks_about: str = ""
    gives: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.does or self.talks_about or self.gives)


def seconds(*texts: str) -> int:
    """How many seconds it takes to say `texts` one after the other, to the next five."""
    whole = "\n".join(texts)
    signs, words = len(_SIGN.findall(whole)), len(_WORD.findall(whole))
    spoken = 60 * (signs / SIGNS_A_MINUTE + words / WORDS_A_MINUTE)
    return STEP * math.ceil(spoken / STEP)
