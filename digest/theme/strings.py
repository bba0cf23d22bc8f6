"""Owns a theme's strings: flat keys with texts, one file a language, merged along the chain.

A text may hold named places (`{count}件`); what fills them is escaped, so a string never carries markup of its own.
"""

from __future__ import annotations

from pathlib import Path
from string import Formatter
from typing import NamedTuple

from digest.errors import Mark, Problem, problem
from digest.theme.manifest import read_pairs
from digest.theme.memory import Pair, Remembered

FOLDER = "strings"


class Text(NamedTuple):
    """A string and where it is written."""

    text: str
    mark: Mark


def places(text: str) -> tuple[str, ...] | None:
    """The names of the places to fill, sorted; None where the braces make no sense."""
    try:
        parts = [(name, form, turned) for _, name, form, turned in Formatter().parse(text) if name is not None]
    except ValueError:
        return None
    # A form may hold places of its own or ask for a billion columns; nothing that is filled in needs any.
    plain = all(name.isidentifier() and not form and not turned for name, form, turned in parts)
    return tuple(sorted({name for name, _, _ in parts})) if plain else None


def languages(folder: Path) -> tuple[str, ...]:
    """The languages a theme has strings in, sorted."""
    below = folder / FOLDER
    return tuple(sorted(path.stem for path in below.glob("*.yaml"))) if below.is_dir() else ()


def best_language(wanted: str, known: tuple[str, ...]) -> str:
    """The language of `known` that serves `wanted` (a BCP 47 tag): itself, else its first part, else empty."""
    by_key = {name.lower(): name for name in known}
    lowered = wanted.lower()
    return by_key.get(lowered) or by_key.get(lowered.split("-", 1)[0], "")


def read_strings(
    folder: Path, shown: str, language: str, known: Remembered[tuple[Pair, ...]]
) -> tuple[dict[str, Text], tuple[Problem, ...]]:
    """One theme's strings in one language, by key; an absent file is no strings."""
    path = f"{shown}/{FOLDER}/{language}.yaml"
    try:
        data = (folder / FOLDER / f"{language}.yaml").read_bytes()
    except FileNotFoundError:
        return {}, ()
    pairs, problems = read_pairs(data, path, known, typed=False)
    texts, found = {}, list(problems)
    for pair in pairs or ():
        mark = Mark(path, pair.line, pair.column, max(1, len(pair.key)))
        if not isinstance(pair.value, str):
            found.append(problem("theme-yaml-plain", mark))
        elif places(pair.value) is None:
            found.append(problem("theme-string-braces", mark, name=pair.key, text=pair.value))
        else:
            texts[pair.key] = Text(pair.value, mark)
    return texts, tuple(found)
