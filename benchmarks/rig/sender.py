"""One sender over the data in a folder, until it is killed or nothing is left to send.

python -m benchmarks.rig.sender VAR MAIL_URL
"""

import sys
import time
from datetime import timedelta
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

import app.timetable
from app.kit.db import db
from app.notifications import ledger, sender
from benchmarks.rig.house import application

# Whoever waits for a lease in a trial waits for seconds, not for a quarter of an hour.
SECONDS = timedelta(seconds=4)
IDLE_SECONDS = 0.5

__all__ = ["app", "main"]  # the timetable brings every composer


def main(var: str, mail_url: str) -> None:
    """Send whatever is due, again and again."""
    ledger.LEASE = ledger.DOT_LEASE = ledger.PARKED_FOR = SECONDS
    with application(Path(var)) as house:
        house.config["MAIL_URL"], house.config["MAIL_RATE"] = mail_url, 0
        while True:
            try:
                sender.empty_outbox()
            except SQLAlchemyError:
                db.session.rollback()
            time.sleep(IDLE_SECONDS)


if __name__ == "__main__":
    main(*sys.argv[1:])
