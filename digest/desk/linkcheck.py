"""Owns `check --links`: asks for every external address that posts have, politely, and keeps what was found.

One host is asked one thing at a time, with a pause between; hosts side by side. robots.txt is obeyed (RFC 9309). HEAD
first; GET where that says too little. What failed for the moment is tried again; what was well lately is not asked for.
"""

from __future__ import annotations

import datetime
import http.client
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from digest.desk.asking import AGENT, Reply, Resolve, ask
from digest.desk.fetching import public_address
from digest.desk.verdicts import REDIRECTS, is_apology, is_top, of_status
from digest.errors import ContentError
from digest.site.linkfile import Result

PAUSE, LONGEST_PAUSE = 1.0, 10.0
"""Seconds between two requests to a host; the most that its robots.txt or Retry-After can ask of us."""
TRIES = 3
MOST_HOPS = 5
HOSTS_AT_ONCE = 8
FRESH_DAYS = 7
"""An address that was well so few days ago is not asked for again."""
FAILURES = (OSError, http.client.HTTPException, ContentError, ValueError)


class Manners(NamedTuple):
    """How requests are made; the tests' own allow a server on this machine and do not wait."""

    resolve: Resolve = public_address
    sleep: Callable[[float], None] = time.sleep


class Verdict(NamedTuple):
    """What became of one address."""

    verdict: str
    status: str = ""


def check_links(
    wanted: Mapping[str, tuple[str, ...]],
    known: Mapping[str, Result],
    today: datetime.date,
    progress: Callable[[int], None],
    manners: Manners | None = None,
) -> dict[str, Result]:
    """The results for the addresses in `wanted` (each with the posts that have it), by address.

    `known` are those of the last check; addresses that are no longer wanted fall out.
    """
    fresh = {url for url in wanted if url in known and _is_fresh(known[url], today)}
    hosts: dict[str, list[str]] = {}
    for url in sorted(set(wanted) - fresh):
        hosts.setdefault(urlsplit(url).netloc.lower(), []).append(url)
    progress(len(fresh))
    found: dict[str, Verdict] = {}
    with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
        rounds = [pool.submit(_visit, urls, manners or Manners(), progress) for urls in hosts.values()]
        for one in rounds:
            found |= one.result()
    return {url: _result(url, posts, known.get(url), found.get(url), today) for url, posts in wanted.items()}


def _is_fresh(result: Result, today: datetime.date) -> bool:
    days = (today - datetime.date.fromisoformat(result.checked)).days
    return result.verdict == "ok" and 0 <= days < FRESH_DAYS


def _result(
    url: str, posts: Iterable[str], before: Result | None, found: Verdict | None, today: datetime.date
) -> Result:
    """The new line; its day stays while the verdict does."""
    if found is None and before is not None:
        return before._replace(posts=tuple(sorted(posts)))
    now = found or Verdict("unreachable")
    since = before.since if before and before.verdict == now.verdict else today.isoformat()
    return Result(url, now.verdict, since, today.isoformat(), now.status, tuple(sorted(posts)))


def _visit(urls: list[str], manners: Manners, progress: Callable[[int], None]) -> dict[str, Verdict]:
    """The verdicts on all addresses of one host, one after another."""
    host = Host(manners, urls[0])
    found = {}
    for url in urls:
        found[url] = host.verdict(url)
        progress(1)
    return found


class Host:
    """A server that is asked with a pause between requests; so are those that it redirects to."""

    def __init__(self, manners: Manners, url: str) -> None:
        """`url`: any address of it."""
        self._manners = manners
        self._pause = PAUSE
        self._rules: dict[str, RobotFileParser] = {}
        self._asked = False
        self._first = url

    def verdict(self, url: str) -> Verdict:
        """The verdict on an address of this host."""
        here = url
        for _ in range(MOST_HOPS + 1):
            try:
                if not self._may(here):
                    return Verdict("blocked")
                reply = self._answer(here)
            except FAILURES:
                return Verdict("unreachable")
            if reply.status in REDIRECTS and reply.location:
                here = urljoin(here, reply.location)
                if urlsplit(here).scheme not in {"http", "https"}:
                    return Verdict("unreachable", str(reply.status))
                if is_top(url, here):
                    return Verdict("top", str(reply.status))
                continue
            named = of_status(reply.status)
            return Verdict(named or ("soft" if is_apology(reply) else "ok"), str(reply.status))
        return Verdict("unreachable", "310")

    def _answer(self, url: str) -> Reply:
        """HEAD, and GET unless that was a redirect or no page of text."""
        reply = self._ask("HEAD", url)
        settled = reply.status in REDIRECTS or (reply.status == 200 and "html" not in reply.kind)
        return reply if settled else self._ask("GET", url)

    def _ask(self, method: str, url: str) -> Reply:
        """The answer, asked for again where the server was only busy or away for a moment."""
        for attempt in range(1, TRIES + 1):
            self._wait(attempt)
            try:
                reply = ask(method, url, self._manners.resolve)
            except (OSError, http.client.HTTPException):
                if attempt == TRIES:
                    raise
                continue
            if attempt == TRIES or (reply.status < 500 and reply.status != 429) or reply.status == 501:
                return reply
            self._wait_as_told(reply.retry_after)
        raise TimeoutError

    def _wait(self, attempt: int) -> None:
        if self._asked:
            self._manners.sleep(self._pause * attempt)
        self._asked = True

    def _wait_as_told(self, retry_after: str) -> None:
        if retry_after.isdigit():
            self._manners.sleep(min(float(retry_after), LONGEST_PAUSE))

    def _may(self, url: str) -> bool:
        """Whether robots.txt lets us ask; a server whose robots.txt fails is left alone (RFC 9309, 2.3.1.4)."""
        root = urljoin(url, "/")
        if root not in self._rules:
            self._rules[root] = self._rules_of(urljoin(url, "/robots.txt"))
            delay = self._rules[root].crawl_delay(AGENT)
            self._pause = min(max(PAUSE, float(delay or 0)), LONGEST_PAUSE)
        return self._rules[root].can_fetch(AGENT, url)

    def _rules_of(self, url: str) -> RobotFileParser:
        rules = RobotFileParser(url)
        reply = self._ask("GET", url)
        for _ in range(MOST_HOPS):
            if reply.status not in REDIRECTS or not reply.location:
                break
            reply = self._ask("GET", urljoin(url, reply.location))
        if reply.status >= 500 or reply.status == 429:
            rules.parse(["User-agent: *", "Disallow: /"])
        else:
            rules.parse(reply.body.decode("utf-8", "replace").splitlines() if reply.status == 200 else [])
        return rules
