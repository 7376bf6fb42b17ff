"""What organizers ask: put together, answered while registering, read by the organizers alone."""

import pytest
import sqlalchemy as sa

from app.accounts.models import EmailProof
from app.accounts.proofs import link
from app.events.models import Question, Slot
from app.events.rules import Asks
from app.groups.models import Action
from app.kit.clock import now
from app.kit.db import db
from app.registrations import operations, queries
from app.registrations.models import Answer, Registration
from app.registrations.operations import Wish, register
from app.registrations.operations.questioning import AnsweredAlready, QuestionPlan, ask
from app.registrations.states import State
from tests.factories import a_group, a_member, an_event, owner_of
from tests.registrations.worlds import loaded, somebody_registers

NEWCOMER = {
    "family_name": "Kato",
    "given_name": "Emi",
    "email": "emi@example.org",
    "purpose": "friends",
}
DIET = QuestionPlan("What do you not eat?")
DRINK = QuestionPlan("Tea or coffee?", Asks.CHOICE, ("Tea", "Coffee"), is_required=True)
FIRST = QuestionPlan("Is it your first time?", Asks.YES_NO, is_required=True)


def asks(event, *plans):
    ask(event, list(plans), by=owner_of(event.group), at=now())
    db.session.commit()
    return queries.questions(event.id)


def place(event, rest=""):
    return f"/events/{event.slug}/registration{rest}"


def kept(registration):
    return [text for _question, text in queries.answers_of([registration.id])[registration.id]]


