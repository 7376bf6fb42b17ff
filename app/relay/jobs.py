"""Looking into a maildir for mail that has come in."""

import logging
from datetime import datetime
from functools import partial
from pathlib import Path

from flask import current_app

from app.notifications.insisting import insist
from app.relay.operations import forget_words, receive

log = logging.getLogger(__name__)

A_ROUND = 100


def fetch(at: datetime) -> int:
    """Take in what lies in `new/` of MAIL_INBOX, if that is set; how many mails that were.

    A file moves to `cur/` once its transaction holds: after a crash it is looked at again, and
    what has been passed on is not passed on twice.
    """
    folder = current_app.config["MAIL_INBOX"]
    if not folder or not (new := Path(folder) / "new").is_dir():
        return 0
    seen = Path(folder) / "cur"
    seen.mkdir(exist_ok=True)
    files = sorted(new.iterdir())[:A_ROUND]
    for file in files:
        take = partial(receive, file.read_bytes(), at=at)
        log.info("%s: %s", file.name, insist(take))
        file.rename(seen / f"{file.name}:2,S")
    return len(files) + forget_words(at)
