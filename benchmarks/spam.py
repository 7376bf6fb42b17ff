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

__all__ = ["app", "measure"]  # the timetable brings every composer


def measure() -> list[Figure]:
    """The worst score there is; nothing where the program is not installed."""
    if shutil.which(PROGRAM) is None:
        return []
    with unserved() as house:
        house.config["BASE_URL"] = "https://kizuna.example.org"
        house.config["MAIL_FROM"] = "Kizuna <no-reply@kizuna.example.org>"
        letters = _letters()
    scores = [_score(letter) for letter in letters]
    return [
        Figure("letters looked at", len(scores), "letters"),
        Figure("the worst score", max(scores), "points"),
        Figure("letters of a point or more", sum(s >= MOST for s in scores), "letters", must_be=0),
    ]


def _letters() -> list[bytes]:
    at = datetime(2026, 12, 4, 3, tzinfo=UTC)
    found = (example(kind, locale, at) for kind in sorted(SAMPLES) for locale in ("ja", "en"))
    # As a mailbox keeps them; no line says by which way they came, since they have come by none.
    return [content.replace(b"\r\n", b"\n") for content in found if content]


def _score(letter: bytes) -> float:
    command = [PROGRAM, "--local", "--test-mode"]
    answer = subprocess.run(command, input=letter, capture_output=True, check=True)
    found = SCORE.search(answer.stdout.decode(errors="replace"))
    return float(found[1]) if found else 0.0
