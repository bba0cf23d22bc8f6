"""Owns the names on a map: beside their dots, in the order given, where they cover no dot, no name and no edge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from digest.text.width import columns

GAP = 6
"""Units between a dot and its name."""
Box = tuple[int, int, int, int]
"""Left, top, right, bottom."""


class Named(NamedTuple):
    """A dot that wants its name beside it."""

    name: str
    at: tuple[int, int]
    radius: int


class Sheet(NamedTuple):
    """What names are written on."""

    width: int
    height: int
    letter: int
    """Half the size of the letters: the width of one column of `digest.text.width`."""
    most: int
    """The most names; all others stand in the dots' titles and in the list beside the map."""
    kind: str = "map-label"
    """The class of the names."""


def labels(wanted: Sequence[Named], sheet: Sheet, taken: Sequence[Box] = ()) -> Iterator[str]:
    """The names as SVG; `taken` is covered already. A name may stand right of its dot, left, below, above, or askew."""
    covered = [*taken, *(_around(one) for one in wanted)]
    count = 0
    for one in wanted:
        for anchor, edge, box in _places(one, sheet):
            inside = box[0] >= 0 and box[1] >= 0 and box[2] <= sheet.width and box[3] <= sheet.height
            if inside and not any(_overlap(box, other) for other in covered):
                covered.append(box)
                count += 1
                where = f'x="{edge}" y="{box[3] - sheet.letter // 3}" text-anchor="{anchor}" paint-order="stroke"'
                yield f'<text class="{sheet.kind}" {where} aria-hidden="true">{escape(one.name)}</text>'
                break
        if count == sheet.most:
            return


def _places(one: Named, sheet: Sheet) -> Iterator[tuple[str, int, Box]]:
    """Where a name may stand: its anchor, the anchor's x, and what it covers, best first."""
    (x, y), off, half = one.at, one.radius + GAP, sheet.letter
    width = columns(one.name) * half
    slant = off * 7 // 10
    for anchor, edge, top in (
        ("start", x + off, y - half),
        ("end", x - off, y - half),
        ("middle", x, y + off),
        ("middle", x, y - off - 2 * half),
        ("start", x + slant, y + slant),
        ("start", x + slant, y - slant - 2 * half),
        ("end", x - slant, y + slant),
        ("end", x - slant, y - slant - 2 * half),
    ):
        left = edge - {"start": 0, "middle": width // 2, "end": width}[anchor]
        yield anchor, edge, (left, top, left + width, top + 2 * half)


def _around(one: Named) -> Box:
    return (*(side - one.radius for side in one.at), *(side + one.radius for side in one.at))  # type: ignore[return-value]


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
