"""Owns the keeping of the ledger: its file, what git remembers of it, and that a build notes what it published."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable
from pathlib import Path

from digest.content.frontmatter import decode
from digest.errors import Mark, Problem, problem, warning
from digest.site import ledger
from digest.site.ledger import Ledger
from digest.site.model import Model
from digest.site.pages import Page

PATIENCE = 20
"""Seconds for git to answer."""


def read(root: Path) -> tuple[Ledger, tuple[Problem, ...]]:
    """The ledger of a root; an empty one that is not there when there is no file."""
    try:
        data = (root / ledger.FILE).read_bytes()
    except FileNotFoundError:
        return Ledger(), ()
    except OSError as error:
        return Ledger(), (problem("unreadable", Mark(ledger.FILE), why=error.strerror or ""),)
    text, problems = decode(data, ledger.FILE)
    if problems:
        return Ledger(), problems
    return ledger.read(text)


class Repository:
    """What git remembers of a root's ledger: asked once, and only where an address is missing."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.asked = False
        """Whether it was asked, so that the outcome rests on what was committed when."""
        self._committed: frozenset[str] | None = None

    def committed(self) -> frozenset[str] | None:
        """As the function `committed`."""
        if not self.asked:
            self.asked, self._committed = True, committed(self.root)
        return self._committed


def examine(repository: Repository, known: Ledger, model: Model, pages: Iterable[Page]) -> tuple[Problem, ...]:
    """What is amiss with the published addresses and ids, as warnings; nothing where there is no ledger.

    What a file with problems of its own would have brought is not missed: those problems are told already.
    """
    if not known.there:
        return ()
    site = ledger.site_of(model, pages)
    unread = _unread(repository.root, known, site, model)
    if unread:
        site = site._replace(coming=site.coming | unread | {f"content/{table.kind}.yaml" for table in model.tables[:3]})
    return ledger.settle(known, site, repository.committed)[1]


def _unread(root: Path, known: Ledger, site: ledger.Site, model: Model) -> frozenset[str]:
    """The files whose addresses are missing, that are there and yet not in the model: they have errors."""
    read = {one.source for one in site.living.values()} | {one.entry.path for one in model.library.held}
    missing = {line.source for line, _ in ledger.amiss(known, site) if line.source.endswith(".md")}
    return frozenset(path for path in missing - read if (root / path).is_file())


def keep(
    repository: Repository, known: Ledger, model: Model, pages: Iterable[Page], now: datetime.datetime
) -> tuple[Problem, ...]:
    """Notes what was published, unless something is amiss (then nothing is noted); returns what is amiss."""
    if not known.there:
        return ()
    site = ledger.site_of(model, pages)
    settled, wrong = ledger.settle(known, site, repository.committed)
    if wrong:
        return wrong
    return write(repository.root, known, ledger.noted(settled, site, today(model, now)))


def published(root: Path) -> tuple[bool, tuple[Problem, ...]]:
    """Notes that the site is public now, where there is a ledger: whether its file changed, and what hindered."""
    known, problems = read(root)
    if not known.there or problems:
        return False, problems
    after = ledger.deployed(known, committed(root))
    return after != known, write(root, known, after)


def today(model: Model, now: datetime.datetime) -> str:
    """The day of this moment in the site's zone."""
    return now.astimezone(model.config.zone).date().isoformat()


def write(root: Path, before: Ledger, after: Ledger) -> tuple[Problem, ...]:
    """Writes the ledger in one step where it differs; a folder that cannot be written to is a warning."""
    if before.there and {one[:5] for one in before.lines} == {one[:5] for one in after.lines}:
        return ()
    target = root / ledger.FILE
    beside = target.with_name(f".{target.name}.new")
    try:
        beside.write_text(ledger.text_of(after), encoding="utf-8", newline="\n")
        beside.replace(target)
    except OSError as error:
        return (warning("ledger-not-written", Mark(ledger.FILE), why=error.strerror or ""),)
    return ()


def committed(root: Path) -> frozenset[str] | None:
    """The addresses in the ledger as last committed; None where there is no git or no repository."""
    if _git(root, "rev-parse", "--is-inside-work-tree") is None:
        return None
    text = _git(root, "show", f"HEAD:./{ledger.FILE}") or ""
    return frozenset(line.url for line in ledger.read(text)[0].lines)


def _git(root: Path, *arguments: str) -> str | None:
    """What git answers; None where it cannot."""
    import subprocess  # noqa: PLC0415 - only where an address is missing

    command = ["git", "-C", str(root), *arguments]
    calm = os.environ | {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(command, env=calm, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603 - git
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None
