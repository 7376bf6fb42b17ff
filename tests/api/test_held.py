"""Everything held about a member: no column that names people is forgotten."""

from datetime import timedelta

import pytest

from app.api.holding import everything_held
from app.introductions.models import Posting, Terms, Thanks
from app.introductions.rules import Place, Topic
from app.introductions.rules import Side as BoardSide
from app.keeping.models import FavourEntry, Goal, Target, TouchEntry
from app.keeping.operations import set_aim
from app.keeping.rules import Direction, Favour, Horizon, Touch
from app.kit.clock import now
from app.kit.db import Model, db
from app.moderation.models import Report
from app.moderation.rules import Kind, Subject
from app.notifications.operations import say_to_promotion, turn_off
from app.recaps.models import Feedback
from app.recaps.rules import Face
from app.relay.models import RelayedMessage
from app.relay.rules import Matter
from tests.factories import a_group, a_member, an_event, blocked, connected

pytestmark = pytest.mark.usefixtures("app")

# Where it stands in the copy, for each column that names somebody.
TOLD = {
    "api_tokens.member_id": "keys",
    "asking_pauses.member_id": "own.asking_pauses",
    "blocks.blocker_id": "blocked",
    "chore_hands.member_id": "own.hands",
    "chores.named_by_id": "own.chores",
    "connection_invitations.owner_id": "own.invitations",
    "connection_sides.owner_id": "connections",
    "connections.high_id": "connections",
    "connections.low_id": "connections",
    "consents.member_id": "own.consents",
    "consultations.asker_id": "own.consultations",
    "dismissals.member_id": "dismissed",
    "favours.owner_id": "own.favours",
    "feed_tokens.member_id": "own.feeds",
    "goals.member_id": "own.goals",
    "growth_check_ins.member_id": "learning",
    "growth_goals.member_id": "learning",
    "growth_pairs.asked_by_id": "learning",
    "introduction_outcomes.member_id": "own.outcomes",
    "introduction_terms.member_id": "own.terms",
    "introduction_vouchers.member_id": "own.vouchers",
    "introductions.asker_id": "introductions",
    "introductions.connector_id": "introductions",
    "introductions.target_id": "introductions",
    "joint_tasks.made_by_id": "tasks",
    "joint_tasks.owner_id": "tasks",
    "likes.member_id": "marked",
    "mails.member_id": "letters",
    "meeting_answers.member_id": "said",
    "meal_seats.member_id": "own.meal_seats",
    "meals.proposed_by_id": "own.meals",
    "memberships.member_id": "groups",
    "paces.member_id": "own.pace",
    "posting_responses.member_id": "own.responses",
    "pledges.owner_id": "own.promises",
    "postings.author_id": "own.postings",
    "preferences.member_id": "own.mail_choices",
    "profiles.member_id": "me",
    "promotion_consents.member_id": "own.promotion",
    "recap_answers.member_id": "own.feedback",
    "registrations.attendee_id": "places",
    "relayed_messages.writer_id": "own.messages",
    "reports.by_id": "own.reports",
    "second_addresses.member_id": "own.second_address",
    "sign_ins.member_id": "sign_ins",
    "targets.member_id": "own.targets",
    "thanks.from_id": "own.thanks",
    "thanks.to_id": "own.thanks",
    "touches.owner_id": "own.touches",
    "venue_consents.member_id": "own.venue",
    "weekly_aims.member_id": "own.aim",
    "worries.member_id": "worries",
}
# Why it is not in the copy.
OTHERS = "what others said or decided, which they keep to themselves"
OFFICE = "what was done for a group or the house, which stands in its own log"
PASSING = "made anew from what is told, or gone with the next sign-in"
LEFT_OUT = {
    **dict.fromkeys(
        (
            "bans.member_id",
            "blocks.blocked_id",
            "connection_invitations.used_by_id",
            "consultations.asked_id",
            "dismissals.dismissed_id",
            "identity_checks.member_id",
            "introduction_incidents.about_id",
            "introduction_vouchers.voucher_id",
            "likes.liked_id",
            "measures.about_id",
            "meeting_answers.person_id",
            "pairings.high_id",
            "pairings.low_id",
            "relayed_messages.reader_id",
            "reports.about_id",
            "team_invitations.member_id",
        ),
        OTHERS,
    ),
    **dict.fromkeys(
        (
            "actions.actor_id",
            "announcements.by_id",
            "attendance_entries.actor_id",
            "attendee_imports.by_id",
            "bans.by_id",
            "column_mappings.by_id",
            "door_attempts.actor_id",
            "door_links.by_id",
            "events.host_id",
            "identity_checks.by_id",
            "introduction_incidents.by_id",
            "introduction_incidents.handled_by_id",
            "invitations.by_id",
            "measures.by_id",
            "pairings.by_id",
            "programme_imports.by_id",
            "recap_words.by_id",
            "registrations.override_by_id",
            "round_changes.actor_id",
            "seatings.asked_by_id",
            "table_locks.by_id",
            "tag_changes.by_id",
            "tag_merges.by_id",
            "tag_merges.undone_by_id",
            "team_invitations.by_id",
        ),
        OFFICE,
    ),
    **dict.fromkeys(
        (
            "alongside_steps.actor_id",
            "alongside_steps.member_id",
            "api_replies.member_id",
            "approaches.member_id",
            "connections.asked_by_id",
            "email_proofs.member_id",
            "introduction_prompts.member_id",
            "introduction_prompts.one_id",
            "introduction_prompts.other_id",
            "introduction_steps.actor_id",
            "listed.person_id",
            "listed.viewer_id",
            "notices.member_id",
            "registration_changes.actor_id",
            "seats.member_id",
            "showings.person_id",
            "showings.viewer_id",
        ),
        PASSING,
    ),
}


