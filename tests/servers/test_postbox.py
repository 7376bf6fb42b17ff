"""The postbox keeps what it is given, and says no the way real mail servers do."""

import gc
import smtplib
import socket
from contextlib import ExitStack
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from app.servers.postbox import Answers, Postbox


@pytest.fixture
def postbox():
    with Postbox() as postbox:
        yield postbox


def send(postbox: Postbox, to: str = "mio@example.jp") -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "kizuna@example.jp", to, "絆のおしらせ"
    message.set_content("こんにちは、髙﨑さん。\n")
    with smtplib.SMTP("127.0.0.1", postbox.port, timeout=60) as server:
        server.send_message(message)


def test_a_message_arrives_as_it_was_sent(postbox):
    send(postbox)
    (message,) = postbox.wait_for(1, 60)
    assert message["Subject"] == "絆のおしらせ"
    assert message.get_content() == "こんにちは、髙﨑さん。\n"


def test_messages_become_files(tmp_path):
    with Postbox(tmp_path) as postbox:
        send(postbox)
        send(postbox)
    files = sorted(tmp_path.iterdir())
    assert [file.suffix for file in files] == [".eml", ".eml"]
    message = message_from_bytes(files[0].read_bytes(), policy=policy.default)
    assert message["To"] == "mio@example.jp"


@pytest.mark.parametrize(
    ("answers", "refusal"),
    [
        (Answers(connect="554 5.3.2 Not now"), smtplib.SMTPConnectError),
        (Answers(mail="530 5.7.0 Sign in first"), smtplib.SMTPSenderRefused),
        (Answers(rcpt="550 5.1.1 No such user"), smtplib.SMTPRecipientsRefused),
        (Answers(data="451 4.3.0 Try later"), smtplib.SMTPDataError),
    ],
)
def test_it_refuses_where_it_is_told_to(postbox, answers, refusal):
    postbox.answers = answers
    with pytest.raises(refusal):
        send(postbox)
    assert postbox.messages == []


def test_it_refuses_one_person_and_takes_the_others(postbox):
    postbox.answers = Answers(rcpt=lambda to: "550 5.1.1 No" if to.startswith("gone") else None)
    send(postbox)
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send(postbox, "gone@example.jp")
    assert len(postbox.messages) == 1


def test_it_hangs_up_after_taking_a_message(postbox):
    postbox.answers = Answers(drop=True)
    with pytest.raises(smtplib.SMTPServerDisconnected):
        send(postbox)
    assert len(postbox.messages) == 1


def test_it_comes_back_where_it_was(postbox):
    port = postbox.port
    postbox.stop()
    with pytest.raises(ConnectionRefusedError):
        send(postbox)
    postbox.start()
    assert postbox.port == port
    send(postbox)
    assert len(postbox.wait_for(1, 60)) == 1


def test_closing_it_hangs_up_on_whoever_is_still_there():
    with Postbox() as postbox, ExitStack() as open_lines:
        lines = [
            open_lines.enter_context(socket.create_connection(("127.0.0.1", postbox.port), 60))
            for _ in range(5)
        ]
        assert all(line.recv(100).startswith(b"220 ") for line in lines)
        postbox.stop()
        assert [line.recv(100) for line in lines] == [b""] * 5
    gc.collect()  # a connection that nobody closed would complain now
