"""The conversation with a mail server, word by word."""

import threading
from contextlib import contextmanager

import pytest

from app.notifications.rules import Phase
from app.notifications.wire import Envelope, Lost, No, open_line
from app.servers.postbox import listen

LETTER = Envelope("us@example.org", "aoi@example.org", b"Subject: Hi\r\n\r\n..\r\n", "a-letter")
SAID = ["MAIL FROM:<us@example.org>", "RCPT TO:<aoi@example.org>", "DATA"]
WORDS = ["Subject: Hi", "", "...", "."]
PLAIN = ("EHLO", "250 here")
CAN = ("EHLO", "250-here\r\n250 PIPELINING")
BYE = ("QUIT", "221 Bye")


def follow(script, door, heard):
    """Read until a line whose first word is that, then say this; at the end, hang up."""
    peer, _ = door.accept()
    with peer, peer.makefile("rb") as stream:
        peer.sendall(b"220 here\r\n")
        for awaited, answer in script:
            for raw in stream:
                heard.append(raw.decode().strip())
                if heard[-1].split(" ")[0].upper() == awaited:
                    break
            peer.sendall("".join(f"{line}\r\n" for line in answer.split("\r\n")).encode())


@contextmanager
def conversation(*script):
    heard: list[str] = []
    with listen() as door:
        thread = threading.Thread(target=follow, args=(script, door, heard), daemon=True)
        thread.start()
        line = open_line(f"smtp://127.0.0.1:{door.getsockname()[1]}", "example.org")
        heard.clear()
        try:
            yield line, heard
        finally:
            line.close()
            thread.join(60)


def test_a_server_that_can_gets_three_commands_at_once():
    # This one answers none of them before it has heard all: said one by one, nothing would move.
    letter = [("DATA", "250 OK\r\n250 OK\r\n354 Go on"), (".", "250 Kept")]
    with conversation(CAN, *letter, *letter, BYE) as (line, heard):
        for _letter in range(2):
            line.offer(LETTER)
            line.dot()
            assert line.answer(60) == (250, "Kept")
    assert heard == [*SAID, *WORDS, *SAID, *WORDS, "quit"]


def test_a_server_that_cannot_is_asked_one_by_one():
    script = [PLAIN, ("MAIL", "250 OK"), ("RCPT", "550 5.1.1 Nobody"), BYE]
    with conversation(*script) as (line, heard), pytest.raises(No, match=r"550 5\.1\.1 Nobody"):
        line.offer(LETTER)
    assert heard == [*SAID[:2], "quit"]


@pytest.mark.parametrize(
    ("answers", "phase", "code"),
    [
        ("530 No\r\n503 Who?\r\n503 What?", Phase.MAIL, 530),
        ("250 OK\r\n450 Later\r\n554 Nobody", Phase.RCPT, 450),
        ("250 OK\r\n250 OK\r\n451 Later", Phase.DATA, 451),
    ],
)
def test_of_several_answers_the_first_no_counts(answers, phase, code):
    script = [CAN, ("DATA", answers), BYE]
    with conversation(*script) as (line, heard), pytest.raises(No) as caught:
        line.offer(LETTER)
    assert (caught.value.phase, caught.value.code) == (phase, code)
    assert heard == [*SAID, "quit"]


def test_a_letter_to_nobody_is_ended_empty_and_the_line_goes_on():
    refused = [("DATA", "250 OK\r\n550 Nobody\r\n354 Go on"), (".", "554 No recipients")]
    script = [CAN, *refused, ("RSET", "250 OK"), *refused, BYE]
    with conversation(*script) as (line, heard):
        for _letter in range(2):
            with pytest.raises(No, match="550 Nobody"):
                line.offer(LETTER)
    assert heard == [*SAID, ".", "RSET", *SAID, ".", "quit"]


def test_a_line_that_breaks_in_between_says_how_far_it_got():
    with (
        conversation(CAN, ("DATA", "250 OK")) as (line, _heard),
        pytest.raises(Lost) as caught,
    ):
        line.offer(LETTER)
    assert caught.value.phase == Phase.RCPT
