"""Owns what is asked of a build and what it answers; light, so that asking costs nothing."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from digest.errors import Problem


class Teller(Protocol):
    """Hears how a build goes on; the command line draws it, tests ignore it."""

    def stage(self, name: str, total: int) -> None:
        """A stage of `total` items begins: read, render."""

    def done(self, count: int) -> None:
        """So many items more are done."""

    def waiting(self, holder: str) -> None:
        """Nothing goes on until another build is over, that of the process with this id (empty: it is not known)."""


class Order(NamedTuple):
    """What to build, and how."""

    root: Path
    output: Path
    now: datetime.datetime
    """Aware; what is dated later is held back."""
    base_url: str = ""
    theme: str = ""
    clean: bool = False
    drafts: bool = False
    strict: bool = False
    jobs: int = 0
    """Processes; 0: as many as there are processors."""
    state: Path | None = None
    """Where the state is; default: `.digest` in the root."""
    ask: bool = False
    """Whether every page's reason and file are asked for, so that the quick answer (no change at all) is no answer."""
    plain: bool = False
    """Whether the theme's files keep their own names: for a preview, so that an edited style sheet changes no page."""
    themes: tuple[Path, ...] = ()
    """Folders to look for themes in, after the root's own."""

    @property
    def folder(self) -> Path:
        """The folder of the state."""
        return self.state or self.root / ".digest"


class Waiting(NamedTuple):
    """A post that is held back: why (draft, future, embargo), and from when it would appear (epoch; 0: never)."""

    path: str
    url: str
    why: str
    due: int
    date: str
    """Its date as an instant, by the clock of the site's zone."""


class Published(NamedTuple):
    """What publishing did."""

    rendered: tuple[str, ...]
    written: int
    kept: int
    deleted: tuple[str, ...]
    reasons: Mapping[str, str]
    """Why each page was made: new, content, theme, settings, missing, damaged; or kept."""
    records: Mapping[str, Any]
    """What to record of each output file (None: is gone)."""
    recipes: Mapping[str, Any] = MappingProxyType({})
    """How to make those of the pages that were made which show posts whole."""


class Report(NamedTuple):
    """What a build did."""

    published: Published
    held: tuple[Waiting, ...]
    problems: tuple[Problem, ...]
    """Warnings."""
    posts: int
    pages: int
    hashed: int
    """Posts whose bytes were looked at, because their files' stamps had changed."""
    parsed: int
    """Posts that were read anew."""
    seconds: float
    output: Path
    now: datetime.datetime
    sources: Mapping[str, str]
    """The output file of each of the author's files that is a page."""
    root: Path = Path()
    """Of the author's files."""
    base_path: str = "/"
    """The path of the site's base URL."""
    next_change: int = 0
    """When site or report are next others though nothing is edited and no held post appears (epoch; 0: never)."""
