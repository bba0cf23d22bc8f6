"""Owns the door to date words: which words of a report are dates, and which days they mean (EDTF), never guessed.

The rules are those of notes/news-domain.md 3. On the way: `datewords_grammar` and `_lexer` say what is written,
`_clause` in what tense, `_resolver` what is meant. A date is never moved between time zones: 現地時間4日 is the 4th.
Reasons of unresolved words have sentences in `messages/datewords.toml` under `date-word-<reason>`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import islice
from typing import NamedTuple, TypedDict

from digest.errors import Mark, Problem, warning
from digest.sourcing.datewords_resolver import read
from digest.sourcing.datewords_wording import inferred, wording
from digest.sourcing.folding import fold

__all__ = ["DateWord", "Explained", "explain", "find", "find_in", "inferred", "unresolved", "wording"]


MOST = 20_000
LONGEST = 100_000
"""Date words, and characters, that are read of one report: far more than one has, so that no text keeps us waiting."""
EDGE = 60
"""Characters before the last one in which nothing is read, for what is cut off might belong to it."""


class DateWord(NamedTuple):
    """A date word of a report: `text` is `original[start:end]`, offsets in characters."""

    text: str
    start: int
    end: int
    value: str
    """EDTF, level 0 or 1; empty where the word is found but not resolved."""
    reason: str
    """The rule that gave the value, or why there is none; a stable code."""
    certain: bool
    """False where the rule gives a value but the context is thin (no antecedent, two-digit year)."""


class Explained(TypedDict):
    """One resolved word, as `explain dates` prints it."""

    text: str
    start: int
    end: int
    value: str


def find(text: str, reference: date | None) -> tuple[DateWord, ...]:
    """The date words of one report, in order; none without the day it was published. Never raises."""
    return () if reference is None else tuple(find_in((text,), reference)[0])


def find_in(blocks: Sequence[str], reference: date) -> list[list[DateWord]]:
    """The date words of each block of one report, in order; 同日 may lean on an earlier block. Offsets in the block."""
    text = "\n".join(blocks)
    folded = fold(text[:LONGEST])
    found: list[list[DateWord]] = [[] for _ in blocks]
    starts, ends = folded.starts, folded.ends
    number, begin, stop = -1, 0, -1
    for token, period, reason, certain in islice(read(folded.text, reference), MOST):
        start, end = starts[token.start], ends[token.end - 1]
        if end > LONGEST - EDGE:
            break
        while start > stop:
            number, begin = number + 1, stop + 1
            stop = begin + len(blocks[number])
        value = period.value if period else ""
        found[number].append(DateWord(text[start:end], start - begin, end - begin, value, reason, certain))
    return found


def unresolved(word: DateWord, mark: Mark, reference: date) -> Problem:
    """The warning for a word of `find` without a value, at its place in the author's file."""
    return warning(f"date-word-{word.reason}", mark, text=word.text, reference=reference.isoformat())


def explain(line: str, ref: date) -> list[Explained]:
    """The resolved date words of a line, which is one report."""
    return [
        {"text": word.text, "start": word.start, "end": word.end, "value": word.value}
        for word in find(line, ref)
        if word.value
    ]
