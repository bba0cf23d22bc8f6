"""Owns changes to several of the author's files at once: all of them happen, or none."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path

from digest.errors import ContentError, Mark, problem
from digest.stopping import undone_when_stopped

BESIDE = ".digest-new"
"""Ends the name under which a file waits until all are written."""


def replace_all(root: Path, files: Mapping[str, bytes | None]) -> None:
    """Writes the files (None: removes) by path from the root. Raises ContentError with everything as it was."""
    before = {path: _bytes(root / path) for path in files}
    waiting: list[Path] = []
    touched: list[str] = []
    with undone_when_stopped():
        try:
            _write_all(root, files, waiting, touched)
        except BaseException as error:  # also Ctrl-C: nothing may stay half way
            _undo(root, {path: before[path] for path in touched}, waiting)
            if not isinstance(error, OSError):
                raise
            named = error.filename or root
            told = problem("cannot-write", Mark(str(named)), path=named, why=error.strerror or "")
            raise ContentError([told]) from error


def _write_all(root: Path, files: Mapping[str, bytes | None], waiting: list[Path], touched: list[str]) -> None:
    """Writes every file beside its place, then puts all in place; notes each step before it is taken."""
    for path, data in files.items():
        if data is not None:
            file = root / path
            waiting.append(file.with_name(file.name + BESIDE))
            _write_beside(file, data)
    for path, data in sorted(files.items(), key=lambda item: item[1] is None):
        touched.append(path)
        _put(root / path, data)


def _bytes(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


def _write_beside(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.with_name(file.name + BESIDE).write_bytes(data)


def _put(file: Path, data: bytes | None) -> None:
    if data is None:
        file.unlink()
    else:
        file.with_name(file.name + BESIDE).replace(file)


def _undo(root: Path, before: Mapping[str, bytes | None], waiting: list[Path]) -> None:
    """Puts back what was there; what cannot be put back now could not be changed either."""
    for path, data in before.items():
        with contextlib.suppress(OSError):
            if data is None:
                (root / path).unlink(missing_ok=True)
            else:
                (root / path).write_bytes(data)
    for beside in waiting:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
