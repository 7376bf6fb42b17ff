"""Every letter, in both languages, before the rules of SpamAssassin that need no network."""

import re
import shutil
import subprocess
from datetime import UTC, datetime

import app.timetable
from app.admin.samples.letters import SAMPLES, example
from app.cli.figures import Figure
from benchmarks.rig.house import unserved

PROGRAM = "spamassassin"
SCORE = re.compile(r"^X-Spam-Status: \w+, score=(-?[\d.]+)", re.MULTILINE)
MOST = 1.0
POSTMARK = b"From kizuna@example.org Fri Dec  4 03:00:00 2026\n"
FROM = re.compile(rb"^(>*From )", re.MULTILINE)
# By this the program shows that it is awake, and its rules are there.
KNOWN = b"""From: You have won <a@example.com>
Subject: MILLION DOLLARS!!!

XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X
"""

__all__ = ["app", "measure"]  # the timetable brings every composer


def measure() -> list[Figure]:
    """The worst score there is; nothing where the program is not installed."""
    if shutil.which(PROGRAM) is None:
        return []
    with unserved() as house:
        house.config["BASE_URL"] = "https://kizuna.example.org"
        house.config["MAIL_FROM"] = "Kizuna <no-reply@kizuna.example.org>"
        letters = _letters()
    scores = _scores(letters)
    return [
        Figure("letters looked at", len(scores), "letters", must_be=2 * len(SAMPLES)),
        Figure("the worst score", max(scores), "points"),
        Figure("letters of a point or more", sum(s >= MOST for s in scores), "letters", must_be=0),
        Figure("what everybody takes for spam", min(_scores([KNOWN])), "points"),
    ]


def _letters() -> list[bytes]:
    at = datetime(2026, 12, 4, 3, tzinfo=UTC)
    found = (example(kind, locale, at) for kind in sorted(SAMPLES) for locale in ("ja", "en"))
    # As a mailbox keeps them; no line says by which way they came, since they have come by none.
    return [content.replace(b"\r\n", b"\n") for content in found if content]


def _scores(letters: list[bytes]) -> list[float]:
    """One score for each, in any order: the program starts once and reads a whole mailbox."""
    mailbox = b"".join(POSTMARK + FROM.sub(rb">\1", letter) + b"\n\n" for letter in letters)
    command = [PROGRAM, "--local", "--test-mode", "--mbox"]
    answer = subprocess.run(command, input=mailbox, capture_output=True, check=True)
    return [float(found) for found in SCORE.findall(answer.stdout.decode(errors="replace"))]
