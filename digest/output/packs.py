"""Owns packs: articles as they were read, kept in a few append-only files so that they need not be read again.

An article's bytes carry a fingerprint that is checked whenever they are read; a pack that was cut or scribbled on gives
`BrokenPackError`, and the builder then reads the posts anew.
"""

from __future__ import annotations

import os
from pathlib import Path

from digest import fingerprint
from digest.content.articles import Article, unpacked
from digest.output.files import own_folder

SUFFIX = ".pack"
Place = tuple[str, int, int]
"""Where an article stands: pack, start, length."""
MOST_OPEN = 64
"""Packs open at one time; years of edits leave many, and systems allow a process but some hundred open files."""


class BrokenPackError(Exception):
    """A pack does not hold what the state says it does."""


class Writer:
    """Appends articles to one new pack."""

    def __init__(self, folder: Path, name: str) -> None:
        """The pack `name` in `folder`, which must be a name not used before."""
        own_folder(folder)
        self.name = name
        self._file = (folder / f"{name}{SUFFIX}").open("xb")
        self._end = 0

    def add(self, packed: bytes, mark: bytes) -> Place:
        """Where the article of these bytes (`mark`: their fingerprint) now stands."""
        self._file.write(mark + packed)
        self._file.flush()  # before the state is told of it (I4)
        place = (self.name, self._end, len(mark) + len(packed))
        self._end += place[2]
        return place

    def close(self) -> None:
        """Ends the writing; what was added has been handed to the system already."""
        self._file.close()


class Packs:
    """Reads articles from the packs of one folder."""

    def __init__(self, folder: Path) -> None:
        """The packs in `folder`; files are opened when asked for, and only then."""
        self._folder = folder
        self._open: dict[str, int] = {}

    def read(self, pack: str, start: int, length: int) -> Article:
        """The article that stands there; raises `BrokenPackError`."""
        try:
            if pack not in self._open:
                if len(self._open) >= MOST_OPEN:
                    self.close()
                self._open[pack] = os.open(self._folder / f"{pack}{SUFFIX}", os.O_RDONLY | getattr(os, "O_BINARY", 0))
            data = _pread(self._open[pack], length, start)
        except (OSError, TypeError, ValueError, OverflowError) as error:
            raise BrokenPackError from error
        if len(data) != length:
            raise BrokenPackError
        try:
            return unpacked(fingerprint.opened(data))
        except (ValueError, EOFError, TypeError, IndexError) as error:
            raise BrokenPackError from error

    def close(self) -> None:
        """Closes what was opened."""
        for descriptor in self._open.values():
            os.close(descriptor)
        self._open.clear()


def _pread(descriptor: int, length: int, start: int) -> bytes:
    if hasattr(os, "pread"):
        return os.pread(descriptor, length, start)
    os.lseek(descriptor, start, os.SEEK_SET)
    return os.read(descriptor, length)


def sizes(folder: Path) -> dict[str, int]:
    """The packs there are, by name, with their sizes."""
    if not folder.is_dir():
        return {}
    return {path.stem: path.stat().st_size for path in folder.iterdir() if path.suffix == SUFFIX}


def remove(folder: Path, names: set[str]) -> None:
    """Deletes packs that nothing refers to."""
    for name in names:
        (folder / f"{name}{SUFFIX}").unlink(missing_ok=True)
