"""What a large community says of itself: words that few and many share, written in a few steps."""

from collections.abc import Iterator

import numpy as np
import sqlalchemy as sa

from app.kit.db import db
from app.profiles.models import Profile, Tag
from app.profiles.traits import Facet, Purpose
from app.profiles.vocabulary import industries

# How many words there are, and how many of them somebody says.
WORDS = {
    Facet.INTEREST: (2_000, 7),
    Facet.HOBBY: (200, 2),
    Facet.OFFER: (1_000, 3),
    Facet.NEED: (1_000, 3),
}


def they_say(ids: list[int], seed: int = 1) -> None:
    """Give everybody words, an industry and a purpose; an offer and a need of a word are one."""
    dice = np.random.default_rng(seed)
    most = max(count for count, _each in WORDS.values())
    labels = [{"label_ja": f"言葉{number}", "label_en": f"word {number}"} for number in range(most)]
    tags = list(db.session.scalars(sa.insert(Tag).returning(Tag.id), labels))
    for facet, (count, each) in WORDS.items():
        # The nth word is said 1/n as often as the first (Zipf).
        odds = np.cumsum(1 / np.arange(1, count + 1))
        drawn = np.searchsorted(odds, dice.random((len(ids), each)) * odds[-1])
        rows = (
            (member, facet.value, tags[word], 0)
            for member, words in zip(ids, drawn.tolist(), strict=True)
            for word in {*words}
        )
        _write(rows)
    codes, purposes = [one.code for one in industries()], list(Purpose)
    for number, code in enumerate(codes):
        db.session.execute(
            sa.update(Profile)
            .where(Profile.member_id.in_(ids[number :: len(codes)]))
            .values(industry=code, purposes=[purposes[number % len(purposes)]])
        )


def _write(rows: Iterator[tuple[object, ...]]) -> None:
    """One stream instead of a million statements."""
    db.session.execute(sa.text("SET LOCAL statement_timeout = 0"))
    line = db.session.connection().connection.cursor()
    with line.copy("COPY profile_tags (member_id, facet, tag_id, position) FROM STDIN") as stream:
        for row in rows:
            stream.write_row(row)
