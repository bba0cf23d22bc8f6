"""Owns how tests import: a folder with the least settings, a text to bring in, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from miniature import LEAST_SETTINGS

from digest.content import posts
from digest.content.posts import post_record
from digest.desk.importing.importer import Outcome, Wish, bring
from digest.errors import ContentError
from digest.model import Post
from digest.moments import zone

TOKYO = zone("Asia/Tokyo")
RECORD = post_record(TOKYO)


@dataclass(frozen=True, slots=True)
class Desk:
    """A site that things are imported into."""

    root: Path

    def write(self, path: str, data: str | bytes) -> Path:
        """Put a file under the root."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data if isinstance(data, bytes) else data.encode())
        return file

    def bring(self, name: str, data: str | bytes | None = None, **how: Any) -> Outcome:
        """Imports a file beside the site (written first when `data` is given), or a folder."""
        file = self.root.parent / name
        if data is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data if isinstance(data, bytes) else data.encode())
        return bring(Wish(self.root, ((file, name),), **how))

    def refusal(self, name: str, data: str | bytes | None = None, **how: Any) -> list[tuple[str, int]]:
        """The codes and lines of what an import is refused for; nothing may have been written."""
        before = self.files()
        try:
            self.bring(name, data, **how)
        except ContentError as error:
            assert self.files() == before
            return [(one.code, one.mark.line) for one in error.problems]
        return []

    def files(self) -> dict[str, bytes]:
        """Everything in the site, by path."""
        found = sorted(path for path in self.root.rglob("*") if path.is_file())
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in found}

    def text(self, path: str) -> str:
        """A file's text."""
        return (self.root / path).read_text(encoding="utf-8")

    def body(self, path: str) -> str:
        """A post's text behind its front matter."""
        return self.text(path).split("---\n", 2)[2]

    def post(self, path: str) -> Post:
        """A post's front matter."""
        written, problems = posts.read(self.text(path), path, RECORD, TOKYO)
        assert written is not None
        assert problems == ()
        return written.post


def desk_at(folder: Path, files: Mapping[str, str | bytes] | None = None) -> Desk:
    """A desk with the least settings and the files given."""
    desk = Desk(folder / "site")
    for path, data in {"content/site.yaml": LEAST_SETTINGS, **(files or {})}.items():
        desk.write(path, data)
    return desk


def codes(outcome: Outcome) -> list[str]:
    """The codes of its notes."""
    return [note.code for note in outcome.notes]
