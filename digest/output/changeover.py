"""Owns the change-over: what was made beside the site takes its place, what is not planned goes, all of it or nothing.

Whatever keeps it from being finished (the system refuses a folder, the author breaks off) is undone, and the last good
site stands again (I8). Each file is replaced in one step, so readers never meet half of one.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from digest.output.files import move
from digest.stopping import past_undoing

ASIDE = ".undo"
"""Below the folder of what was made: where the old files wait until all is done."""


class ChangeOver:
    """The steps of one change-over; `undo` takes them back."""

    def __init__(self, made: Path, output: Path) -> None:
        """`made` holds the new files, by the paths that they have in `output`."""
        self._made, self._output, self._aside = made, output, made / ASIDE
        self._done: list[tuple[Path, Path | None]] = []
        """Files put or removed, or about to be, with what was there before."""

    def put(self, path: str) -> None:
        """A new file takes its place."""
        target = self._output / path
        kept = self._keep(target)
        for there in () if kept else self._in_the_way(target):
            self.remove(there)
        self._done.append((target, kept))  # first: an interrupt may come right after the move
        move(self._made / path, target)

    def remove(self, path: str) -> None:
        """A file goes."""
        target = self._output / path
        self._done.append((target, self._keep(target)))
        target.unlink()

    def undo(self) -> None:
        """Brings back what was there, as far as the system lets us."""
        for target, before in reversed(self._done):
            with contextlib.suppress(OSError):
                if before:
                    move(before, target)
                else:
                    target.unlink(missing_ok=True)
                    _remove_empty(target.parent, self._output)

    def _in_the_way(self, target: Path) -> list[str]:
        """The files that have to go for this one: those below it, or one that stands where its folder will be."""
        if target.is_dir() and not target.is_symlink():
            return sorted(one.relative_to(self._output).as_posix() for one in target.rglob("*") if not one.is_dir())
        above = (parent for parent in target.parents if parent.is_relative_to(self._output) and parent != self._output)
        return [parent.relative_to(self._output).as_posix() for parent in above if parent.is_file()]

    def _keep(self, target: Path) -> Path | None:
        """Another name for a file that is about to be replaced; None where there is none."""
        if target.is_symlink() or not target.is_file():
            return None
        self._aside.mkdir(parents=True, exist_ok=True)  # nothing may have been made, and files still go
        kept = self._aside / str(len(self._done))
        try:
            os.link(target, kept)
        except OSError:  # not every file system knows two names of a file
            shutil.copy2(target, kept)
        return kept


@contextlib.contextmanager
def change_over(made: Path, output: Path) -> Iterator[ChangeOver]:
    """The steps are taken back when anything is raised among them; after them it is too late to stop."""
    steps = ChangeOver(made, output)
    try:
        yield steps
        past_undoing()
    except BaseException:
        steps.undo()
        raise


def _remove_empty(folder: Path, output: Path) -> None:
    """Removes folders that were made for a file which is gone again."""
    while folder != output:
        folder.rmdir()  # one that holds anything refuses, which ends it
        folder = folder.parent


def in_order(paths: Iterable[str]) -> list[str]:
    """Pages come after the style sheets and pictures that they name."""
    return sorted(paths, key=lambda path: (path.endswith((".html", ".xml", ".json")), path))
