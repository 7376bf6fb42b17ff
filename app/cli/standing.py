"""What other mail servers ask of us before they believe our mail: SPF, DKIM, DMARC, TLS and more.

Only what answers is judged: without a name server nothing is said to be right or wrong.
"""

import ipaddress
import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import parseaddr
from gettext import gettext as _
from urllib.parse import parse_qs, urlsplit

import dns.exception
import dns.resolver
import dns.reversename

Env = dict[str, str]

SECONDS = 5.0
USUAL_SELECTORS = ("default", "mail", "dkim", "s1", "k1", "selector1", "google")
# A key that has been withdrawn stands there as `p=` and nothing more (RFC 6376, 3.6.1).
KEY = re.compile(r"(?:^|;)\s*p=\s*[A-Za-z0-9+/]")
LOCAL = ("localhost", "127.0.0.1", "::1")


class Unknown(Exception):
    """Nobody answers, so nothing can be said."""


@dataclass(frozen=True)
class Standing:
    """One thing asked of us. `is_satisfied` is None where nobody could tell us."""

    subject: str
    state: str
    is_satisfied: bool | None
    remedy: str = ""


@dataclass(frozen=True)
class Mailing:
    """How this installation sends mail."""

    domain: str
    host: str
    port: int
    is_encrypted: bool
    is_signed_in: bool
    scheme: str
    base_url: str
    reply_domain: str
    selector: str


def examine(env: Env, selector: str = "") -> list[Standing]:
    """Everything, in the order one would mend it."""
    mailing = _mailing(env, selector)
    checks: tuple[Callable[[Mailing], Standing], ...] = (
        *(_server, _spf, _dkim, _dmarc, _reverse, _one_click, _incoming),
    )
    return [_asked(check, mailing) for check in checks]


def _mailing(env: Env, selector: str) -> Mailing:
    base = env.get("BASE_URL", "")
    sender = parseaddr(env.get("MAIL_FROM", ""))[1]
    parts = urlsplit(env.get("MAIL_URL", ""))
    starts_tls = parse_qs(parts.query).get("tls") == ["start"]
    return Mailing(
        domain=sender.rpartition("@")[2] or urlsplit(base).hostname or "localhost",
        host=parts.hostname or "",
        port=parts.port or (465 if parts.scheme == "smtps" else 25),
        is_encrypted=parts.scheme == "smtps" or starts_tls,
        is_signed_in=bool(parts.username),
        scheme=parts.scheme,
        base_url=base,
        reply_domain=env.get("MAIL_REPLY_DOMAIN", ""),
        selector=selector,
    )


def _asked(check: Callable[[Mailing], Standing], mailing: Mailing) -> Standing:
    try:
        return check(mailing)
    except Unknown as why:
        return Standing(_subject(check), _("not looked up: %(why)s") % {"why": why}, None)


def _subject(check: Callable[[Mailing], Standing]) -> str:
    names: dict[Callable[[Mailing], Standing], str] = {
        _server: "TLS",
        _spf: "SPF",
        _dkim: "DKIM",
        _dmarc: "DMARC",
        _reverse: _("reverse DNS"),
        _incoming: _("answers"),
    }
    return names[check]


def _server(mailing: Mailing) -> Standing:
    """Whether letters are encrypted on their way to the mail server, which is who it says."""
    if not mailing.host:
        told = (
            _("no mail server is set") if mailing.scheme != "file" else _("mails are kept as files")
        )
        remedy = "" if mailing.scheme == "file" else _("Set MAIL_URL to your mail server.")
        return Standing("TLS", told, None, remedy)
    offers = _offers_tls(mailing)
    if mailing.is_encrypted:
        return Standing("TLS", _("on, with a certificate that holds"), True)
    if mailing.host in LOCAL:
        return Standing("TLS", _("not needed on this machine"), True)
    remedy = _("Write MAIL_URL as smtps://… or with ?tls=start.")
    if mailing.is_signed_in:
        return Standing("TLS", _("off, and the password is sent in the clear"), False, remedy)
    told = _("off, though the server offers it") if offers else _("the server offers none")
    return Standing("TLS", told, False, remedy if offers else _("Ask your provider."))


def _offers_tls(mailing: Mailing) -> bool:
    """Connect as the sender would. Raises Unknown."""
    context = ssl.create_default_context()
    try:
        if mailing.scheme == "smtps":
            with smtplib.SMTP_SSL(mailing.host, mailing.port, timeout=SECONDS, context=context):
                return True
        with smtplib.SMTP(mailing.host, mailing.port, timeout=SECONDS) as server:
            server.ehlo()
            offers = server.has_extn("starttls")
            if mailing.is_encrypted:
                server.starttls(context=context)
            return offers
    except (OSError, smtplib.SMTPException) as error:
        raise Unknown(f"{mailing.host}: {error}") from error


