"""Owns the fetching of one page by its address, when the author gives one: bounded in time and size, and never inside.

Each hop is http or https to an address that the whole world can reach; the name is resolved once and that very address
is connected to, so that it cannot turn into another between the look and the connection. No cookies, no other request.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from email.message import Message
from typing import NamedTuple
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from digest.content.kinds import is_web_address
from digest.errors import ContentError, Mark, problem

LARGEST = 5_000_000
"""Bytes of a page."""
SECONDS = 20.0
"""For all hops together."""
MOST_HOPS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
AGENT = "digest-press (clip)"
PIECE = 65_536


class Fetched(NamedTuple):
    """A page as it came."""

    data: bytes
    url: str
    """Where it came from at last."""
    charset: str


def fetch(url: str) -> Fetched:
    """The page at an address. Raises ContentError with the reason why it cannot be had."""
    limit = time.monotonic() + SECONDS
    here = url
    for _ in range(MOST_HOPS + 1):
        try:
            found = _hop(here, limit)
        except (OSError, http.client.HTTPException, ssl.SSLError, UnicodeError, ValueError) as error:
            raise ContentError(
                [problem("clip-unreachable", Mark(url), why=str(error) or type(error).__name__)]
            ) from error
        if isinstance(found, Fetched):
            return found
        here = found
    raise ContentError([problem("clip-redirects", Mark(url), limit=MOST_HOPS)])


def public_address(host: str, port: int) -> str:
    """The IP address to connect to. Raises ContentError unless every address of the host is a public one."""
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(is_public(address) for address in found):
        raise ContentError([problem("clip-not-public", Mark(host), host=host)])
    return found[0]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, also where it hides an IPv4 address within."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    if isinstance(ip, ipaddress.IPv6Address) and ip in ipaddress.ip_network("64:ff9b::/96"):
        inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.is_global and not ip.is_multicast and (inner is None or (inner.is_global and not inner.is_multicast))


def _hop(url: str, limit: float) -> Fetched | str:
    """The page, or where it says to go."""
    if not is_web_address(url):
        raise ContentError([problem("clip-bad-url", Mark(url), url=url)])
    parts = urlsplit(url)
    secure = parts.scheme.lower() == "https"
    host, port = parts.hostname or "", parts.port or (443 if secure else 80)
    connection = _connect(host, port, secure=secure, seconds=_left(limit))
    end = threading.Timer(_left(limit), _cut, [connection.sock])  # a server that drips its answer ends here too
    end.start()
    try:
        connection.request(
            "GET", _target(parts), headers={"User-Agent": AGENT, "Accept": "text/html, application/xhtml+xml"}
        )
        with contextlib.closing(connection.getresponse()) as answer:
            return _answer(answer, url, limit)
    finally:
        end.cancel()
        connection.close()


def _target(parts: SplitResult) -> str:
    """What is asked for: path and query, with everything percent-encoded that must be."""
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
    return f"{path}?{quote(parts.query, safe='%&=+,;:@/?!$()*~')}" if parts.query else path


def _answer(answer: http.client.HTTPResponse, url: str, limit: float) -> Fetched | str:
    if answer.status in REDIRECTS and (target := answer.getheader("Location")):
        return urljoin(url, target)
    if answer.status != 200:
        raise ContentError([problem("clip-status", Mark(url), status=answer.status)])
    charset = _charset(answer.headers, url)
    return Fetched(_body(answer, url, limit), url, charset)


def _cut(connected: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)


def _connect(host: str, port: int, *, secure: bool, seconds: float) -> http.client.HTTPConnection:
    """A connection whose socket leads to the address that was looked at."""
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(host, port, timeout=seconds)
    plain = socket.create_connection((public_address(host, port), port), timeout=seconds)
    try:
        connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host) if secure else plain
    except BaseException:
        plain.close()
        raise
    return connection


def _left(limit: float) -> float:
    rest = limit - time.monotonic()
    if rest <= 0:
        raise TimeoutError("timed out")
    return rest


def _body(answer: http.client.HTTPResponse, url: str, limit: float) -> bytes:
    """All of the body; a page that ends before its time or length is refused, for what is missing cannot be known."""
    data = bytearray()
    while piece := answer.read1(PIECE):
        data += piece
        if len(data) > LARGEST:
            raise ContentError([problem("clip-too-large", Mark(url), limit=LARGEST // 1_000_000)])
        _left(limit)
    _left(limit)  # cut at the limit, it looks as if the server had ended it
    if answer.length:
        raise http.client.IncompleteRead(bytes(data), answer.length)
    return bytes(data)


def _charset(headers: Message, url: str) -> str:
    if headers.get_content_maintype() != "text" and "html" not in headers.get_content_subtype():
        raise ContentError([problem("clip-no-page", Mark(url), kind=headers.get_content_type())])
    return str(headers.get_content_charset() or "")
