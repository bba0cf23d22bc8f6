"""Owns the writing of front matter: values as YAML that reads back as exactly what was meant, keys in a fixed order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from digest.content.yamltext import NULLS
from digest.desk.importing.escaping import one_line

_PLAIN = re.compile(r"[^\W_](?:[\w・、。「」『』（）()./+-]| (?=\S))*")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:[+-]\d{2}:\d{2})?)?")


def scalar(text: str, longest: int = 500) -> str:
    """One line of text, quoted unless it is plain beyond doubt."""
    line = one_line(text, longest)
    if (_PLAIN.fullmatch(line) and line not in NULLS) or _MOMENT.fullmatch(line):
        return line
    return "'" + line.replace("'", "''") + "'"


def listed(items: Iterable[str]) -> str:
    """A list on one line."""
    return "[" + ", ".join(items) + "]"


def mapping(pairs: Iterable[tuple[str, str]]) -> str:
    """A mapping on one line, of values that are already YAML; empty ones are left out."""
    return "{" + ", ".join(f"{key}: {value}" for key, value in pairs if value) + "}"


def fields(pairs: Iterable[tuple[str, str]], indent: str = "") -> list[str]:
    """Lines `key: value` of values that are already YAML; empty ones are left out."""
    return [f"{indent}{key}: {value}" for key, value in pairs if value]


def scalars(texts: Sequence[str]) -> str:
    """A list of texts, or empty for none."""
    return listed(scalar(text) for text in texts) if texts else ""


def comment(text: str) -> str:
    """A line that YAML skips."""
    return f"# {one_line(text)}"


def wrap(lines: Iterable[str]) -> str:
    """The front matter with its fences."""
    return "---\n" + "\n".join(lines) + "\n---\n"
