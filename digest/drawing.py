"""Owns the drawing of problems: the place, the line itself, a caret that counts East Asian width, the hints."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from digest.errors import Problem
from digest.text.width import columns
from digest.wording import Language, hints, message

WIDEST = 160
"""Columns of a line that are shown; a longer one is cut around the place."""


def draw(found: Problem, root: Path, language: Language, typed: str | None = None) -> str:
    """A problem as the author sees it; `root` is where its file stands, unless its text was `typed`."""
    mark = found.mark
    place = ":".join(str(part) for part in (mark.path, mark.line, mark.column) if part != 0)
    lines = [f"{place}: {found.severity}: {message(found, language)} [{found.code}]"]
    text = _line_of(typed, mark.line) if typed is not None else _line(root / mark.path, mark.line)
    if text is not None and mark.line:
        lines += _quoted(text, mark.line, mark.column, mark.length)
    lines += [f"  hint: {hint}" for hint in hints(found, language)]
    return "\n".join(lines)


def _line(file: Path, number: int) -> str | None:
    if number < 1:
        return None
    try:
        text = file.read_bytes().decode("utf-8-sig", "replace")
    except OSError:
        return None
    return _line_of(text, number)


def _line_of(text: str, number: int) -> str | None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[number - 1] if 0 < number <= len(lines) else None


def _quoted(text: str, number: int, column: int, length: int) -> list[str]:
    """The line with a caret run under the place."""
    shown = _visible(text)
    start = max(0, min(column - 1, len(shown)))
    cut = max(0, start - 2 * WIDEST)  # counting on from the first column of a long line would take for ever
    while columns(shown[cut:start]) > WIDEST // 2:
        cut += 1
    head = "…" if cut else ""
    body = shown[cut:]
    end = min(len(body), 4 * WIDEST)
    while columns(body[:end]) > WIDEST:
        end -= max(1, (end - WIDEST) // 2)
    margin = f"{number:>5} | "
    lines = [f"{margin}{head}{body[:end]}{'…' if end < len(body) else ''}".rstrip()]
    if column:
        before = columns(head + shown[cut:start])
        run = max(1, columns(shown[start : start + max(1, length)]))
        lines.append(" " * 5 + " | " + " " * before + "^" * min(run, WIDEST))
    return lines


def _visible(text: str) -> str:
    """The line with tabs as one column and other controls as the sign for an unknown character."""
    return "".join(
        " " if sign == "\t" else sign if sign.isprintable() or sign == "\u3000" else "\ufffd" for sign in text
    )


def as_json(problems: Iterable[Problem], language: Language) -> str:
    """Problems for programs: a JSON array."""
    rows = [
        {
            "path": found.mark.path,
            "line": found.mark.line,
            "column": found.mark.column,
            "severity": found.severity,
            "code": found.code,
            "message": message(found, language),
            "hints": list(hints(found, language)),
        }
        for found in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)
