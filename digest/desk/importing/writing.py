"""Owns the writing of an import: all files are staged and compared first, then put in place together or not at all.

Nothing is overwritten without `force`, no path leaves the base, and what is already there to the byte stays untouched,
so a second run changes nothing. What an import that was killed left behind goes with the next one.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Literal, NamedTuple, Self

from digest.errors import ContentError, Mark, UsageError, problem
from digest.output import lock

FOLDER = ".digest-import-"
"""Begins the name of the folder in which files wait; the process that made it holds the lock in it."""
Verdict = Literal["new", "changed", "same", "kept"]
"""What becomes of a file: written, written over, already so, or left because another is there."""


class Row(NamedTuple):
    """A line of the report."""

    verdict: Verdict
    path: str
    """From the base."""
    source: str
    line: int


class Stage:
    """Files on their way into `base`; used as a context, whose end removes what was staged."""

    def __init__(self, base: Path, *, force: bool) -> None:
        """`base` is the folder that nothing leaves."""
        self._base, self._force = base, force
        self._folder = base / f"{FOLDER}{os.getpid()}"
        self._held = contextlib.ExitStack()
        self._staged: dict[str, Path] = {}
        self._added: set[str] = set()
        self.rows: list[Row] = []

    def __enter__(self) -> Self:
        _clear_abandoned(self._base)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Removes the staging folder, whatever happened."""
        self._held.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def add(self, path: str, data: bytes, source: str, line: int, *, grown: bool = False) -> Row:
        """Stages a file; `grown` says that what is there now is part of it, so that it may be written over."""
        target = self._target(path, source, line)
        verdict = self._verdict(target, data, grown=grown)
        row = Row(verdict, path, source, line)
        self.rows.append(row)
        self._added.add(path)
        if verdict in {"new", "changed"}:
            staged = self._room() / str(len(self._staged))
            staged.write_bytes(data)
            self._staged[path] = staged
        return row

    def holds(self, path: str) -> bool:
        """Whether there is a file at this path now, or one is staged for it."""
        return path in self._staged or (self._base / path).exists()

    def is_staged(self, path: str) -> bool:
        """Whether this path was added in this run, whatever became of it."""
        return path in self._added

    def staged(self, path: str) -> bytes:
        """The bytes that were added for this path in this run."""
        return self._staged[path].read_bytes() if path in self._staged else (self._base / path).read_bytes()

    def _room(self) -> Path:
        """Where files wait; made, and locked, for the first of them."""
        room = self._folder / "new"
        if not self._staged:
            self._held.enter_context(lock.held(self._folder, 0))
            room.mkdir(exist_ok=True)
        return room

    def _verdict(self, target: Path, data: bytes, *, grown: bool) -> Verdict:
        if not target.exists():
            return "new"
        if target.is_file() and target.read_bytes() == data:
            return "same"
        return "changed" if (self._force or grown) and target.is_file() else "kept"

    def _target(self, path: str, source: str, line: int) -> Path:
        """Where a file goes; raises ContentError for a path that leaves the base, by itself or over a link."""
        parts = PurePosixPath(path).parts
        odd = any(part in {"..", "."} or "\\" in part or "\0" in part for part in parts)
        target = self._base / path
        if odd or PurePosixPath(path).is_absolute() or not parts or not self._within(target):
            raise ContentError([problem("import-leaves", Mark(source, line), path=path)])
        return target

    def _within(self, target: Path) -> bool:
        base = self._base.resolve()
        return target.parent.resolve().is_relative_to(base) and not target.is_symlink()

    def commit(self) -> None:
        """Puts every staged file in place; what fails or is stopped half way is undone. Raises OSError."""
        done: list[tuple[Path, Path | None]] = []
        made: list[Path] = []
        try:
            for number, (path, staged) in enumerate(self._staged.items()):
                target = self._base / path
                made += _missing(target.parent)
                target.parent.mkdir(parents=True, exist_ok=True)
                done.append((target, self._saved(target, number)))
                staged.replace(target)
        except BaseException:  # also Ctrl-C: nothing may stay half way
            for target, saved in reversed(done):
                _undo(target, saved)
            for folder in reversed(made):
                with contextlib.suppress(OSError):  # it was not made yet
                    folder.rmdir()
            raise
        self._staged.clear()

    def _saved(self, target: Path, number: int) -> Path | None:
        """A copy of what will be written over, or None for nothing."""
        if not target.exists():
            return None
        saved = self._folder / "old" / str(number)
        saved.parent.mkdir(parents=True, exist_ok=True)
        return Path(shutil.copy2(target, saved))


def _missing(folder: Path) -> list[Path]:
    """The folders that must be made for this one, outermost first."""
    return [one for one in (folder, *folder.parents) if not one.exists()][::-1]


def _clear_abandoned(base: Path) -> None:
    """Removes what imports left that were killed: their locks are free."""
    for folder in base.glob(f"{FOLDER}*"):
        with contextlib.suppress(UsageError), lock.held(folder, 0):
            shutil.rmtree(folder, ignore_errors=True)


def _undo(target: Path, saved: Path | None) -> None:
    if saved is None:
        target.unlink(missing_ok=True)
    else:
        saved.replace(target)
