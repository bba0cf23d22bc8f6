"""Owns the words of bylines (`byline_words.toml`): labels, roles, and what looks like a person's name but is none."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

_WORDS = Path(__file__).with_name("byline_words.toml")


@cache
def words(table: str) -> tuple[str, ...]:
    """The words of one table, longest first, so that the first that fits is the longest that does."""
    return tuple(sorted(_tables()[table].split(), key=lambda word: (-len(word), word)))


@cache
def _tables() -> dict[str, str]:
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))
