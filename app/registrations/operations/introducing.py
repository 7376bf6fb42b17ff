"""Writing down what one says of oneself at an event."""

from datetime import datetime

from app.kit.db import db, lock
from app.registrations.models import Registration, SelfIntroduction
from app.registrations.rules import Minute


def introduce(
    registration: Registration, minute: Minute, *, goes_on_paper: bool, at: datetime
) -> None:
    """Keep what the holder says of themselves, and whether the organizers may print it.

    Locks the registration.
    """
    lock(registration)
    said = SelfIntroduction(
        registration_id=registration.id,
        does=minute.does,
        talks_about=minute.talks_about,
        gives=minute.gives,
        goes_on_paper=goes_on_paper,
        changed_at=at,
    )
    db.session.merge(said)
