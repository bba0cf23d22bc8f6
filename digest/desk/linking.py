"""Owns what `check --links` does with a root: which addresses, what is known of them, the file, and what to tell."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from digest.content.frontmatter import decode
from digest.desk import stock
from digest.desk.linkcheck import check_links, is_fresh
from digest.desk.manners import Manners
from digest.desk.replacing import replace_all
from digest.errors import Mark, Problem, warning
from digest.gathering import gather
from digest.orders import Teller
from digest.site import linkfile
from digest.site.linkfile import Result


class Checked(NamedTuple):
    """What became of all external links."""

    problems: tuple[Problem, ...]
    """A warning for each place of a dead one."""
    links: int
    fresh: int
    """Well so lately that they were not asked for."""
    well: int
    dead: int
    silent: int
    """Without an answer, but not yet for so long that they count as dead."""
    blocked: int
    """That we may not ask for."""


def check(root: Path, now: datetime.datetime, teller: Teller, manners: Manners | None = None) -> Checked:
    """Asks for all external links of a root and writes what was found.

    Raises ContentError, what was known kept as it was, where there are no settings, nothing can be reached, or the file
    cannot be written.
    """
    gathered = gather(root)
    wanted = stock.outward(root, gathered)
    known = _known(root)
    teller.stage("links", len(wanted))
    today = now.astimezone(gathered.config.zone).date()
    results = check_links(wanted, known, today, teller.done, manners)
    text = linkfile.text_of(results.values()).encode()
    file = root / linkfile.FILE
    if file.read_bytes() != text if file.is_file() else results:
        replace_all(root, {linkfile.FILE: text})
    fresh = sum(url in known and is_fresh(known[url], today) for url in results)
    return _counted(results, fresh, tuple(_told(root, results)))


def _counted(results: Mapping[str, Result], fresh: int, told: tuple[Problem, ...]) -> Checked:
    fates = Counter("dead" if one.dead else one.verdict for one in results.values())
    return Checked(told, len(results), fresh, fates["ok"], fates["dead"], fates["unreachable"], fates["blocked"])


def _known(root: Path) -> dict[str, Result]:
    file = root / linkfile.FILE
    text, _ = decode(file.read_bytes(), linkfile.FILE) if file.is_file() else ("", ())
    return linkfile.read(text)[0]


def _told(root: Path, results: Mapping[str, Result]) -> list[Problem]:
    found = []
    for result in results.values():
        if result.dead:
            for path in result.posts:
                code = f"link-{result.verdict}"
                found.append(warning(code, _place(root, path, result.url), url=result.url, since=result.since))
    return found


def _place(root: Path, path: str, url: str) -> Mark:
    """Where the address stands in the file; the file as a whole where it is written in another way."""
    text, _ = decode((root / path).read_bytes(), path)
    for number, line in enumerate(text.split("\n"), 1):
        if url in line:
            return Mark(path, number, line.index(url) + 1, len(url))
    return Mark(path)
