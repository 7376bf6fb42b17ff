"""What an answer of the mail server means, and when a letter is tried again."""

from datetime import UTC, datetime, timedelta

import pytest

from app.notifications.rules import Phase, Verdict, handful, next_try, verdict

AT = datetime(2026, 12, 4, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("phase", "code", "meaning"),
    [
        (Phase.DOT, 250, Verdict.SENT),
        (Phase.DOT, 451, Verdict.RETRY),
        (Phase.DOT, 552, Verdict.DEAD),
        (Phase.DOT, 554, Verdict.DEAD),
        (Phase.RCPT, 450, Verdict.RETRY),
        (Phase.RCPT, 421, Verdict.RETRY),
        (Phase.RCPT, 550, Verdict.DEAD),
        (Phase.RCPT, 530, Verdict.PAUSE),
        (Phase.MAIL, 451, Verdict.REST),
        (Phase.MAIL, 530, Verdict.PAUSE),
        (Phase.SESSION, 421, Verdict.REST),
        (Phase.SESSION, 454, Verdict.REST),
        (Phase.SESSION, 535, Verdict.PAUSE),
        (Phase.SESSION, 554, Verdict.PAUSE),
    ],
)
def test_an_answer_concerns_the_letter_or_the_whole_sender(phase, code, meaning):
    assert verdict(phase, code) == meaning


def test_a_letter_is_tried_again_by_the_schedule_and_then_given_up():
    waits = [next_try(tries, (60, 300), AT) for tries in (1, 2, 3)]
    assert waits == [AT + timedelta(seconds=60), AT + timedelta(seconds=300), None]


@pytest.mark.parametrize(
    ("done", "seconds", "taken"),
    [(64, 0.5, 64), (64, 5, 48), (10, 5, 7), (1, 60, 4), (0, 0, 4), (64, 0, 64)],
)
def test_a_slow_sender_takes_fewer_letters_into_its_hands(done, seconds, taken):
    assert handful(done, seconds, within=5, most=64) == taken
