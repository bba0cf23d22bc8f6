"""Owns one request to another site's server: HEAD or GET, bounded in time and size, redirects told and not followed."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import quote, urlsplit

AGENT = "digest-press"
"""What robots.txt knows us by; the header adds where to learn more."""
HEADER = f"{AGENT} (link check; polite, one request at a time)"
SECONDS = 20.0
MOST = 65_536
"""Bytes of a page that are looked at."""

Resolve = Callable[[str, int], str]
"""The IP address to connect to for a host and port; raises where there is none or it must not be asked."""


class Reply(NamedTuple):
    """What a server answered."""

    status: int
    location: str = ""
    kind: str = ""
    """The content type."""
    body: bytes = b""
    retry_after: str = ""


def ask(method: str, url: str, resolve: Resolve) -> Reply:
    """The server's answer. Raises OSError or http.client.HTTPException where there is none in time."""
    parts = urlsplit(url)
    secure = parts.scheme.lower() == "https"
    host, port = parts.hostname or "", parts.port or (443 if secure else 80)
    connection = (http.client.HTTPSConnection if secure else http.client.HTTPConnection)(host, port, timeout=SECONDS)
    plain = socket.create_connection((resolve(host, port), port), timeout=SECONDS)
    end = threading.Timer(SECONDS, _cut, [plain])  # a server that drips its answer ends here too
    end.start()
    try:
        connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host) if secure else plain
        connection.request(method, _target(parts.path, parts.query), headers={"User-Agent": HEADER, "Accept": "*/*"})
        answer = connection.getresponse()
        body = answer.read(MOST) if method == "GET" else b""
        heads = answer.headers
        kind, location = heads.get_content_type(), heads.get("Location") or ""
        return Reply(answer.status, location, kind, body, heads.get("Retry-After") or "")
    finally:
        end.cancel()
        connection.close()
        plain.close()


def _cut(connected: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)


def _target(path: str, query: str) -> str:
    asked = f"?{quote(query, safe='%&=+,;:@/?!$()*~')}" if query else ""
    return quote(path or "/", safe="/%:@!$&'()*+,;=~") + asked