def test_every_column_that_names_a_member_is_told_or_has_a_reason():
    named = {
        f"{table.name}.{column.name}"
        for table in Model.metadata.tables.values()
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name == "users"
    }
    assert named == TOLD.keys() | LEFT_OUT.keys()
    assert not TOLD.keys() & LEFT_OUT.keys()
    copy = everything_held(a_member(), now()).model_dump()
    places = {*copy, *(f"own.{name}" for name in copy["own"])}
    assert set(TOLD.values()) <= places


def test_what_a_member_has_written_and_chosen_goes_along():
    me, friend, at = a_member("Aoi"), a_member("Rei"), now()
    tie, group, event = connected(me, friend), a_group(me), an_event()
    until = at + timedelta(days=30)
    db.session.add_all(
        [
            Goal(member_id=me.id, horizon=Horizon.ONE_YEAR, words="A goal", changed_at=at),
            Target(member_id=me.id, words="A target", made_at=at),
            TouchEntry(connection_id=tie.id, owner_id=me.id, kind=Touch.MET, words="Lunch", at=at),
            FavourEntry(connection_id=tie.id, owner_id=me.id, direction=Direction.GAVE,
                        kind=Favour.MANUAL, words="A favour", at=at),
            Posting(group_id=group.id, author_id=me.id, side=BoardSide.OFFER, topic=Topic.ADVICE,
                    place=Place.EITHER, title="A title", words="A posting", posted_at=at,
                    until=until),
            Terms(member_id=me.id, target_cap=5),
            Thanks(from_id=me.id, to_id=friend.id, words="Given", at=at),
            Thanks(from_id=friend.id, to_id=me.id, words="Received", at=at),
            Feedback(event_id=event.id, member_id=me.id, face=Face.GLAD, words="An answer",
                     answered_at=at),
            Report(by_id=me.id, kind=Kind.OTHER, subject=Subject.PERSON, words="A report", at=at),
            RelayedMessage(matter=Matter.CONNECTION, about_id=tie.id, writer_id=me.id,
                           reader_id=friend.id, subject="A subject", body="A message",
                           arrived_as="x", received_at=at),
        ]
    )  # fmt: skip
    set_aim(me, 3, is_told=False)
    turn_off(me, "recaps", at=at)
    say_to_promotion(me, is_given=True, locale="en", source="settings", at=at)
    db.session.flush()

    own = everything_held(me, at).own

    said = ("goals", "targets", "touches", "favours", "postings", "feedback", "reports")
    assert [getattr(own, name)[0].words for name in said] == [
        *("A goal", "A target", "Lunch", "A favour", "A posting", "An answer", "A report")
    ]
    assert [(each.mine, each.words) for each in own.thanks] == [
        (False, "Received"),
        (True, "Given"),
    ]
    assert {each.person.id for each in (*own.touches, *own.favours, *own.thanks)} == {
        friend.public_id
    }
    assert own.messages[0].body == "A message"
    assert (own.aim[0].people, own.terms[0].target_cap) == (3, 5)
    assert [choice.topic for choice in own.mail_choices] == ["recaps"]
    assert own.promotion[0].is_given
    theirs = everything_held(friend, at).own
    assert not any(getattr(theirs, name) for name in type(own).model_fields if name != "thanks")


def test_whoever_is_kept_apart_is_not_named_and_their_words_stay_theirs():
    me, other, at = a_member("Aoi"), a_member("Rei"), now()
    tie = connected(me, other)
    db.session.add_all(
        [
            TouchEntry(
                connection_id=tie.id, owner_id=me.id, kind=Touch.MET, words="A lunch", at=at
            ),
            Thanks(from_id=me.id, to_id=other.id, words="Given", at=at),
            Thanks(from_id=other.id, to_id=me.id, words="Received", at=at),
        ]
    )
    blocked(other, me)
    db.session.flush()
    own = everything_held(me, at).own
    assert [(each.person, each.words) for each in own.thanks] == [(None, "Given")]
    assert own.touches[0].person is None
    assert other.public_id not in own.model_dump_json()
