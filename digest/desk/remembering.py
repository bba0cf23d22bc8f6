"""Owns what `check` remembers of the posts it examined, in `.digest/examined`: disposable, and nothing where it is odd.

Examining is a function of a post's bytes, the tables, the settings, the clippings and this program; the fingerprints of
all of them stand with what is remembered, so what is believed is what would be found again. Findings are kept with
their places, for looking a place up reads the file.
"""

from __future__ import annotations

import contextlib
import marshal
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from digest.desk.examining import Examined, Facts
from digest.desk.findings import Finding, Fix, Spot
from digest.errors import Mark

NAME = "examined"
ODD = (OSError, ValueError, EOFError, TypeError, KeyError, IndexError, AttributeError)
"""What a memory that was cut or scribbled on may raise."""

Known = dict[str, tuple[bytes, tuple[Any, ...]]]
"""By path: the fingerprint of the file as it was, and what was found, as plain tuples."""


def recall(folder: Path, mark: bytes) -> Known:
    """What is remembered in `folder` of posts examined under the same `mark`; empty where that is nothing."""
    with contextlib.suppress(*ODD):
        kept, known = marshal.loads((folder / NAME).read_bytes())  # noqa: S302 - our own file; only plain values come back
        if kept == mark:
            return dict(known)
    return {}


def remember(folder: Path, mark: bytes, known: Known) -> None:
    """Puts the memory in place at once; where it cannot be written, the next run examines again."""
    new = folder / f"{NAME}.{os.getpid()}"
    try:
        new.write_bytes(marshal.dumps((mark, known)))
        new.replace(folder / NAME)
    except OSError:
        new.unlink(missing_ok=True)


def fresh(known: Known, files: Mapping[str, bytes]) -> dict[str, Examined]:
    """What is remembered of the posts whose files (fingerprints by path) are as they were."""
    found: dict[str, Examined] = {}
    for path, file in files.items():
        with contextlib.suppress(*ODD):
            kept, row = known[path]
            if kept == file:
                found[path] = _examined(row)
    return found


def known_of(examined: Iterable[Examined], files: Mapping[str, bytes]) -> Known:
    """What to remember of these posts."""
    return {one.facts.path: (files[one.facts.path], _plain(one)) for one in examined}


def _plain(one: Examined) -> tuple[Any, ...]:
    """Marshal takes no types of ours, only the tuples that they are."""
    findings = tuple(
        (*found[:2], tuple(found.spot), *found[3:5], tuple(found.fix) if found.fix else None) for found in one.findings
    )
    marks = tuple((mark.path, mark.line, mark.column, mark.length) for mark in one.marks)
    return tuple(one.facts), findings, marks


def _examined(row: tuple[Any, ...]) -> Examined:
    facts, findings, marks = row
    return Examined(Facts(*facts), tuple(map(_finding, findings)), tuple(Mark(*mark) for mark in marks))


def _finding(row: tuple[Any, ...]) -> Finding:
    code, path, spot, args, severity, fix = row
    return Finding(code, path, Spot(*spot), args, severity, Fix(*fix) if fix else None)
