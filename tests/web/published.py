"""Owns the built site that a web test reads."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scripts import browsing


@dataclass(frozen=True, slots=True)
class Published:
    """A built site and where it is served."""

    home: str
    folder: Path

    def kinds(self) -> set[str]:
        """The kinds of pages there are; the empty text is a page that does not tell its kind."""
        return set(browsing.kinds(self.folder))

    def examples(self) -> tuple[str, ...]:
        """Of each kind of page the shortest and the longest one, as readers address them."""
        return browsing.examples(self.folder)
