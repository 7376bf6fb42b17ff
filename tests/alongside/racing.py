"""Several people want the last place of something in the same moment."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from app.accounts.models import User
from app.kit.db import db
from app.kit.errors import Refused
from app.web.app import App

PATIENCE = 90


def how_many_get_in(
    app: App, people: Sequence[int], act: Callable[[User], None], refused: type[Refused]
) -> int:
    """Let each of `people` act in a transaction of their own, all at once; counts those let in."""
    together = Barrier(len(people), timeout=PATIENCE)

    def alone(member_id: int) -> bool:
        with app.app_context():
            member = db.session.get_one(User, member_id)
            together.wait()
            try:
                act(member)
                db.session.commit()
            except refused:
                return False
            finally:
                db.session.remove()
            return True

    with ThreadPoolExecutor(len(people)) as crowd:
        return sum(crowd.map(alone, people))
