"""Owns the manners in asking other people's servers: who may be asked what, how often, and when to try again.

One host is asked one thing at a time with a pause between, whoever leads to it; robots.txt is obeyed (RFC 9309). HEAD
first; GET where that says too little. What failed for the moment is tried again; a host that does not answer at all is
left alone for the rest of the run.
"""

from __future__ import annotations

import errno
import http.client
import socket
import threading
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from digest.desk.asking import AGENT, Reply, Resolve, ask
from digest.desk.fetching import public_address
from digest.desk.verdicts import REDIRECTS
from digest.errors import ContentError

PAUSE, LONGEST_PAUSE = 1.0, 10.0
"""Seconds between two requests to a host; the most that its robots.txt or Retry-After can ask of us."""
TRIES = 3
PATIENCE = 2
"""Addresses in a row without an answer, then nothing more is asked of their host."""
MOST_HOPS = 5
FAILURES = (OSError, http.client.HTTPException, ContentError, ValueError)
OUR_OWN = frozenset({errno.ENETUNREACH, errno.ENETDOWN, socket.EAI_AGAIN})
"""Failures that tell of our side of the network, whatever host was asked for."""


class Manners(NamedTuple):
    """How requests are made; the tests' own allow a server on this machine and do not wait."""

    resolve: Resolve = public_address
    sleep: Callable[[float], object] | None = None
    """Waits so many seconds; default: until then, or the end of the run."""


class Closed(OSError):  # noqa: N818 - what happened, not whose error
    """Nothing more is asked of this host."""


class Host:
    """A server: asked with a pause between requests, by one at a time."""

    def __init__(self) -> None:
        """Not asked yet."""
        self.turn, self.reading = threading.Lock(), threading.Lock()
        self.pause = PAUSE
        self.asked = False
        self.failures = 0
        """Addresses in a row that it did not answer for."""
        self.rules: dict[str, RobotFileParser | OSError] = {}
        """By root address; a failure to read them stands for the whole run."""


class Street:
    """All hosts of a run. `heard`: whether any answered; `silent`: why, by host; `ours`: a failure of our own side."""

    def __init__(self, manners: Manners) -> None:
        """No host is known yet."""
        self.heard = self.ours = False
        self.silent: dict[str, str] = {}
        self._hosts: dict[str, Host] = {}
        self._resolve = manners.resolve
        self._end = threading.Event()
        self._sleep = manners.sleep or self._end.wait
        self._adding = threading.Lock()

    def close(self) -> None:
        """Ends all waiting and asking."""
        self._end.set()

    def may(self, url: str) -> bool:
        """Whether robots.txt lets us ask; a server whose robots.txt fails is left alone (RFC 9309, 2.3.1.4).

        Raises OSError or http.client.HTTPException, at once the second time, where the server does not answer.
        """
        host, root = self._host(url), urljoin(url, "/")
        with host.reading:
            if root not in host.rules:
                host.rules[root] = self._rules_or_failure(urljoin(url, "/robots.txt"))
        rules = host.rules[root]
        if isinstance(rules, OSError):
            raise rules
        host.pause = min(max(host.pause, float(rules.crawl_delay(AGENT) or 0)), LONGEST_PAUSE)
        return rules.can_fetch(AGENT, url)

    def answer(self, url: str) -> Reply:
        """HEAD, and GET unless that was a redirect or no page of text."""
        reply = self._ask("HEAD", url)
        settled = reply.status in REDIRECTS or (reply.status == 200 and "html" not in reply.kind)
        return reply if settled else self._ask("GET", url)

    def _host(self, url: str) -> Host:
        with self._adding:
            return self._hosts.setdefault(_name(url), Host())

    def _ask(self, method: str, url: str) -> Reply:
        """The answer, asked for again where the server was only busy or away for a moment."""
        host = self._host(url)
        for attempt in range(1, TRIES + 1):
            try:
                reply = self._once(method, url, host, attempt)
            except (OSError, http.client.HTTPException) as error:
                if attempt == TRIES or isinstance(error, Closed):
                    host.failures += 1
                    raise
                continue
            if attempt == TRIES or not _is_busy(reply):
                return reply
        raise TimeoutError

    def _once(self, method: str, url: str, host: Host, attempt: int) -> Reply:
        """One request, when it is its turn."""
        with host.turn:
            if host.failures >= PATIENCE:
                raise Closed(errno.ETIMEDOUT, "no answer before")
            if host.asked:
                self._sleep(host.pause * attempt)
            host.asked = True
            if self._end.is_set():
                raise Closed(errno.ECANCELED, "ended")
            try:
                reply = ask(method, url, self._resolve)
            except (OSError, http.client.HTTPException) as error:
                self._note(url, error)
                raise
            self.heard, host.failures = True, 0
            if _is_busy(reply) and reply.retry_after.isdigit():
                self._sleep(min(float(reply.retry_after), LONGEST_PAUSE))
        return reply

    def _note(self, url: str, error: Exception) -> None:
        self.silent[_name(url)] = str(getattr(error, "strerror", "") or error or type(error).__name__)
        self.ours = self.ours or getattr(error, "errno", None) in OUR_OWN

    def _rules_or_failure(self, url: str) -> RobotFileParser | OSError:
        try:
            return self._rules_of(url)
        except (OSError, http.client.HTTPException) as error:
            return OSError(*error.args)

    def _rules_of(self, url: str) -> RobotFileParser:
        rules = RobotFileParser(url)
        reply = self._ask("GET", url)
        for _ in range(MOST_HOPS):
            if reply.status not in REDIRECTS or not reply.location:
                break
            url = urljoin(url, reply.location)
            reply = self._ask("GET", url)
        if reply.status >= 500 or reply.status == 429:
            rules.parse(["User-agent: *", "Disallow: /"])
        else:
            rules.parse(reply.body.decode("utf-8", "replace").splitlines() if reply.status == 200 else [])
        return rules


def _is_busy(reply: Reply) -> bool:
    """Whether the server says that it may answer another time."""
    return (reply.status >= 500 and reply.status != 501) or reply.status == 429


def _name(url: str) -> str:
    return urlsplit(url).hostname or ""
