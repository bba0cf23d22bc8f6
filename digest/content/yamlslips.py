"""Owns the slips that authors make in YAML: told by what was most likely meant, for YAML itself explains them badly."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.errors import Mark, Problem, problem

if TYPE_CHECKING:
    import yaml

    from digest.content.yamltext import Document

LONGEST = 500_000
"""Characters of a first line that are looked at; a longer one is a text too large to be read."""
FULL_WIDTH_COLON = re.compile(r"^\s*(?:- )?([\w-]+)：")
NO_SPACE = re.compile(r"^\s*(?:- )?([A-Za-z_]+):(?=[^\s:/])(?!//)")
KEY_VALUE = re.compile(r"^(\s*(?:- )?[^\s:#][^:#]*:\s+)(\S.*)$")
NEEDS_QUOTES = tuple("[{\"'@%`*&!|>")


def at_sight(document: Document) -> tuple[Problem, ...]:
    """Slips that YAML would misread or explain badly: a full-width colon, no space after the colon, tabs."""
    found: list[Problem] = []
    for number, line in enumerate(document.lines):
        here = document.first_line + number
        if wide := FULL_WIDTH_COLON.match(line):
            found.append(problem("yaml-full-width-colon", Mark(document.path, here, wide.end()), key=wide[1]))
        elif line.startswith("\t"):
            found.append(problem("yaml-tab", Mark(document.path, here, 1)))
        if number == 0 and len(line) > LONGEST:
            break
    return tuple(found)


def behind(error: yaml.YAMLError, document: Document) -> Problem:
    """An error of YAML's, told by what the author most likely meant."""
    place = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if getattr(error, "context", "") == "while scanning a quoted scalar":
        opened = error.context_mark  # type: ignore[attr-defined]
        mark = Mark(document.path, document.first_line + opened.line, opened.column + 1)
        return problem("yaml-open-quote", mark, quote=document.lines[opened.line][opened.column])
    line = min(place.line, len(document.lines) - 1) if place else 0
    for number in (line, line - 1):
        if 0 <= number < len(document.lines) and (quoted := _unquoted(document.lines[number])):
            column, value = quoted
            mark = Mark(document.path, document.first_line + number, column, len(value))
            return problem("yaml-needs-quotes", mark, value=value, fixed=_quote(value))
    if (spaceless := NO_SPACE.match(document.lines[line])) or (
        line and (spaceless := NO_SPACE.match(document.lines[line - 1]))
    ):
        row = line if NO_SPACE.match(document.lines[line]) else line - 1
        return problem(
            "yaml-no-space", Mark(document.path, document.first_line + row, spaceless.end()), key=spaceless[1]
        )
    column = place.column + 1 if place and place.line == line else 0
    if "\t" in document.lines[line][: column or None]:
        return problem(
            "yaml-tab", Mark(document.path, document.first_line + line, document.lines[line].index("\t") + 1)
        )
    why = str(getattr(error, "problem", "") or error).splitlines()[0]
    return problem("yaml-syntax", Mark(document.path, document.first_line + line, column), why=why)


def _unquoted(line: str) -> tuple[int, str] | None:
    """Column and text of a value that needs quotes: it begins with a sign of YAML's or holds a second `: `."""
    found = KEY_VALUE.match(line)
    if found is None:
        return None
    value = found[2].rstrip()
    closed = value[0] in "\"'" and len(value) > 1 and value.endswith(value[0])
    if (value.startswith(NEEDS_QUOTES) or ": " in value or value.startswith("- ")) and not closed:
        return found.start(2) + 1, value
    return None


def _quote(value: str) -> str:
    """The value as YAML takes it to the letter."""
    return "'" + value.replace("'", "''") + "'"
