"""Owns what `check --links` does with a root: which addresses, what is known of them, the file, and what to tell."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

from digest.content.frontmatter import decode
from digest.desk import stock
from digest.desk.linkcheck import Manners, check_links
from digest.desk.replacing import replace_all
from digest.errors import Mark, Problem, warning
from digest.gathering import gather
from digest.orders import Teller
from digest.site import linkfile
from digest.site.linkfile import Result


def check(root: Path, now: datetime.datetime, teller: Teller, manners: Manners | None = None) -> tuple[Problem, ...]:
    """Asks for all external links of a root and writes what was found; returns warnings for dead ones.

    Raises ContentError where there are no settings, or the file cannot be written.
    """
    gathered = gather(root, base_url="", theme="", themes=())
    wanted = stock.outward(root, gathered)
    known = _known(root)
    teller.stage("links", len(wanted))
    today = now.astimezone(gathered.config.zone).date()
    results = check_links(wanted, known, today, teller.done, manners)
    text = linkfile.text_of(results.values()).encode()
    if results and (not (root / linkfile.FILE).is_file() or (root / linkfile.FILE).read_bytes() != text):
        replace_all(root, {linkfile.FILE: text})
    return tuple(_told(root, results))


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
