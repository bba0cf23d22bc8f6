"""Owns the picture of provenance: where each name stands and how the lines run; numbers only, no drawing, no words.

Layers go from left to right: whoever rests on nobody stands at the left, everybody else right of all they rest on. A
line that passes a layer keeps a gap of its own there, so that it never runs under a name. Within a layer names are
ordered by those they rest on, in the order of the post where that leaves it open; so the same post always gives the
same picture. Lengths are CSS pixels at a type size of 14, measured by East Asian Width.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from digest.model import Source
from digest.sourcing.independence import Graph, graph, teller
from digest.text.bidi import closed
from digest.text.width import columns

COLUMN = 7
"""Half the type size: what one column of text takes."""
WIDEST = 18
"""Columns of a line within a box: nine full-width characters."""
LINE, PADDING, GAP, LANE, BETWEEN = 20, 9, 14, 10, 44
"""Height of a line of text; space around it; between boxes; of a passing line; between layers."""
HEAD = 7
_ATOMS = re.compile(r"[!-~]+ ?|\s|.", re.DOTALL)
_NEVER_FIRST = frozenset("ー・、。，．）」』】ぁぃぅぇぉっゃゅょァィゥェォッャュョ")


class Box(NamedTuple):
    """A name and where it stands; `x` and `y` are the upper left corner."""

    name: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    origin: bool
    """Whether it rests on nobody here."""
    present: bool
    """Whether the post has a report of its own of it."""


class Line(NamedTuple):
    """A line from whom is relied on (left) to who relies (right), through these points."""

    points: tuple[tuple[float, float], ...]


class Picture(NamedTuple):
    """Boxes and lines within `width` and `height`."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


class _Slot(NamedTuple):
    """What takes room in a layer: a name, or a line on its way from one name to another."""

    name: str
    towards: str = ""


def picture(sources: Sequence[Source]) -> Picture | None:
    """The picture of a post's sources; None where none of them rests on another, or they do so in a circle."""
    below = graph(sources)
    names = dict.fromkeys(name for one in sources for name in (*below.get(teller(one), ()), teller(one), one.outlet))
    names.pop("", None)
    layers = _layers(tuple(names), below) if below else None
    if not layers:
        return None
    slots = _slots(layers, below)
    boxes, ports = _placed(slots, {one.outlet for one in sources} | {teller(one) for one in sources}, below)
    lines = tuple(_line(other, name, layers, ports) for name in names for other in below.get(name, ()))
    width = max(box.x + box.width for box in boxes)
    height = max(y for _, _, y in ports.values()) + max(box.height for box in boxes) / 2
    return Picture(width, max(height, *(box.y + box.height for box in boxes)), boxes, lines)


def _layers(names: Sequence[str], below: Graph) -> dict[str, int]:
    """The layer of each name: one right of the rightmost it rests on; empty where there is a circle."""
    found: dict[str, int] = {}
    waiting = list(names)
    while waiting:
        ready = [name for name in waiting if all(other in found for other in below.get(name, ()))]
        if not ready:
            return {}
        for name in ready:
            found[name] = max((found[other] + 1 for other in below.get(name, ())), default=0)
        waiting = [name for name in waiting if name not in found]
    return {name: found[name] for name in names}


def _slots(layers: Mapping[str, int], below: Graph) -> list[list[_Slot]]:
    """What stands in each layer from top to bottom."""
    depth = max(layers.values()) + 1
    slots: list[list[_Slot]] = [[] for _ in range(depth)]
    parents: dict[_Slot, list[_Slot]] = {}
    for name, layer in layers.items():
        slots[layer].append(_Slot(name))
        for other in below.get(name, ()):
            chain = [_Slot(other), *(_Slot(other, name) for _ in range(layers[other] + 1, layer)), _Slot(name)]
            for number in range(layers[other] + 1, layer):
                slots[number].append(_Slot(other, name))
            for left, right in pairwise(chain):
                parents.setdefault(right, []).append(left)
    for number in range(1, depth):
        above = {slot: place for place, slot in enumerate(slots[number - 1])}
        slots[number] = _sorted(slots[number], parents, above)
    return slots


