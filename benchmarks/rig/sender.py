"""One worker, or one scheduler, over the data in a folder, until it is killed.

python -m benchmarks.rig.sender worker|scheduler VAR MAIL_URL
"""

import sys
import time
from datetime import timedelta
from pathlib import Path

from app.cli.scheduler import run_due
from app.cli.worker import work
from app.notifications import ledger
from benchmarks.rig.house import application

# Whoever waits for a lease in a trial waits for seconds, not for a quarter of an hour.
SECONDS = timedelta(seconds=20)
TICK_SECONDS = 5

__all__ = ["main"]


def main(role: str, var: str, mail_url: str) -> None:
    """Do what such a process does. Schedulers are not elected here: each thinks it is the one."""
    ledger.LEASE = ledger.DOT_LEASE = ledger.PARKED_FOR = SECONDS
    with application(Path(var)) as house:
        house.config.update(MAIL_URL=mail_url, MAIL_RATE=0, QUIET_HOURS=False)
        if role == "worker":
            work(house)
        while True:
            run_due(house)
            time.sleep(TICK_SECONDS)


if __name__ == "__main__":
    main(*sys.argv[1:])