def _spf(mailing: Mailing) -> Standing:
    if mailing.domain in LOCAL:
        return _without_a_domain("SPF")
    found = [text for text in _texts(mailing.domain) if text.lower().startswith("v=spf1")]
    if len(found) != 1:
        state = _("none for %(domain)s") % {"domain": mailing.domain}
        if found:
            state = _("more than one for %(domain)s, so that none counts") % {
                "domain": mailing.domain
            }
        remedy = f'{mailing.domain}. TXT "v=spf1 {_as_spf(mailing.host)} -all"'
        return Standing("SPF", state, False, remedy)
    if not found[0].rstrip().endswith(("-all", "~all")) and "redirect=" not in found[0]:
        return Standing("SPF", found[0], False, _("End it with -all or ~all."))
    return Standing("SPF", found[0], True)


def _dkim(mailing: Mailing) -> Standing:
    if mailing.domain in LOCAL:
        return _without_a_domain("DKIM")
    selectors = (mailing.selector,) if mailing.selector else USUAL_SELECTORS
    for selector in selectors:
        name = f"{selector}._domainkey.{mailing.domain}"
        if any(KEY.search(text) for text in _texts(name)):
            return Standing("DKIM", name, True)
    state = _("no key under %(selectors)s") % {"selectors": ", ".join(selectors)}
    remedy = _("Let your mail server sign, publish its key, and name it: --selector NAME.")
    return Standing("DKIM", state, False if mailing.selector else None, remedy)


def _dmarc(mailing: Mailing) -> Standing:
    if mailing.domain in LOCAL:
        return _without_a_domain("DMARC")
    for name in _with_parents(mailing.domain):
        for text in _texts(f"_dmarc.{name}"):
            if text.upper().replace(" ", "").startswith("V=DMARC1;P="):
                return Standing("DMARC", f"_dmarc.{name}: {text}", True)
    remedy = (
        f'_dmarc.{mailing.domain}. TXT "v=DMARC1; p=none; rua=mailto:postmaster@{mailing.domain}"'
    )
    return Standing("DMARC", _("none for %(domain)s") % {"domain": mailing.domain}, False, remedy)


def _reverse(mailing: Mailing) -> Standing:
    """Whether the mail server's address has a name that leads back to it."""
    subject = _("reverse DNS")
    if not mailing.host or mailing.host in LOCAL:
        state = _("that of the machine which delivers; this program only hands over to it")
        return Standing(subject, state, None)
    addresses = _addresses(mailing.host)
    lacking = [address for address in addresses if not _leads_back(address)]
    if lacking or not addresses:
        state = _("%(addresses)s has no name that leads back") % {
            "addresses": ", ".join(lacking) or mailing.host
        }
        return Standing(subject, state, False, _("Ask whoever gave you the address for a PTR."))
    return Standing(subject, ", ".join(addresses), True)


def _one_click(mailing: Mailing) -> Standing:
    """RFC 8058: the headers are always there; the address in them must be reached by https."""
    subject, host = _("one click to unsubscribe"), urlsplit(mailing.base_url).hostname or ""
    if not mailing.base_url.startswith("https://") or host in LOCAL:
        state = mailing.base_url or _("BASE_URL is not set")
        return Standing(subject, state, False, _("Set BASE_URL to an address with https."))
    return Standing(subject, f"List-Unsubscribe-Post, {mailing.base_url}", True)


def _incoming(mailing: Mailing) -> Standing:
    """Whether bounces and answers find their way back."""
    subject = _("answers")
    if not mailing.reply_domain:
        remedy = _("Set MAIL_REPLY_DOMAIN, and pipe its mail to ./kizuna mail receive.")
        return Standing(subject, _("bounces and answers do not reach us"), False, remedy)
    if _records(mailing.reply_domain, "MX"):
        return Standing(subject, mailing.reply_domain, True)
    state = _("%(domain)s takes no mail") % {"domain": mailing.reply_domain}
    return Standing(subject, state, False, f"{mailing.reply_domain}. MX 10 …")


def _without_a_domain(subject: str) -> Standing:
    """A machine's own name has no records: nothing can be said before there is a sender."""
    remedy = _("Set MAIL_FROM to an address of your own domain.")
    return Standing(subject, _("the sender has no domain of its own"), False, remedy)


def _as_spf(host: str) -> str:
    """The mail server as an SPF record names it."""
    if not host or host in LOCAL:
        return "a:mail.example.org"
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return f"a:{host}"
    return f"ip{address.version}:{address}"


def _texts(name: str) -> list[str]:
    return [record.strip('"').replace('" "', "") for record in _records(name, "TXT")]


def _records(name: str, kind: str) -> list[str]:
    """What the name servers say; nothing where there is none. Raises Unknown."""
    try:
        answer = dns.resolver.resolve(name, kind, lifetime=SECONDS)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError) as error:
        raise Unknown(_("no name server answers")) from error
    return [record.to_text() for record in answer]


def _with_parents(domain: str) -> Iterator[str]:
    """The domain and the one above it, down to two labels."""
    labels = domain.split(".")
    for start in range(max(len(labels) - 1, 1)):
        yield ".".join(labels[start:])


def _addresses(host: str) -> list[str]:
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        pass
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Unknown(_("no name server answers")) from error
    return sorted({str(each[4][0]) for each in found})


def _leads_back(address: str) -> bool:
    names = _records(dns.reversename.from_address(address).to_text(), "PTR")
    return any(address in _addresses(name.rstrip(".")) for name in names)
