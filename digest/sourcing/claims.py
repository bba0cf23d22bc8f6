"""Owns the claims matrix: which outlets a post cites for which of its statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from digest.model import Source
from digest.text.body import Claim
from digest.text.excerpt import excerpt

LEAST = 2
"""Claims, and outlets, below which there is nothing to compare."""
LONGEST = 60
"""Characters of a claim's text that stand in the table."""


class Row(NamedTuple):
    """A claim and who is cited for it."""

    text: str
    at: tuple[int, int]
    """Line and column of its first citation, by which the page finds the place."""
    cited: tuple[bool, ...]
    """One for each outlet of the matrix."""


class Matrix(NamedTuple):
    """Claims against outlets."""

    outlets: tuple[str, ...]
    rows: tuple[Row, ...]


def matrix(claims: Iterable[Claim], sources: Sequence[Source]) -> Matrix | None:
    """The claims that cite known sources against the outlets cited; None where there is nothing to compare."""
    named: Mapping[str, str] = {source.key: source.outlet or source.key for source in sources}
    told = [(claim, {named[key] for key in claim.keys if key in named}) for claim in claims]
    told = [(claim, outlets) for claim, outlets in told if outlets]
    cited = {outlet for _, outlets in told for outlet in outlets}
    columns = tuple(dict.fromkeys(name for name in named.values() if name in cited))
    if len(told) < LEAST or len(columns) < LEAST:
        return None
    rows = (
        Row(excerpt(claim.text, LONGEST), claim.at, tuple(name in outlets for name in columns))
        for claim, outlets in told
    )
    return Matrix(columns, tuple(rows))
