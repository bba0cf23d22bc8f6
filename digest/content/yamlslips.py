"""Owns the slips that authors make in YAML: told by what was most likely meant, for YAML itself explains them badly."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from digest.errors import Mark, Problem, problem

if TYPE_CHECKING:
    import yaml

    from digest.content.yamltext import Document

FULL_WIDTH_COLON = re.compile(r"^\s*(?:- )?([\w-]+)：")
NO_SPACE = re.compile(r"^\s*(?:- )?([A-Za-z_]+):(?=[^\s:/])(?!//)")
KEY_VALUE = re.compile(r"^(\s*(?:- )?[^\s:#][^:#]*:\s+)(\S.*)$")
HASHED = re.compile(r"#[^\s,\]}]+")
NESTED = 40
"""Open brackets and braces beyond which a text is not searched: it is refused, and libyaml takes ever longer."""
NEEDS_QUOTES = tuple("[{\"'@%`*&!|>")


def at_sight(document: Document) -> tuple[Problem, ...]:
    """Slips that YAML would misread or explain badly: a full-width colon behind a key, tabs that indent."""
    if "：" not in document.text and "\t" not in document.text:
        return ()
    found = {number: slip for number, line in enumerate(document.lines) if (slip := _slip(document, number, line))}
    texts = _within_texts(_without(document.lines, found)) if found else ()
    return tuple(slip for number, slip in found.items() if number not in texts)


def _without(lines: Sequence[str], slips: Collection[int]) -> str:
    """The text as it was meant, so that YAML can be read on behind what was mistyped."""
    meant = (
        line.replace("：", ": ", 1).replace("\t", "  ") if number in slips else line
        for number, line in enumerate(lines)
    )
    return "\n".join(meant)


def _slip(document: Document, number: int, line: str) -> Problem | None:
    """What a line on its own gives away. Fields below the top have names of ours: 経緯： there begins a sentence."""
    here = document.first_line + number
    wide = FULL_WIDTH_COLON.match(line)
    if wide and (wide[1].isascii() or wide.start(1) == 0):
        return problem("yaml-full-width-colon", Mark(document.path, here, wide.end()), key=wide[1])
    return problem("yaml-tab", Mark(document.path, here, 1)) if line.startswith("\t") else None


def _within_texts(text: str) -> set[int]:
    """The lines, from 0, of which YAML reads nothing: within quotes and below `|` and `>`; as far as it can be read."""
    import yaml  # noqa: PLC0415 - only where something looks like a slip

    within: set[int] = set()
    opened = 0
    with contextlib.suppress(yaml.YAMLError):
        for token in yaml.scan(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)):
            opened += isinstance(token, yaml.FlowSequenceStartToken | yaml.FlowMappingStartToken)
            opened -= isinstance(token, yaml.FlowSequenceEndToken | yaml.FlowMappingEndToken)
            if opened > NESTED:
                break
            if isinstance(token, yaml.ScalarToken) and not token.plain:
                start, end = token.start_mark, token.end_mark
                within.update(range(start.line + 1, end.line + bool(end.column)))
    return within


def behind(error: yaml.YAMLError, document: Document) -> Problem:
    """An error of YAML's, told by what the author most likely meant."""
    place = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if getattr(error, "context", "") == "while scanning a quoted scalar":
        opened = error.context_mark  # type: ignore[attr-defined]
        mark = Mark(document.path, document.first_line + opened.line, opened.column + 1)
        return problem("yaml-open-quote", mark, quote=document.lines[opened.line][opened.column])
    line = min(place.line, len(document.lines) - 1) if place else 0
    for number in (line, line - 1):
        if number >= 0 and (cut := _cut(document.lines[number])):
            mark = Mark(document.path, document.first_line + number, cut.start() + 1, len(cut[0]))
            return problem("yaml-comment-within", mark, value=cut[0], fixed=_quote(cut[0]))
        if number >= 0 and (quoted := _unquoted(document.lines[number])):
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


def _cut(line: str) -> re.Match[str] | None:
    """A `#` that ends a line within brackets or braces: a colour, a hashtag."""
    before, behind, _ = line.partition(" #")
    opened = sum(before.count(sign) for sign in "[{") - sum(before.count(sign) for sign in "]}")
    return HASHED.match(line, len(before) + 1) if behind and opened > 0 and not {"'", '"'} & set(before) else None


def _unquoted(line: str) -> tuple[int, str] | None:
    """Column and text of a value that needs quotes: it begins with a sign of YAML's or holds a second `: `."""
    found = KEY_VALUE.match(line)
    if found is None:
        return None
    value = found[2].rstrip()
    closing = {'"': '"', "'": "'", "[": "]", "{": "}"}.get(value[0])
    closed = closing is not None and len(value) > 1 and value.endswith(closing)
    if (value.startswith(NEEDS_QUOTES) or ": " in value or value.startswith("- ")) and not closed:
        return found.start(2) + 1, value
    return None


def _quote(value: str) -> str:
    """The value as YAML takes it to the letter."""
    return "'" + value.replace("'", "''") + "'"
