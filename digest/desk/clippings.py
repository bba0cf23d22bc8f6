"""Owns the comparing of a text with the clippings in `seeds/`: long equal runs, found in time linear in both.

The clippings are cut into blocks of half the least run; whatever run is as long as the least one holds at least one
whole block, so each place of the text is looked up once and only a hit is compared further. Both sides are compared in
NFKC and without white space.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from digest.output.files import walk

FOLDER = "seeds"
LEAST = 60
"""Characters that must agree before it is told (issue 4, point 9)."""
BLOCK = LEAST // 2
ENDINGS = (".txt", ".md", ".html", ".htm")
LARGEST = 4_000_000
"""Bytes of one clipping that are read."""


class Run(NamedTuple):
    """A stretch of a text that stands in a clipping too."""

    text: str
    """The first characters of it, as the text has them once folded."""
    length: int
    clipping: str


class Clippings(NamedTuple):
    """All clippings, folded, with the places of their blocks."""

    texts: tuple[tuple[str, str], ...] = ()
    """(path, folded text)"""
    blocks: dict[str, tuple[int, int]] = {}  # noqa: RUF012 - never written to
    """By text of a block: the clipping's number and where it stands in it."""

    def __bool__(self) -> bool:
        """Whether there is anything to compare with."""
        return bool(self.blocks)

    def runs(self, text: str) -> Iterator[Run]:
        """The stretches of `LEAST` characters and more that the text shares with a clipping, in order."""
        folded = fold(text)
        at = 0
        while at + BLOCK <= len(folded):
            hit = self.blocks.get(folded[at : at + BLOCK])
            if hit is None:
                at += 1
                continue
            start, end = _extended(folded, at, self.texts[hit[0]][1], hit[1])
            if end - start >= LEAST:
                yield Run(folded[start : start + LEAST], end - start, self.texts[hit[0]][0])
            at = max(end, at + 1)


def _extended(one: str, here: int, other: str, there: int) -> tuple[int, int]:
    """Where the run around an equal block begins and ends in `one`."""
    back = 0
    while back < min(here, there) and one[here - back - 1] == other[there - back - 1]:
        back += 1
    on, most = BLOCK, min(len(one) - here, len(other) - there)
    while on < most and one[here + on] == other[there + on]:
        on += 1
    return here - back, here + on


def fold(text: str) -> str:
    """The text as it is compared."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def of(texts: tuple[tuple[str, str], ...]) -> Clippings:
    """The clippings of these texts, each with its path."""
    folded = tuple((path, fold(text)) for path, text in texts)
    blocks: dict[str, tuple[int, int]] = {}
    for number, (_, text) in enumerate(folded):
        for at in range(0, len(text) - BLOCK + 1, BLOCK):
            blocks.setdefault(text[at : at + BLOCK], (number, at))
    return Clippings(folded, blocks)


def read(root: Path) -> Clippings:
    """The clippings kept beside the site; a README is none."""
    paths = sorted(path for path in walk(root / FOLDER).files if path.lower().endswith(ENDINGS))
    texts = []
    for path in paths:
        if not path.rpartition("/")[2].upper().startswith("README"):
            with (root / FOLDER / path).open("rb") as file:
                texts.append((f"{FOLDER}/{path}", file.read(LARGEST).decode("utf-8", "replace")))
    return of(tuple(texts))
