"""A house of its own for what would disturb everybody else: all processes of `./kizuna serve`."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.kit.db import db
from app.registrations.models import Registration
from benchmarks.rig import people
from benchmarks.rig.house import House, folder, serving_in
from benchmarks.rig.visitors import Visitor

DISK_MB = 130
GUESTS = 150
RECOVERS_WITHIN = 120


class Town:
    """The house with its people: a host, and many guests who are signed in."""

    def __init__(self, house: House, *, has_own_disk: bool) -> None:
        self.house = house
        self.has_own_disk = has_own_disk
        self.host, *members = people.some_members(GUESTS + 1)
        self.group = people.a_group(self.host)
        self.guests: list[Visitor] = people.browsers(members)

    def an_evening(self) -> tuple[int, str]:
        """The id of a new event with room for everybody, and where to register for it."""
        event = people.an_evening(self.group, self.host, 10_000)
        found = event.id, f"/events/{event.slug}/registration"
        db.session.rollback()
        return found

    def recover(self) -> None:
        """Return once the database answers; a disk that was full may have made it start anew."""
        until = time.monotonic() + RECOVERS_WITHIN
        while True:
            db.session.rollback()
            db.engine.dispose()
            try:
                db.session.scalar(sa.select(1))
            except sa.exc.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)
            else:
                db.session.rollback()
                return

    def registered(self, event_id: int) -> int:
        """How many people have a place, asked over a fresh line."""
        db.session.rollback()
        db.engine.dispose()
        query = sa.select(sa.func.count(Registration.id))
        count = db.session.scalar(query.where(Registration.event_id == event_id))
        db.session.rollback()
        return count or 0


@pytest.fixture(scope="package")
def town() -> Iterator[Town]:
    with folder() as var, _own_disk(var) as has_own_disk, serving_in(var) as house:
        yield Town(house, has_own_disk=has_own_disk)


@contextmanager
def _own_disk(place: Path) -> Iterator[bool]:
    """A small disk mounted at `place`, if this account may do that."""
    options = f"size={DISK_MB}m,mode={place.stat().st_mode & 0o777:o}"
    command = ["mount", "-t", "tmpfs", "-o", options, "kizuna", str(place)]
    is_mounted = os.geteuid() == 0 and not subprocess.run(command, check=False).returncode
    try:
        yield is_mounted
    finally:
        if is_mounted:
            subprocess.run(["umount", "--lazy", str(place)], check=True)
