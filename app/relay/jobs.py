"""Looking into a maildir for mail that has come in."""

import logging
from datetime import datetime
from functools import partial
from pathlib import Path

from flask import current_app

from app.kit.db import db, raise_if_passing
from app.notifications.insisting import insist
from app.relay.operations import forget_words, receive
from app.relay.rules import MOST_BYTES

log = logging.getLogger(__name__)

A_ROUND = 100


def fetch(at: datetime) -> int:
    """Take in what lies in `new/` of MAIL_INBOX, if that is set; how many mails that were.

    A file moves to `cur/` once its transaction holds: after a crash it is looked at again, and
    what has been passed on is not passed on twice. One that cannot be taken in is flagged there.
    """
    folder = current_app.config["MAIL_INBOX"]
    if not folder or not (new := Path(folder) / "new").is_dir():
        return 0
    seen = Path(folder) / "cur"
    seen.mkdir(exist_ok=True)
    files = sorted(filter(Path.is_file, new.iterdir()))[:A_ROUND]
    for file in files:
        file.rename(seen / f"{file.name}:2,{_take_in(file, at)}")
    return len(files) + forget_words(at)


def _take_in(file: Path, at: datetime) -> str:
    """Do with the mail what is to be done with it; the maildir's mark for how that went. Commits.

    Whatever is wrong with one, others wait behind it.
    """
    try:
        with file.open("rb") as mail:
            take = partial(receive, mail.read(MOST_BYTES + 1), at=at)
        log.info("%s: %s", file.name, insist(take))
    except Exception as fault:
        db.session.rollback()
        raise_if_passing(fault)
        log.exception("%s was not taken in", file.name)
        return "F"
    return "S"
