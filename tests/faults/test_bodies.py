"""Enormous and broken bodies: refused quickly, and never held in memory."""

import socket
import time
from pathlib import Path

import pytest

from tests.faults.asking import Asker, assert_no_telltale

MB = 1024 * 1024
ENORMOUS = 50 * MB
# Long before all of it could be sent and kept, on a machine that is busy elsewhere.
QUICKLY = 30
FLAT = 12 * MB

FORM = "application/x-www-form-urlencoded"
UPLOAD = "multipart/form-data; boundary=b"
PART = b'--b\r\nContent-Disposition: form-data; name="file"; filename="list.csv"\r\n\r\n'
FIELD = b'--b\r\nContent-Disposition: form-data; name="email"\r\n\r\n'


@pytest.mark.parametrize("length", [f"Content-Length: {ENORMOUS}", "Transfer-Encoding: chunked"])
@pytest.mark.parametrize(
    ("kind", "begins"), [(UPLOAD, PART), (UPLOAD, FIELD), (FORM, b"email="), ("text/csv", b"")]
)
def test_fifty_megabytes_are_refused_quickly_and_not_kept(town, length, kind, begins):
    before = _most_memory(town)
    began = time.monotonic()
    status, page = _send(town.house.port, length, kind, begins)
    is_unread = kind == "text/csv" and "chunked" in length  # nobody has asked for that body
    assert status == (400 if is_unread else 413)
    assert is_unread or "That is too large." in page
    assert_no_telltale(page)
    assert time.monotonic() - began < QUICKLY
    assert _most_memory(town) - before < FLAT


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (FORM, b"email=%zz%ff%00&&&===&" + bytes(range(256))),
        (FORM, b"&".join(b"f%d=1" % number for number in range(20_000))),
        (UPLOAD, PART + b"no end"),
        (UPLOAD, b"no beginning"),
        ("multipart/form-data", PART),
        ("multipart/form-data; boundary=", b"--\r\n"),
        ("application/json", b'{"email": '),
        ("text/plain; charset=klingon", b"\xff\xfe"),
        ("", b"email"),
    ],
)
def test_broken_bodies_are_answered_like_any_other_mistake(town, kind, body):
    answer = Asker(town.house.port).ask("POST", "/sign-in/links", body, {"Content-Type": kind})
    assert 300 <= answer.status < 500
    assert answer.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    "lines",
    [
        "GET /%ff%fe HTTP/1.1",
        "GET /events?q=%00%ff&page=99999999999999999999 HTTP/1.1",
        "GET /events?page=-1&page=%F0%9F%8E%89 HTTP/1.1",
        "GET / HTTP/1.1\r\nCookie: session=.eJx; locale=xx; \x00\x01",
        "GET / HTTP/1.1\r\nAccept-Language: " + "ja;q=2," * 800,
        "GET / HTTP/1.1\r\nReferer: http://[::1\r\nOrigin: ???",
        "GET /" + "a" * 3_000 + " HTTP/1.1",
        "POST /sign-in/links HTTP/1.1\r\nContent-Length: -5",
        "POST /sign-in/links HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked",
    ],
)
def test_broken_requests_are_no_fault_of_ours(town, lines):
    with socket.create_connection(("127.0.0.1", town.house.port), timeout=60) as line:
        request = f"{lines}\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        line.sendall(request.encode("latin-1"))
        status, page = _answer(line)
    assert 200 <= status < 500
    assert_no_telltale(page)


def _send(port: int, length: str, kind: str, begins: bytes) -> tuple[int, str]:
    """Send as much as the server takes; it may well hang up on the rest."""
    is_chunked = length.startswith("Transfer")
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        lines = ["POST /sign-in/links HTTP/1.1", "Host: x", "Accept-Language: en", length]
        line.sendall("\r\n".join([*lines, f"Content-Type: {kind}", "", ""]).encode())
        sent, block = 0, b"a" * MB
        try:
            while sent < ENORMOUS:
                part = begins + block[len(begins) :] if not sent else block
                line.sendall(b"%x\r\n%b\r\n" % (len(part), part) if is_chunked else part)
                sent += len(part)
        except OSError:
            pass
        return _answer(line)


def _answer(line: socket.socket) -> tuple[int, str]:
    with line.makefile("rb") as file:
        status = int(file.readline().split()[1])
        length = 0
        while (header := file.readline().strip().lower()) != b"":
            if header.startswith(b"content-length:"):
                length = int(header.split(b":")[1])
        return status, file.read(length).decode()


def _most_memory(town) -> int:
    """The most any process that answers has ever held, in bytes."""
    return max(_peak(pid) for pid in town.house.web)


def _peak(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))
