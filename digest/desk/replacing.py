"""Owns changes to several of the author's files at once: all of them happen, or none."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path

from digest.errors import ContentError, Mark, problem

BESIDE = ".digest-new"
"""Ends the name under which a file waits until all are written."""


def replace_all(root: Path, files: Mapping[str, bytes | None]) -> None:
    """Writes the files (None: removes) by path from the root. Raises ContentError with everything as it was."""
    before = {path: _bytes(root / path) for path in files}
    waiting: list[Path] = []
    touched: list[str] = []
    try:
        for path, data in files.items():
            if data is not None:
                waiting.append(_write_beside(root / path, data))
        for path, data in sorted(files.items(), key=lambda item: item[1] is None):
            touched.append(path)
            _put(root / path, data)
    except OSError as error:
        _undo(root, {path: before[path] for path in touched}, waiting)
        named = error.filename or root
        raise ContentError([problem("cannot-write", Mark(str(named)), path=named, why=error.strerror or "")]) from error


def _bytes(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


def _write_beside(file: Path, data: bytes) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(file.name + BESIDE)
    beside.write_bytes(data)
    return beside


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
