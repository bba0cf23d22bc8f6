"""Owns the walk through a theme's folder: which files count, under which names, and the reading of them.

Names are POSIX paths below the walked folder. Files whose name begins with a dot or ends in `~` are not the theme's but
an editor's or the system's. A link that leaves the theme is refused: what is published must lie in the theme.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from digest.errors import Mark, Problem, problem


def walk(folder: Path, shown: str) -> tuple[tuple[tuple[str, Path], ...], tuple[Problem, ...]]:
    """All files below `folder` as (name, path), sorted by name; `shown` is the folder's path in messages."""
    if not folder.is_dir():
        return (), ()
    home = folder.resolve()
    kept, found = [], []
    for name, path in sorted(_below(folder, "")):
        if path.is_symlink() and not (path.is_file() and path.resolve().is_relative_to(home)):
            found.append(problem("theme-link-leaves", Mark(f"{shown}/{name}"), target=path.readlink()))
        else:
            kept.append((name, path))
    return tuple(kept), tuple(found)


def _below(folder: Path, prefix: str) -> Iterator[tuple[str, Path]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") or entry.name.endswith("~"):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _below(Path(entry.path), f"{prefix}{entry.name}/")
            elif entry.is_file() or entry.is_symlink():
                yield f"{prefix}{entry.name}", Path(entry.path)


def decode(data: bytes, shown: str) -> tuple[str, tuple[Problem, ...]]:
    """The text of a UTF-8 file (a byte order mark is dropped), or the place of the first byte that is not UTF-8."""
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return "", (problem("theme-encoding", Mark(shown, line)),)


def place_of(text: str, offset: int, shown: str, length: int = 1) -> Mark:
    """The mark of an offset in a text (all in characters)."""
    return Mark(shown, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset), length)


def place_on_line(text: str, line: int, word: str, shown: str) -> Mark:
    """The mark of a word on a line whose column nobody kept; of the whole line where the word is not on it."""
    lines = text.splitlines()
    column = lines[line - 1].find(word) + 1 if 0 < line <= len(lines) and word else 0
    return Mark(shown, line, column, max(len(word), 1) if column else 1)
