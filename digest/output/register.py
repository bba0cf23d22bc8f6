"""Owns the keeping of the ledger: its file, what git remembers of it, and that a build notes what it published."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from digest.content.frontmatter import decode
from digest.errors import Mark, Problem, problem, warning
from digest.site import ledger, urls
from digest.site.ledger import Ledger, Site
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


class Examination(NamedTuple):
    """The addresses of a site held against its ledger."""

    known: Ledger
    """As its file has it."""
    site: Site
    settled: Ledger
    """Without what was built, never published and is no more."""
    wrong: tuple[Problem, ...] = ()
    """What is amiss, as warnings; nothing where there is no ledger."""
    asked: bool = False
    """Whether git was asked, so that the outcome rests on what was committed when."""


def examine(root: Path, known: Ledger, model: Model, pages: Iterable[Page], problems: Iterable[Problem]) -> Examination:
    """Whether published addresses would vanish and ids change.

    What a file with errors (`problems`: all that was found so far) would have brought is not missed: what is to be
    mended is told already, and nobody is to give an address up for a slip. Such a post may name any topic, outlet
    or place.
    """
    if not known.there:
        return Examination(known, ledger.NOWHERE, known)
    site = ledger.site_of(model, pages)
    faulty = frozenset(urls.composed(one.mark.path) for one in problems if one.severity == "error")
    if faulty:
        registries = {f"content/{table.kind}.yaml" for table in model.tables[:3]}
        site = site._replace(coming=site.coming | faulty | registries)
    found = ledger.amiss(known, site)
    asked = ledger.doubtful(found)
    settled, wrong = ledger.settle(known, found, committed(root) if asked else None)
    return Examination(known, site, settled, wrong, asked)


def keep(root: Path, examined: Examination, day: str) -> tuple[Problem, ...]:
    """Notes what was published (`day`: ISO), unless something is amiss; returns what hindered."""
    if not examined.known.there or examined.wrong:
        return ()
    return write(root, examined.known, ledger.noted(examined.settled, examined.site, day))


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
