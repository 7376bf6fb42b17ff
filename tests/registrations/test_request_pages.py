"""Asking to come, and answering those who ask, from the browser."""

from app.events.models import Slot
from app.events.rules import Mode
from app.groups.models import Ban
from app.kit.clock import now
from app.kit.db import db
from app.registrations.operations import Wish, register
from app.registrations.operations.questioning import QuestionPlan, ask
from app.registrations.states import State
from tests.factories import a_group, a_member, an_event, owner_of, saved
from tests.registrations.worlds import a_full_house, loaded, somebody_registers


def by_approval(group=None, capacity=1, **given):
    return an_event(group, slots=[Slot(capacity=capacity, mode=Mode.APPROVAL)], **given)


def place(event, rest=""):
    return f"/events/{event.slug}/registration{rest}"


def requests_of(event):
    return f"/events/{event.slug}/requests"


def test_a_member_asks_to_come_and_reads_what_happens_next(browser):
    event = by_approval()
    browser.sign_in(a_member())
    page = browser.get(place(event)).text
    assert "The organizers decide who comes." in page
    answer = browser.post(place(event), data={"purpose": "growth"}, follow_redirects=True).text
    assert "The organizers have your request" in answer
    assert "No seat is yours yet." in answer
    assert "Withdraw …" in answer


def test_a_request_is_withdrawn_on_the_same_page(browser):
    event = by_approval()
    request = somebody_registers(event)
    browser.sign_in(loaded(request).attendee)
    assert "Withdraw?" in browser.get(place(event, "/cancellation")).text
    browser.post(place(event, "/cancellation"))
    db.session.refresh(request)
    assert request.state == State.CANCELLED


def test_organizers_read_who_asks_with_their_answers_and_say_yes(browser):
    group = a_group()
    event = by_approval(group)
    ask(event, [QuestionPlan("Why you?")], by=owner_of(group), at=now())
    db.session.flush()
    from app.registrations.queries import questions

    (why,) = questions(event.id)
    request = somebody_registers(event, purpose="growth", answers={why.id: "I cook."})
    browser.sign_in(owner_of(group))
    page = browser.get(requests_of(event)).text
    assert "Why you?" in page
    assert "I cook." in page
    answer = browser.post(
        f"{requests_of(event)}/{request.public_id}",
        data={"decision": "confirm"},
        follow_redirects=True,
    )
    assert "They are being told by e-mail." in answer.text
    assert "Nobody awaits an answer" in answer.text
    db.session.refresh(request)
    assert request.state == State.CONFIRMED


def test_a_yes_without_a_seat_says_so_and_changes_nothing(browser):
    group = a_group()
    event = by_approval(group, capacity=0)
    request = somebody_registers(event)
    browser.sign_in(owner_of(group))
    path = f"{requests_of(event)}/{request.public_id}"
    headers = {"Referer": f"http://localhost{requests_of(event)}"}
    page = browser.post(
        path, data={"decision": "confirm"}, headers=headers, follow_redirects=True
    ).text
    assert "No seat is free" in page
    db.session.refresh(request)
    assert request.state == State.PENDING


def test_a_name_like_one_on_the_ban_list_is_pointed_out_and_decides_nothing(browser):
    group = a_group()
    event, banned = by_approval(group), a_member("Kazuhiro", "Watanabe")
    saved(Ban(group_id=group.id, member_id=banned.id, banned_at=now()))
    for name in ("Kazuhiroo", "Emi"):
        register(event, a_member(name, "Watanabe"), Wish(), at=now())
    db.session.commit()
    browser.sign_in(owner_of(group))
    assert browser.get(requests_of(event)).text.count("A name like this is on the ban list") == 1


def test_an_unknown_decision_changes_nothing(browser):
    group = a_group()
    request = somebody_registers(by_approval(group))
    browser.sign_in(owner_of(group))
    path = f"{requests_of(loaded(request).event)}/{request.public_id}"
    assert browser.post(path, data={"decision": "perhaps"}).status_code == 303
    db.session.refresh(request)
    assert request.state == State.PENDING