def editor_rows(*rows):
    return {f"rows-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}


# The rule


def test_nobody_registers_without_answering_what_must_be_answered(count):
    event = an_event()
    _diet, drink = asks(event, DIET, DRINK)
    with pytest.raises(operations.AnswersMissing):
        somebody_registers(event)
    with pytest.raises(operations.AnswersMissing):
        somebody_registers(event, answers={drink.id: "Beer"})
    assert somebody_registers(event, answers={drink.id: "Tea"}).state == State.CONFIRMED
    assert count(Registration) == 1


def test_an_answer_to_somebody_elses_question_is_dropped(count):
    (foreign,) = asks(an_event(), DIET)
    somebody_registers(an_event(), answers={foreign.id: "Nuts"})
    assert count(Answer) == 0


def test_a_question_that_is_left_out_is_asked_no_more_and_its_answers_stay():
    event = an_event()
    diet, _drink = asks(event, DIET, DRINK)
    registration = somebody_registers(event, answers={diet.id: "Nuts", _drink.id: "Tea"})
    asks(event, QuestionPlan("Tea or coffee, please?", Asks.CHOICE, ("Tea",), True, _drink.id))
    assert [question.text for question in queries.questions(event.id)] == ["Tea or coffee, please?"]
    assert kept(registration) == ["Nuts", "Tea"]


def test_a_question_nobody_has_answered_is_gone_without_a_trace(count):
    event = an_event()
    asks(event, DIET)
    asks(event)
    assert count(Question) == 0


def test_the_kind_of_answer_stays_once_somebody_has_answered():
    event = an_event()
    (diet,) = asks(event, DIET)
    somebody_registers(event, answers={diet.id: "Nuts"})
    with pytest.raises(AnsweredAlready):
        asks(event, QuestionPlan(DIET.text, Asks.YES_NO, question_id=diet.id))


def test_changing_the_questions_is_written_down(count):
    event = an_event()
    asks(event, DIET)
    line = db.session.scalars(sa.select(Action)).one()
    assert (line.kind, line.event_name) == ("questions_changed", event.public_id)


# Answering on the page


def test_a_member_answers_while_registering(browser):
    event = an_event()
    diet, drink, first = asks(event, DIET, DRINK, FIRST)
    browser.sign_in(a_member())
    given = {
        "purpose": "growth",
        f"question_{diet.id}": "Nuts\nand shrimps",
        f"question_{drink.id}": "Coffee",
        f"question_{first.id}": "no",
    }
    answer = browser.post(place(event), data=given, follow_redirects=True)
    assert "Your seat is confirmed." in answer.text
    assert "and shrimps" in answer.text
    assert kept(db.session.scalars(sa.select(Registration)).one()) == [
        "Nuts\nand shrimps",
        "Coffee",
        "no",
    ]


def test_what_is_missing_is_said_at_the_field_and_nothing_typed_is_lost(browser, count):
    event = an_event()
    diet, drink = asks(event, DIET, DRINK)
    browser.sign_in(a_member())
    given = {"purpose": "growth", f"question_{diet.id}": "Peanuts, <b>all</b> of them"}
    page = browser.post(place(event), data=given).text
    assert "Please answer this question." in page
    assert f'href="#question_{drink.id}"' in page
    assert "Peanuts, &lt;b&gt;all&lt;/b&gt; of them" in page
    assert count(Registration) == 0


@pytest.mark.parametrize("text", ["x" * 2_001, "Ｂｅｅｒ"])
def test_too_much_or_what_is_not_offered_is_answered_kindly(browser, count, text):
    event = an_event()
    diet, drink = asks(event, DIET, DRINK)
    browser.sign_in(a_member())
    given = {"purpose": "growth", f"question_{diet.id}": text, f"question_{drink.id}": text}
    page = browser.post(place(event), data=given)
    assert page.status_code == 200
    assert "Please look at this again." in page.text
    assert count(Registration) == 0


def test_what_is_refused_in_the_end_comes_back_with_everything_typed(browser, count):
    slots = [Slot(name="Seat", capacity=0, has_waitlist=False), Slot(name="Line", position=1)]
    slots.append(Slot(name="Full", capacity=1, has_waitlist=False, position=2))
    event = an_event(slots=slots)
    (diet,) = asks(event, DIET)
    somebody_registers(event, slots=(slots[2].id,))
    db.session.commit()
    browser.sign_in(a_member())
    given = {"purpose": "growth", "slot": slots[2].id, f"question_{diet.id}": "Peanuts"}
    answer = browser.post(place(event), data=given)
    assert answer.status_code == 409
    assert "All seats are taken, and there is no waitlist." in answer.text
    assert "Peanuts" in answer.text
    assert count(Registration) == 1


def test_a_newcomers_answers_travel_with_the_link(browser):
    event = an_event()
    (drink,) = asks(event, DRINK)
    assert (
        "Please answer this question."
        in browser.post(place(event, "/newcomer"), data=NEWCOMER).text
    )
    browser.post(place(event, "/newcomer"), data=NEWCOMER | {f"question_{drink.id}": "Tea"})
    path = link(db.session.scalars(sa.select(EmailProof)).one()).removeprefix("http://localhost")
    browser.post(path)
    assert kept(db.session.scalars(sa.select(Registration)).one()) == ["Tea"]


def test_a_question_asked_meanwhile_is_put_to_the_newcomer_with_everything_typed(browser, count):
    event = an_event()
    (diet,) = asks(event, DIET)
    browser.post(place(event, "/newcomer"), data=NEWCOMER | {f"question_{diet.id}": "Peanuts"})
    asks(event, QuestionPlan(DIET.text, question_id=diet.id), DRINK)
    path = link(db.session.scalars(sa.select(EmailProof)).one()).removeprefix("http://localhost")
    page = browser.post(path)
    assert page.status_code == 200
    assert "Tea or coffee?" in page.text
    assert "Peanuts" in page.text
    assert 'value="friends" checked' in page.text or "checked" in page.text
    assert count(Registration) == 0
    assert browser.get("/me").status_code == 200


def test_answers_can_be_changed_later(browser):
    event = an_event()
    diet, drink = asks(event, DIET, DRINK)
    registration = somebody_registers(
        event, purpose="friends", answers={diet.id: "Nuts", drink.id: "Tea"}
    )
    browser.sign_in(loaded(registration).attendee)
    assert "Nuts" in browser.get(place(event, "/choices")).text
    given = {"purpose": "friends", "list_visibility": "organizers"}
    given |= {f"question_{diet.id}": "", f"question_{drink.id}": "Coffee"}
    assert browser.post(place(event, "/choices"), data=given).status_code == 303
    assert kept(registration) == ["Coffee"]


# The editor


def test_an_organizer_puts_a_question_together_and_gets_an_empty_row_for_the_next(browser):
    group = a_group()
    event = an_event(group)
    browser.sign_in(owner_of(group))
    path = f"/events/{event.slug}/questions"
    rows = editor_rows(
        {
            "text": DRINK.text,
            "asks": "choice",
            "choices": "Tea\n\n Coffee \nTea",
            "is_required": "y",
        }
    )
    page = browser.post(path, data=rows, follow_redirects=True).text
    (asked,) = queries.questions(event.id)
    assert (asked.choices, asked.is_required) == (["Tea", "Coffee"], True)
    assert 'name="rows-1-text"' in page


def test_questions_are_put_in_the_order_of_their_places(browser):
    group = a_group()
    event = an_event(group)
    diet, drink = asks(event, DIET, DRINK)
    browser.sign_in(owner_of(group))
    rows = editor_rows(
        {"question_id": diet.id, "text": DIET.text, "asks": "text", "place": "２"},
        {
            "question_id": drink.id,
            "text": DRINK.text,
            "asks": "choice",
            "choices": "Tea\nCoffee",
            "place": "1",
        },
    )
    browser.post(f"/events/{event.slug}/questions", data=rows)
    db.session.expire_all()
    assert [question.id for question in queries.questions(event.id)] == [drink.id, diet.id]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"text": "", "choices": "Tea\nCoffee", "asks": "choice"}, "Please write the question."),
        ({"text": "Which?", "choices": "Tea", "asks": "choice"}, "at least two choices"),
        ({"text": "Which?", "choices": "a\n" + "b" * 101, "asks": "choice"}, "at most 100"),
        ({"text": "Which?", "choices": "\n".join(map(str, range(21))), "asks": "choice"}, "20"),
        ({"text": "W" * 301, "asks": "text"}, "at most 300 characters"),
    ],
)
def test_a_question_that_cannot_be_asked_comes_back_with_what_was_typed(browser, row, words):
    group = a_group()
    event = an_event(group)
    browser.sign_in(owner_of(group))
    page = browser.post(f"/events/{event.slug}/questions", data=editor_rows(row)).text
    assert words in page
    assert (row["text"] or "Coffee") in page
    assert queries.questions(event.id) == []


def test_only_organizers_see_the_editor(browser):
    event = an_event()
    browser.sign_in(a_member())
    assert browser.get(f"/events/{event.slug}/questions").status_code == 403


def test_registering_asks_no_more_of_the_database_for_twelve_questions_than_for_two(statements):
    def cost(number):
        event, member = an_event(), a_member()
        asked = asks(event, *(QuestionPlan(f"Number {n}?") for n in range(number)))
        wish = Wish(answers={question.id: "Yes" for question in asked})
        with statements() as made:
            register(event, member, wish, at=now())
        return len(made)

    assert cost(12) <= cost(2) + 1
