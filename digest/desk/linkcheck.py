"""Owns `check --links`: asks for every external address that the site has, politely, and keeps what was found.

What was well lately is not asked for; hosts are asked side by side, each by the rules of `digest.desk.manners`. Where
not one host answers, it is we who are offline: then nothing is found, and what was known stays.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from digest.desk.manners import FAILURES, MOST_HOPS, Manners, Street
from digest.desk.verdicts import REDIRECTS, is_apology, is_top, of_status
from digest.errors import ContentError, Mark, problem
from digest.site.linkfile import Result

HOSTS_AT_ONCE = 8
FRESH_DAYS = 7
"""An address that was well so few days ago is not asked for again."""
WITNESSES = 3
"""Hosts known to be well that are asked when no other answers: they tell whose fault that is."""
Progress = Callable[[int], None]


class Verdict(NamedTuple):
    """What became of one address."""

    verdict: str
    status: str = ""


def check_links(
    wanted: Mapping[str, tuple[str, ...]],
    known: Mapping[str, Result],
    today: datetime.date,
    progress: Progress,
    manners: Manners | None = None,
) -> dict[str, Result]:
    """The results for the addresses in `wanted` (each with the files that have it), by address.

    `known` are those of the last check; addresses that are no longer wanted fall out. Raises ContentError when nothing
    can be reached.
    """
    fresh = sorted(url for url in wanted if url in known and is_fresh(known[url], today))
    progress(len(fresh))
    street = Street(manners or Manners())
    found = _ask_all(street, sorted(set(wanted) - set(fresh)), progress)
    if street.silent and not street.heard:
        _ask_all(street, _of_different_hosts(fresh), lambda _: None)
        _refuse_offline(street)
    return {url: _result(url, posts, known.get(url), found.get(url), today) for url, posts in wanted.items()}


def _refuse_offline(street: Street) -> None:
    """Raises ContentError where it must be our own fault that nobody answered."""
    if not street.heard and (len(street.silent) > 1 or street.ours):
        why = street.silent[min(street.silent)]
        raise ContentError([problem("links-offline", Mark("check --links"), hosts=len(street.silent), why=why)])


def _of_different_hosts(urls: Iterable[str]) -> list[str]:
    """One address each of the first few hosts."""
    return list({urlsplit(url).hostname: url for url in urls}.values())[:WITNESSES]


def _ask_all(street: Street, urls: list[str], progress: Progress) -> dict[str, Verdict]:
    """The verdicts by address. An interrupt ends all waiting."""
    hosts: dict[str, list[str]] = {}
    for url in urls:
        hosts.setdefault(urlsplit(url).hostname or "", []).append(url)
    found: dict[str, Verdict] = {}
    with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
        rounds = [pool.submit(_visit, street, part, progress) for part in hosts.values()]
        try:
            for one in rounds:
                found |= one.result()
        except BaseException:
            street.close()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return found


def _visit(street: Street, urls: list[str], progress: Progress) -> dict[str, Verdict]:
    """The verdicts on all addresses of one host, one after another."""
    found = {}
    for url in urls:
        found[url] = verdict(street, url)
        progress(1)
    return found


def is_fresh(result: Result, today: datetime.date) -> bool:
    """Whether the address was well so lately that it is not asked for."""
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


def verdict(street: Street, url: str) -> Verdict:
    """What became of an address, its redirects followed."""
    here = url
    for _ in range(MOST_HOPS + 1):
        try:
            if not street.may(here):
                return Verdict("blocked")
            reply = street.answer(here)
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