def test_requests_are_no_business_of_anybody_else(browser):
    request = somebody_registers(by_approval())
    browser.sign_in(a_member())
    path = requests_of(loaded(request).event)
    assert browser.get(path).status_code == 403
    answer = browser.post(f"{path}/{request.public_id}", data={"decision": "confirm"})
    assert answer.status_code == 403


def test_a_request_to_another_event_is_not_found_here(browser):
    group = a_group()
    request = somebody_registers(by_approval(group))
    other = by_approval(group)
    browser.sign_in(owner_of(group))
    path = f"{requests_of(other)}/{request.public_id}"
    assert browser.post(path, data={"decision": "confirm"}).status_code == 404


def test_requests_cost_the_same_whether_five_or_twenty_ask(browser, statements):
    group = a_group()
    event = by_approval(group)
    browser.sign_in(owner_of(group))

    def cost():
        db.session.commit()
        with statements() as made:
            browser.get(requests_of(event))
        return len(made)

    for _ in range(5):
        somebody_registers(event)
    few = cost()
    for _ in range(15):
        somebody_registers(event)
    assert cost() <= few


def test_an_attendee_moves_to_another_slot(browser):
    slots = [Slot(name="Seat", capacity=1), Slot(name="Standing", capacity=1, position=1)]
    event = an_event(slots=slots)
    seated = somebody_registers(event, slots=(slots[0].id,))
    browser.sign_in(loaded(seated).attendee)
    assert "Change the slot" in browser.get(place(event)).text
    assert "Standing" in browser.get(place(event, "/slot")).text
    answer = browser.post(
        place(event, "/slot"), data={"slot": slots[1].id}, follow_redirects=True
    ).text
    assert "Your seat is in the other slot now." in answer
    db.session.refresh(seated)
    assert seated.slot_id == slots[1].id


def test_without_a_free_slot_there_is_nowhere_to_move(browser):
    slots = [Slot(name="Seat", capacity=1), Slot(name="Standing", capacity=0, position=1)]
    event = an_event(slots=slots)
    seated = somebody_registers(event)
    browser.sign_in(loaded(seated).attendee)
    assert "No other slot has a free seat just now." in browser.get(place(event, "/slot")).text
    page = browser.post(place(event, "/slot"), data={"slot": slots[1].id}).text
    assert "No other slot has a free seat just now." in page


def test_the_party_leads_first_to_the_talk_and_later_from_it(browser):
    group = a_group()
    talk = an_event(group, title="The talk")
    party = an_event(group, title="The party", requires_event_id=talk.id)
    member = a_member()
    assert "Register there first" in browser.get(place(party)).text
    browser.sign_in(member)
    page = browser.get(place(party)).text
    assert "This is for people with a seat at “The talk”" in page
    assert f'href="{place(talk)}"' in page
    register(talk, member, Wish(purpose="friends"), at=now())
    db.session.commit()
    assert "The party" in browser.get(place(talk)).text
    assert "Which slot?" not in browser.get(place(party)).text
    answer = browser.post(place(party), data={"purpose": "friends"}, follow_redirects=True)
    assert "Your seat is confirmed." in answer.text
    leaving = browser.get(place(talk, "/cancellation")).text
    assert "This gives back your other places, too." in leaving


def test_ones_own_page_says_what_one_chose(browser):
    event = an_event(capacity=1)
    _seated, waiting = a_full_house(event, purpose="friends")
    browser.sign_in(loaded(waiting).attendee)
    page = browser.get(place(event)).text
    for words in ("What brings me", "Who sees that I come", "The organizers only"):
        assert words in page
    assert "A seat may be offered until" in page
    assert "The day before" in page


def test_where_registration_is_elsewhere_the_page_leads_there(browser):
    event = an_event(elsewhere_url="https://connpass.example/event/1")
    page = browser.get(place(event)).text
    assert 'href="https://connpass.example/event/1"' in page
    assert 'name="email"' not in page
