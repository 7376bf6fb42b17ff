"""What `doctor mail` says, with name servers that answer what a test wants."""

import socket

import dns.exception
import dns.resolver
import pytest

from app.cli import standing
from app.cli.standing import examine
from app.servers.postbox import Postbox

ADDRESS = "203.0.113.5"
BACK = "5.113.0.203.in-addr.arpa."
GOOD = {
    ("kizuna.example", "TXT"): ['"v=spf1 a:mx.kizuna.example -all"'],
    ("s1._domainkey.kizuna.example", "TXT"): ['"v=DKIM1; k=rsa; p=MIGf" "MA0G"'],
    ("_dmarc.kizuna.example", "TXT"): ['"v=DMARC1; p=quarantine"'],
    ("reply.kizuna.example", "MX"): ["10 mx.kizuna.example."],
    (BACK, "PTR"): ["mx.kizuna.example."],
}
ENV = {
    "BASE_URL": "https://kizuna.example",
    "MAIL_FROM": "Kizuna <no-reply@kizuna.example>",
    "MAIL_URL": "smtp://user:word@mx.kizuna.example:587?tls=start",
    "MAIL_REPLY_DOMAIN": "reply.kizuna.example",
}


@pytest.fixture
def names(monkeypatch):
    """The records there are; empty the dictionary's value and there are none."""
    records = dict(GOOD)

    def resolve(name, kind, lifetime):
        if records.get("away"):
            raise dns.exception.Timeout
        if (name, kind) not in records:
            raise dns.resolver.NXDOMAIN
        return [Record(text) for text in records[name, kind]]

    def getaddrinfo(host, *_rest, **_given):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ADDRESS, 0))]

    monkeypatch.setattr(dns.resolver, "resolve", resolve)
    monkeypatch.setattr(standing.socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(standing, "_offers_tls", lambda mailing: True)
    return records


class Record:
    def __init__(self, text):
        self.text = text

    def to_text(self):
        return self.text


def told(**env):
    """By subject, whether it is satisfied."""
    return {found.subject: found for found in examine({**ENV, **env}, env.get("selector", ""))}


def test_a_server_that_has_everything_has_nothing_to_mend(names):
    found = told()
    assert {each.is_satisfied for each in found.values()} == {True}, found
    assert len(found) == 7


@pytest.mark.parametrize(
    ("name", "records", "subject"),
    [
        (("kizuna.example", "TXT"), [], "SPF"),
        (("kizuna.example", "TXT"), ['"google-site-verification=x"'], "SPF"),
        (("kizuna.example", "TXT"), ['"v=spf1 -all"', '"v=spf1 a -all"'], "SPF"),
        (("kizuna.example", "TXT"), ['"v=spf1 +all"'], "SPF"),
        (("_dmarc.kizuna.example", "TXT"), ['"v=DMARC1"'], "DMARC"),
        (("reply.kizuna.example", "MX"), [], "answers"),
        ((BACK, "PTR"), [], "reverse DNS"),
    ],
)
def test_what_is_missing_is_said_with_its_remedy(names, name, records, subject):
    names[name] = records
    found = told()[subject]
    assert found.is_satisfied is False
    assert found.remedy


@pytest.mark.parametrize("key", ['"v=DKIM1; p="', '"v=DKIM1; p=;"', '"v=DKIM1; k=rsa"'])
def test_a_key_that_was_withdrawn_is_none(names, key):
    names["s1._domainkey.kizuna.example", "TXT"] = [key]
    assert told(selector="s1")["DKIM"].is_satisfied is False


def test_under_which_name_the_key_stands_only_the_operator_knows(names):
    del names["s1._domainkey.kizuna.example", "TXT"]
    assert told()["DKIM"].is_satisfied is None
    assert told(selector="own")["DKIM"].is_satisfied is False


@pytest.mark.parametrize("sender", ["", "Kizuna <no-reply@localhost>"])
def test_without_a_domain_of_its_own_the_sender_is_what_is_to_be_mended(names, sender):
    found = told(MAIL_FROM=sender, BASE_URL="")
    for subject in ("SPF", "DKIM", "DMARC"):
        assert found[subject].is_satisfied is False
        assert "MAIL_FROM" in found[subject].remedy


@pytest.mark.parametrize(
    ("host", "named"),
    [
        ("mx.kizuna.example", "a:mx.kizuna.example"),
        ("203.0.113.5", "ip4:203.0.113.5"),
        ("[2001:db8::5]", "ip6:2001:db8::5"),
        ("127.0.0.1", "a:mail.example.org"),
    ],
)
def test_the_record_that_is_lacking_can_be_copied_as_it_stands(names, host, named):
    del names["kizuna.example", "TXT"]
    found = told(MAIL_URL=f"smtps://{host}")["SPF"]
    assert found.remedy == f'kizuna.example. TXT "v=spf1 {named} -all"'


def test_the_policy_of_the_domain_above_counts(names):
    sender = "Kizuna <no-reply@mail.kizuna.example>"
    assert told(MAIL_FROM=sender)["DMARC"].is_satisfied is True


def test_without_name_servers_nothing_is_said_to_be_wrong(names):
    names["away"] = True
    found = told()
    asked = ("SPF", "DKIM", "DMARC", "reverse DNS", "answers")
    assert {found[subject].is_satisfied for subject in asked} == {None}


@pytest.mark.parametrize("base", ["http://kizuna.example", "https://localhost:8000", ""])
def test_one_click_needs_an_address_others_reach_by_https(names, base):
    assert told(BASE_URL=base)["one click to unsubscribe"].is_satisfied is False


@pytest.mark.parametrize(
    ("url", "satisfied"),
    [
        ("smtps://mx.kizuna.example", True),
        ("smtp://mx.kizuna.example?tls=start", True),
        ("smtp://mx.kizuna.example", False),
        ("smtp://user:word@mx.kizuna.example", False),
        ("smtp://localhost:25", True),
        ("file:///tmp/mails", None),
        ("", None),
    ],
)
def test_whether_letters_and_passwords_travel_in_the_clear(names, url, satisfied):
    assert told(MAIL_URL=url)["TLS"].is_satisfied is satisfied


def test_a_server_that_offers_no_encryption_is_found_out_by_asking():
    with Postbox() as postbox:
        (found, *_rest) = examine({"MAIL_URL": f"smtp://127.0.0.1:{postbox.port}"})
        assert found.is_satisfied is True  # on this machine none is needed
    (away, *_rest) = examine({"MAIL_URL": f"smtp://127.0.0.1:{postbox.port}"})
    assert away.is_satisfied is None
