"""Did you meet? And what a group learns from the answers."""

import random
from datetime import timedelta

import pytest

from app.kit.clock import now
from app.kit.db import db
from app.matching.circles import learned_for
from app.matching.engine.learning import Verdict
from app.matching.jobs.learning import learn_lessons
from app.matching.models.lessons import Lesson
from app.matching.models.likes import Answer
from app.matching.operations import NotYetOver, dismiss, like, tell_afterwards
from app.matching.queries import suggestions
from app.matching.queries.afterwards import asked_about
from app.matching.rules.feedback import Said
from app.profiles.traits import Facet
from tests.factories import a_member, a_seat, an_arrival, an_event, blocked, owner_of, tagged


@pytest.fixture
def over(transaction):
    """An evening that has just begun; Aoi, Ren and Mio came, Yui did not."""
    event = an_event(starts_at=now() - timedelta(minutes=5), slug="weave")
    people = []
    for name in ("Aoi", "Ren", "Mio", "Yui"):
        member = tagged(a_member(name), Facet.INTEREST, "weaving")
        seat = a_seat(event, member)
        if name != "Yui":
            an_arrival(seat)
        people.append(member)
    return event, people


def asked(event, member):
    return {one.person: one.said for one in asked_about(event, member, at=now())}


def test_one_is_asked_about_people_who_came_and_never_about_oneself(over):
    event, (aoi, ren, mio, yui) = over
    assert asked(event, aoi) == {ren: None, mio: None}
    assert asked(event, yui) == {}
    blocked(mio, aoi)
    assert asked(event, aoi) == {ren: None}


def test_the_last_word_holds_and_only_its_author_reads_it(over):
    event, (aoi, ren, *_) = over
    tell_afterwards(aoi, ren, Said.NOT_MET, event=event, at=now())
    tell_afterwards(aoi, ren, Said.MET, event=event, at=now())
    assert asked(event, aoi)[ren] == Said.MET
    assert asked(event, ren)[aoi] is None
    assert db.session.query(Answer).count() == 1


def test_whoever_says_they_have_met_is_shown_others_and_the_other_notices_nothing(over):
    event, (aoi, ren, mio, yui) = over

    def sees(viewer):
        return {match.person for match in suggestions(event, viewer, at=now(), limit=8).matches}

    assert (sees(aoi), sees(ren)) == ({ren, mio}, {aoi, mio})
    tell_afterwards(aoi, ren, Said.MET, event=event, at=now())
    assert (sees(aoi), sees(ren)) == ({mio}, {aoi, mio})
    tell_afterwards(ren, aoi, Said.MET, event=event, at=now())
    assert (sees(aoi), sees(ren)) == ({mio}, {mio})
    assert yui not in sees(aoi)


def test_nothing_is_asked_before_the_event_begins(transaction):
    event = an_event()
    aoi, ren = a_member("Aoi"), a_member("Ren")
    for member in (aoi, ren):
        a_seat(event, member)
    assert asked(event, aoi) == {}
    with pytest.raises(NotYetOver):
        tell_afterwards(aoi, ren, Said.MET, event=event, at=now())


def test_the_page_takes_an_answer(over, browser):
    event, (aoi, ren, *_) = over
    browser.sign_in(aoi)
    assert "We talked" in browser.get("/events/weave/met").text
    browser.post(f"/events/weave/met/{ren.public_id}", data={"said": "met"})
    assert asked(event, aoi)[ren] == Said.MET
    browser.post(f"/events/weave/met/{ren.public_id}", data={"said": "liked"})
    assert asked(event, aoi)[ren] == Said.MET


def test_an_answer_keeps_what_could_be_seen_of_the_two_when_it_was_first_given(over):
    event, (aoi, ren, *_) = over
    like(aoi, ren, event=event, at=now())
    first = list(db.session.query(Answer).one().terms)
    assert len(first) == 7
    assert first[0] > 0
    tagged(aoi, Facet.INTEREST, "jazz")
    tagged(ren, Facet.INTEREST, "jazz")
    dismiss(aoi, ren, event=event, at=now())
    answer = db.session.query(Answer).one()
    db.session.refresh(answer)
    assert answer.said == Said.DISMISSED
    assert list(answer.terms) == first


def answers(event, *, taste, many):
    """Answers of people who like one term of the score alone, or anybody at random."""
    lots = random.Random(7)
    people = [a_member(f"Guest{number}") for number in range(40)]
    for _ in range(many):
        one, other = lots.sample(people, 2)
        terms = [round(lots.random(), 3) for _ in range(7)]
        wanted = terms[taste] > 0.5 if taste is not None else lots.random() > 0.5
        if db.session.query(Answer).filter_by(member_id=one.id, person_id=other.id).count():
            continue
        db.session.add(
            Answer(
                member_id=one.id,
                person_id=other.id,
                event_id=event.id,
                said=Said.MET if wanted else Said.NOT_USEFUL,
                at=now(),
                terms=terms,
            )
        )
    db.session.commit()


def test_few_answers_change_nothing(transaction):
    event = an_event()
    answers(event, taste=0, many=10)
    assert learn_lessons(now()) == 1
    lesson = db.session.query(Lesson).one()
    assert lesson.verdict == Verdict.TOO_FEW
    assert learned_for(event) is None


def test_a_clear_taste_is_learned_and_organizers_can_go_back(transaction, browser):
    event = an_event()
    answers(event, taste=4, many=400)
    learn_lessons(now())
    lesson = db.session.query(Lesson).one()
    assert lesson.verdict == Verdict.BETTER
    assert 0 < lesson.low < lesson.gain < lesson.high
    assert learned_for(event).industry > 0.15  # what the table gives the trades at such a meetup
    browser.sign_in(owner_of(event.group))
    page = browser.get(f"/groups/{event.group.slug}/learning").text
    assert "Matters more here: The trades they work in" in page
    browser.post(f"/groups/{event.group.slug}/learning/table")
    db.session.expire_all()
    assert learned_for(event) is None
    browser.post(f"/groups/{event.group.slug}/learning/lesson")
    db.session.expire_all()
    assert learned_for(event) is not None


def test_answers_that_mean_nothing_leave_the_table_as_it_is(transaction):
    event = an_event()
    answers(event, taste=None, many=300)
    learn_lessons(now())
    assert db.session.query(Lesson).one().verdict == Verdict.NOT_BETTER
    assert learned_for(event) is None


def test_a_lesson_is_learned_once_a_night_and_only_from_new_answers(transaction):
    event = an_event()
    answers(event, taste=0, many=20)
    assert learn_lessons(now()) == 1
    assert learn_lessons(now()) == 0
    assert learn_lessons(now() + timedelta(days=1)) == 0
    answers(event, taste=0, many=5)
    assert learn_lessons(now() + timedelta(hours=1)) == 0
    assert learn_lessons(now() + timedelta(days=1)) == 1


def test_only_organizers_read_what_was_learned(transaction, browser):
    event = an_event()
    page = browser.sign_in(a_member()).get(f"/groups/{event.group.slug}/learning")
    assert page.status_code == 403