def _sorted(
    layer: Sequence[_Slot], parents: Mapping[_Slot, Sequence[_Slot]], above: Mapping[_Slot, int]
) -> list[_Slot]:
    return sorted(layer, key=lambda slot: _middle(slot, parents, above))


def _middle(slot: _Slot, parents: Mapping[_Slot, Sequence[_Slot]], above: Mapping[_Slot, int]) -> float:
    """The middle of those in the layer to the left that a slot hangs on."""
    places = [above[one] for one in parents.get(slot, ()) if one in above]
    return sum(places) / len(places) if places else 0.0


Ports = dict[tuple[int, _Slot], tuple[float, float, float]]
"""By layer and slot: left edge, right edge and middle height of what stands there."""


def _placed(slots: Sequence[Sequence[_Slot]], present: set[str], below: Graph) -> tuple[tuple[Box, ...], Ports]:
    texts = {slot: wrap(slot.name) for layer in slots for slot in layer if not slot.towards}
    heights = [[_height(texts.get(slot)) for slot in layer] for layer in slots]
    tallest = max(sum(layer) + GAP * (len(layer) - 1) for layer in heights)
    boxes: list[Box] = []
    ports: Ports = {}
    x = 0.0
    for number, layer in enumerate(slots):
        width = max(COLUMN * columns(line) for slot in layer for line in texts.get(slot, ("",))) + 2 * PADDING
        y = (tallest - sum(heights[number]) - GAP * (len(layer) - 1)) / 2
        for slot, height in zip(layer, heights[number], strict=True):
            ports[number, slot] = (x, x + width, y + height / 2)
            if not slot.towards:
                there, origin = slot.name in present, not below.get(slot.name)
                boxes.append(Box(slot.name, x, y, width, height, texts[slot], origin, there))
            y += height + GAP
        x += width + BETWEEN
    return tuple(boxes), ports


def _height(lines: Sequence[str] | None) -> float:
    return LANE if lines is None else LINE * len(lines) + 2 * PADDING


def _line(other: str, name: str, layers: Mapping[str, int], ports: Ports) -> Line:
    """From the right edge of `other`, through its lanes, to the left edge of `name`."""
    first, last = layers[other], layers[name]
    _, right, y = ports[first, _Slot(other)]
    points = [(right, y)]
    for number in range(first + 1, last):
        left, right, y = ports[number, _Slot(other, name)]
        points += [(left, y), (right, y)]
    left, _, y = ports[last, _Slot(name)]
    return Line((*points, (left, y)))


def wrap(name: str) -> tuple[str, ...]:
    """A name in lines of at most `WIDEST` columns, broken after `・` or a space that stands late enough in the line.

    Latin words stay whole where they fit; `ー` and its like begin no line.
    """
    lines = [""]
    for atom in _ATOMS.findall(name):
        if columns((lines[-1] + atom).rstrip()) > WIDEST and lines[-1] and atom not in _NEVER_FIRST:
            lines[-1:] = _broken(lines[-1])
        lines[-1] += atom
    return tuple(closed(line.strip()) for line in lines if line.strip())


def _broken(line: str) -> tuple[str, str]:
    """A full line, and what of it goes to the next one."""
    at = max(line.rfind("・"), line.rfind(" ")) + 1
    return (line[:at], line[at:]) if 3 * at > len(line) else (line, "")


def curve(line: Line) -> str:
    """The path of a line (SVG 2, 9.3): straight within a layer, an S between two; it ends where its head begins."""
    (x, y), *others = line.points
    path = [f"M{_number(x)} {_number(y)}"]
    for number, (right, below) in enumerate(others, 1):
        end = right - HEAD if number == len(others) else right
        middle = (x + end) / 2
        straight = below == y
        path.append(
            f"H{_number(end)}"
            if straight
            else f"C{_number(middle)} {_number(y)} {_number(middle)} {_number(below)} {_number(end)} {_number(below)}"
        )
        x, y = right, below
    return "".join(path)


def head(line: Line) -> str:
    """The path of the arrow's head at the end of a line."""
    x, y = line.points[-1]
    return f"M{_number(x)} {_number(y)}l-{HEAD + 1} -4v8z"


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
