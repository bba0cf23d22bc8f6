"""Owns the built site that a web test reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from miniature import files_under

KIND = re.compile(r'<body[^>]*\bclass="(?:[^"]* )?kind-([\w-]+)')


@dataclass(frozen=True, slots=True)
class Published:
    """A built site and where it is served."""

    home: str
    folder: Path

    def pages(self) -> dict[str, str]:
        """The text of every page, by path."""
        files = (path for path in files_under(self.folder) if path.suffix == ".html")
        return {path.relative_to(self.folder).as_posix(): path.read_text(encoding="utf-8") for path in files}

    def kinds(self) -> dict[str, list[tuple[int, str]]]:
        """The kinds of pages there are; of each its pages, with the length of their text."""
        found: dict[str, list[tuple[int, str]]] = {}
        for path, text in self.pages().items():
            kind = KIND.search(text)
            assert kind, f"{path} does not say its kind"
            found.setdefault(kind[1], []).append((len(text), path))
        return found

    def examples(self) -> tuple[str, ...]:
        """For each kind of page the first and the longest one, as readers address them."""
        chosen = {path for pages in self.kinds().values() for path in (pages[0][1], max(pages)[1])}
        return tuple(path.removesuffix("index.html") for path in sorted(chosen))
