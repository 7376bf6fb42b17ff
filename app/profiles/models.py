"""Profiles: what members show of themselves, and the tags they say it with."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.kit.db import Key, Model, member_key
from app.profiles.traits import Backing, Facet, Stance, TagDeed, Worry
from app.profiles.visibility import Closeness, is_open

ADVICE_CAP = 2


class Tag(Model):
    """One concept, however it is spelled; a label for each language where there is one."""

    __tablename__ = "tags"

    id: Mapped[Key]
    slug: Mapped[str | None] = mapped_column(unique=True)
    label_ja: Mapped[str]
    label_en: Mapped[str]
    # What moderators have found to be the same; the row stays, so that it can be split again.
    merged_into_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("tags.id", ondelete="SET NULL"), index=True
    )
    # When a moderator looked at a tag that people have coined.
    reviewed_at: Mapped[datetime | None]

    def label_in(self, locale: str) -> str:
        return self.label_ja if locale == "ja" else self.label_en


class TagSpelling(Model):
    """A key under which people have written a tag."""

    __tablename__ = "tag_spellings"

    key: Mapped[str] = mapped_column(primary_key=True)
    tag_id: Mapped[int] = mapped_column(sa.ForeignKey("tags.id", ondelete="CASCADE"), index=True)

    tag: Mapped[Tag] = relationship(lazy="joined", innerjoin=True)


class ProfileTag(Model):
    """A tag on somebody's profile, in the order they chose."""

    __tablename__ = "profile_tags"

    member_id: Mapped[int] = mapped_column(
        sa.ForeignKey("profiles.member_id", ondelete="CASCADE"), primary_key=True
    )
    facet: Mapped[Facet] = mapped_column(primary_key=True)
    tag_id: Mapped[int] = mapped_column(
        sa.ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(default=0)
    # In a sentence: what I can do for you; or, for a need, what it is for.
    words: Mapped[str] = mapped_column(default="", server_default="")
    # By which standard one chooses; of needs alone.
    standard: Mapped[str] = mapped_column(default="", server_default="")

    tag: Mapped[Tag] = relationship(lazy="joined", innerjoin=True)

    __table_args__ = (
        # The next few who have said a word, from somebody on.
        sa.Index("ix_profile_tags_who_says", "tag_id", "facet", "member_id"),
    )


class Evidence(Model):
    """Something somebody has done or learned, on which an offer rests; or all of their offers."""

    __tablename__ = "evidence"

    id: Mapped[Key]
    member_id: Mapped[int] = mapped_column(
        sa.ForeignKey("profiles.member_id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[Backing]
    # As what somebody worked, or the name of the qualification.
    what: Mapped[str]
    # At which place, or by whom it was given.
    place: Mapped[str] = mapped_column(default="")
    from_year: Mapped[int | None]
    # None: still today, where there is a first year. A qualification has one year alone.
    to_year: Mapped[int | None]
    # The offer it stands behind. None: all of them.
    tag_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("tags.id", ondelete="CASCADE"), index=True
    )

    tag: Mapped[Tag | None] = relationship(lazy="joined")


class TagMerge(Model):
    """Two tags found to be one, and perhaps taken apart again."""

    __tablename__ = "tag_merges"

    id: Mapped[Key]
    old_id: Mapped[int] = mapped_column(sa.ForeignKey("tags.id", ondelete="CASCADE"), index=True)
    into_id: Mapped[int] = mapped_column(sa.ForeignKey("tags.id", ondelete="CASCADE"), index=True)
    # The spellings that moved.
    keys: Mapped[list[str]]
    by_id: Mapped[int | None] = member_key(ondelete="SET NULL")
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = member_key(ondelete="SET NULL")

    old: Mapped[Tag] = relationship(foreign_keys=old_id, lazy="joined", innerjoin=True)
    into: Mapped[Tag] = relationship(foreign_keys=into_id, lazy="joined", innerjoin=True)


class TagMergeMark(Model):
    """Who had the tag that was merged away, so that a split can give it back."""

    __tablename__ = "tag_merge_marks"

    merge_id: Mapped[int] = mapped_column(
        sa.ForeignKey("tag_merges.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[int] = mapped_column(
        sa.ForeignKey("profiles.member_id", ondelete="CASCADE"), primary_key=True, index=True
    )
    facet: Mapped[Facet] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    had_both: Mapped[bool] = mapped_column(default=False)


class TagChange(Model):
    """One thing a moderator has done to a tag; lines are added and never changed."""

    __tablename__ = "tag_changes"

    id: Mapped[Key]
    tag_id: Mapped[int] = mapped_column(sa.ForeignKey("tags.id", ondelete="CASCADE"), index=True)
    deed: Mapped[TagDeed]
    other_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("tags.id", ondelete="SET NULL"), index=True
    )
    word: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = member_key(ondelete="SET NULL")
    at: Mapped[datetime]

    tag: Mapped[Tag] = relationship(foreign_keys=tag_id, lazy="joined", innerjoin=True)
    other: Mapped[Tag | None] = relationship(foreign_keys=other_id, lazy="joined")
    by: Mapped[User | None] = relationship(lazy="joined")


class WorryOf(Model):
    """That somebody struggles with something: counted in groups, and told of nobody.

    It stands apart from the profile, so that nothing that reads profiles reads it.
    """

    __tablename__ = "worries"

    member_id: Mapped[int] = member_key(index=False, primary_key=True)
    worry: Mapped[Worry] = mapped_column(primary_key=True)


class PastStatement(Model):
    """What somebody used to say they stand for. Its owner alone reads it."""

    __tablename__ = "past_statements"

    id: Mapped[Key]
    member_id: Mapped[int] = mapped_column(
        sa.ForeignKey("profiles.member_id", ondelete="CASCADE"), index=True
    )
    words: Mapped[str]
    since: Mapped[datetime]
    until: Mapped[datetime]


class StudyNote(Model):
    """A line somebody wrote, on some day, about what they are learning."""

    __tablename__ = "study_notes"
    __table_args__ = (sa.Index("ix_study_notes_member_id_on", "member_id", "on"),)

    id: Mapped[Key]
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("profiles.member_id", ondelete="CASCADE"))
    on: Mapped[date]
    words: Mapped[str]


class AdviceTopic(Model):
    """Something somebody is glad to be asked about: in which ways, and for how long."""

    __tablename__ = "advice_topics"

    id: Mapped[Key]
    member_id: Mapped[int] = mapped_column(
        sa.ForeignKey("profiles.member_id", ondelete="CASCADE"), index=True
    )
    words: Mapped[str]
    ways: Mapped[list[str]]
    minutes: Mapped[int]


class Profile(Model):
    """What a member says about themselves; each field with its own visibility."""

    __tablename__ = "profiles"

    member_id: Mapped[int] = member_key(index=False, primary_key=True)
    headline: Mapped[str] = mapped_column(default="")
    company: Mapped[str] = mapped_column(default="")
    industry: Mapped[str] = mapped_column(default="")
    occupation: Mapped[str] = mapped_column(default="")
    hometown: Mapped[str] = mapped_column(default="")
    school: Mapped[str] = mapped_column(default="")
    age_group: Mapped[str] = mapped_column(default="", server_default="")
    languages: Mapped[list[str]] = mapped_column(default=list)
    purposes: Mapped[list[str]] = mapped_column(default=list)
    stance: Mapped[Stance] = mapped_column(default=Stance.NONE)
    phone: Mapped[str] = mapped_column(default="")
    line_id: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")
    # What they stand for, and since when they have said it in these words.
    statement: Mapped[str] = mapped_column(default="", server_default="")
    statement_at: Mapped[datetime | None]
    # Please do not contact me if …
    not_for: Mapped[str] = mapped_column(default="", server_default="")
    # How often in thirty days they may be asked for advice.
    advice_cap: Mapped[int] = mapped_column(default=ADVICE_CAP, server_default=str(ADVICE_CAP))
    # Since when they would rather not be asked what their offers rest on.
    hint_left_at: Mapped[datetime | None]
    visibility: Mapped[dict[str, str]] = mapped_column(default=dict)
    is_reachable: Mapped[bool] = mapped_column(default=False)
    is_connector: Mapped[bool] = mapped_column(default=False)
    is_matched: Mapped[bool] = mapped_column(default=True)
    # That somebody and they have an acquaintance in common may count, and be said without a name.
    tells_ties: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    changed_at: Mapped[datetime | None] = mapped_column(index=True)

    member: Mapped[User] = relationship(lazy="raise_on_sql")
    tags: Mapped[list[ProfileTag]] = relationship(
        lazy="raise_on_sql", order_by=ProfileTag.position, cascade="all, delete-orphan"
    )

    evidence: Mapped[list[Evidence]] = relationship(
        lazy="raise_on_sql",
        order_by=lambda: (
            Evidence.kind.desc(),
            Evidence.from_year.desc().nulls_last(),
            Evidence.id,
        ),
        cascade="all, delete-orphan",
    )

    def tagged(self, facet: Facet) -> list[Tag]:
        """The tags of one facet, in the owner's order."""
        return [mark.tag for mark in self.tags if mark.facet == facet]

    def told(self, facet: Facet) -> list[ProfileTag]:
        """The tags of one facet about which there is more to read than the tag."""
        marks = (mark for mark in self.tags if mark.facet == facet)
        return [mark for mark in marks if mark.words or mark.standard]

    def backing(self, closeness: Closeness) -> list[Evidence]:
        """What somebody that close may read of what their offers rest on.

        Nothing where the offers are hidden; nothing of an offer that is no longer there.
        """
        if not (self.shows("evidence", closeness) and self.shows("offers", closeness)):
            return []
        offered = {None, *(tag.id for tag in self.tagged(Facet.OFFER))}
        return [row for row in self.evidence if row.tag_id in offered]

    def shows(self, field: str, closeness: Closeness) -> bool:
        """Whether `field` may be named to somebody that close."""
        return is_open(self.visibility, field, closeness)
