"""Owns what the preview shows: the last good site, what is wrong with the newest, and whom a change concerns. All pure.

Each change has a generation of its own, and every page says which it belongs to; so a browser that connects late, or
comes back after the server was started anew, is found out to be behind and told to reload.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from digest.errors import Problem
from digest.orders import Report

SHEET, TEXT = ".css", ".md"
EVERYWHERE = ("media/", "assets/")
"""Folders of the output whose files any page may show."""


class Outcome(NamedTuple):
    """What came of one attempt to build."""

    report: Report | None
    """None where it failed."""
    problems: tuple[Problem, ...]
    """Warnings, or what made it fail."""
    base_path: str
    """Where the site lies on the server; empty where the settings cannot be read."""
    paths: frozenset[str] = frozenset()
    """The author's files that had changed."""
    seconds: float = 0.0


class Shown(NamedTuple):
    """What browsers are shown."""

    session: str
    """Names this run of the server."""
    number: int = 0
    """How many changes there have been."""
    base_path: str = "/"
    problems: tuple[Problem, ...] = ()
    """What made the newest build fail; empty where it is shown."""
    good: bool = False
    """Whether there is a good site, if not the newest."""
    sources: Mapping[str, str] = {}
    """The output file of each of the author's files."""
    moved: Mapping[str, str] = {}
    """Output files that are gone, and where their pages are now."""

    @property
    def generation(self) -> str:
        """The name of this state of things."""
        return f"{self.session}-{self.number}"


class News(NamedTuple):
    """What browsers must hear of."""

    changed: frozenset[str] = frozenset()
    """Output files that were made or removed."""
    everyone: bool = False
    sheets: bool = False
    """Only style sheets were edited, so pages can stay as they are."""
    texts: bool = False
    """Only texts were edited, so pages can stay but for theirs."""

    @property
    def nothing(self) -> bool:
        """Whether browsers show what there is."""
        return not self.everyone and not self.changed

    @property
    def path(self) -> str:
        """What the message to livereload's script names: for a style sheet or a text it can stay on the page."""
        return "style.css" if self.sheets else "text.html" if self.texts else "*"

    def concerns(self, file: str, kind: str) -> bool:
        """Whether a browser that shows this output file, as a page of this kind (`Tag`), must hear of it."""
        return self.everyone or (kind != "page" and not self.nothing) or file in self.changed


def after(shown: Shown, outcome: Outcome) -> tuple[Shown, News]:
    """What is shown from now on, and what browsers must hear of."""
    if outcome.report is None:
        return _failed(shown, outcome)
    changed = frozenset((*outcome.report.published.rendered, *outcome.report.published.deleted))
    mended = bool(shown.problems) or not shown.good
    sheets, texts = not mended and _all_end(SHEET, outcome.paths), not mended and _all_end(TEXT, outcome.paths)
    news = News(changed, everyone=mended or _reaches_all(changed), sheets=sheets, texts=texts)
    sources = outcome.report.sources
    fresh = shown._replace(
        base_path=outcome.base_path or shown.base_path,
        problems=(),
        good=True,
        sources=sources,
        moved=_moved(shown, sources),
        number=shown.number + (not news.nothing),
    )
    return fresh, news


def _failed(shown: Shown, outcome: Outcome) -> tuple[Shown, News]:
    """The same problems as before are no news, so that whoever looks at the last good page is left alone."""
    news = News(everyone=outcome.problems != shown.problems)
    base_path = outcome.base_path or shown.base_path
    return shown._replace(problems=outcome.problems, number=shown.number + news.everyone, base_path=base_path), news


def _moved(shown: Shown, sources: Mapping[str, str]) -> dict[str, str]:
    """Where pages went whose author's file stayed: a new slug or date must not strand who has the page open."""
    fresh = {old: sources[source] for source, old in shown.sources.items() if source in sources}
    known = {old: fresh.get(new, new) for old, new in shown.moved.items()} | fresh
    there = set(sources.values())
    return {old: new for old, new in known.items() if old not in there and new in there}


def _reaches_all(changed: frozenset[str]) -> bool:
    return any(path.startswith(EVERYWHERE) for path in changed)


def _all_end(ending: str, paths: frozenset[str]) -> bool:
    return bool(paths) and all(path.endswith(ending) for path in paths)
