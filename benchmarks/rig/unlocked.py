"""A web server that counts seats without holding the event: proof that the measuring sees it.

python -m benchmarks.rig.unlocked PORT
"""

import sys
import threading
from typing import Any, TypeVar

from app.cli.gunicorn import SETTINGS, Gunicorn
from app.events.models import Event
from app.kit.db import Model, db
from app.registrations import queries
from app.registrations.operations import filling, joining
from app.registrations.rules import Seats
from config import Config

Row = TypeVar("Row", bound=Model)

# One process, whose threads wait for one another: all have counted before the first takes a seat,
# so that it does not depend on the machine's speed whether the last seat is sold twice.
THREADS = 4
PATIENCE = 5  # seconds; the last few visitors are fewer than the threads

together = threading.Barrier(THREADS)
counted = queries.seats


def look(row: Row) -> Row:
    """See the latest values of `row`, and hold nothing."""
    db.session.flush()
    db.session.refresh(row)
    return row


def seats(event: Event, **told: Any) -> list[Seats]:
    """Count, and be overtaken before anything comes of it."""
    found = counted(event, **told)
    try:
        together.wait(PATIENCE)
    except threading.BrokenBarrierError:
        together.reset()  # those who come later wait for one another again
    return found


def main() -> None:
    """Serve the pages with the event's lock switched off."""
    joining.lock = filling.lock = look  # type: ignore[assignment]
    queries.seats = seats
    SETTINGS.update(workers=1, threads=THREADS)
    Gunicorn(Config.from_env(), f"127.0.0.1:{sys.argv[1]}", prepares=False).run()


if __name__ == "__main__":
    main()
