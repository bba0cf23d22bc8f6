"""Owns the way from a finding to a problem: its place in the file, looked up only in files that are named."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from digest.content import frontmatter, yamltext
from digest.content.yamltext import Document
from digest.desk.findings import Finding, Spot
from digest.errors import Mark, Problem


class Sheet(NamedTuple):
    """A file of the author's as findings see it."""

    path: str
    document: Document | None
    lines: tuple[str, ...]
    body_line: int
    """Where the body begins; 1 for files that are YAML through and through."""


def problems(findings: Iterable[Finding], root: Path) -> Iterator[Problem]:
    """The findings with their places."""
    ordered = sorted(findings, key=lambda one: one.path)
    for path, group in groupby(ordered, key=lambda one: one.path):
        found = list(group)
        sheet = read(root, path, parsed=any(one.spot.keys for one in found))
        taken: dict[str, int] = {}
        for one in found:
            yield Problem(one.code, _mark(sheet, one.spot, taken), one.args, one.severity)


def read(root: Path, path: str, *, parsed: bool) -> Sheet:
    """The sheet of a post, a story or a registry, its YAML `parsed` if asked for; of any other file, an empty one."""
    if not path.endswith((".md", ".yaml")):
        return Sheet(path, None, (), 1)
    try:
        text, _ = frontmatter.decode((root / path).read_bytes(), path)
    except OSError:
        return Sheet(path, None, (), 1)
    lines = tuple(text.split("\n"))
    if path.endswith(".yaml"):
        return Sheet(path, yamltext.read(text, path)[0] if parsed else None, lines, 1)
    parts, wrong = frontmatter.split(text, path)
    document = yamltext.read(parts.yaml, path, parts.yaml_line)[0] if parsed and not wrong else None
    return Sheet(path, document, lines, parts.body_line)


def keys_there(document: Document, keys: yamltext.Path) -> yamltext.Path:
    """The keys to follow: a source's field that stands at the post's level, the only source's shorthand, is there."""
    value = document.value
    if len(keys) < 3 or keys[0] != "sources" or not isinstance(value, dict):
        return keys
    sources = value.get("sources")
    inside = isinstance(sources, list) and len(sources) == 1 and isinstance(sources[0], dict) and keys[2] in sources[0]
    return keys if inside or keys[2] not in value else keys[2:]


def _mark(sheet: Sheet, spot: Spot, taken: dict[str, int]) -> Mark:
    if spot.keys and sheet.document:
        return sheet.document.mark(*keys_there(sheet.document, spot.keys))
    if spot.words:
        return _of_words(sheet, spot, taken)
    return (
        Mark(sheet.path, spot.line, 1, len(sheet.lines[spot.line - 1]))
        if 0 < spot.line <= len(sheet.lines)
        else Mark(sheet.path)
    )


def _of_words(sheet: Sheet, spot: Spot, taken: dict[str, int]) -> Mark:
    """Where words stand: the next place for words told before, the file as a whole where markup hides them."""
    first = max(sheet.body_line if spot.line else 1, taken.get(spot.words, 0))
    for number, line in enumerate(sheet.lines[first - 1 :], first):
        at, length = _found(line, spot.words)
        if at >= 0:
            taken[spot.words] = number + 1
            return Mark(sheet.path, number, at + 1, length)
    return Mark(sheet.path, sheet.body_line if spot.line and sheet.body_line <= len(sheet.lines) else 0)


def _found(line: str, words: str) -> tuple[int, int]:
    """Where a line holds the words, or at least how they begin (a run may go on over lines and markup)."""
    at = line.find(words)
    if at >= 0:
        return at, len(words)
    start = unicodedata.normalize("NFKC", words)[:12]
    return (line.find(start), len(start)) if len(words) > len(start) else (-1, 0)
