"""Makes `digest/sourcing/land.json` of Natural Earth's land: `python scripts/make_land.py land-110m.json`.

The input is `land-110m.json` of the npm package world-atlas 2.0.2 (ISC), made of Natural Earth's 1:110m land, which is
in the public domain. It holds coastlines only: no borders and no countries, so that our map takes no side.
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parent.parent / "digest" / "sourcing" / "land.json"
SOURCE = "Natural Earth 1:110m land (public domain), by way of world-atlas 2.0.2 (ISC)"
SOUTHMOST = -600
"""Tenths of a degree: Antarctica is left out."""

Point = tuple[int, int]


def arcs_of(topology: dict[str, Any]) -> list[list[Point]]:
    """The arcs of a TopoJSON topology in tenths of a degree (its specification, 2.1.3: delta-encoded, quantised)."""
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((round(10 * (x * scale_x + move_x)), round(10 * (y * scale_y + move_y))))
        arcs.append(points)
    return arcs


def ring_of(indexes: list[int], arcs: list[list[Point]]) -> list[Point]:
    """A ring put together of arcs; ~index is an arc backwards. Points that rounding made equal come once."""
    points: list[Point] = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += [point for at, point in enumerate(arc) if at or not points]
    closed = [point for at, point in enumerate(points[:-1]) if point != points[at - 1]]
    return unrolled(closed)


def unrolled(points: list[Point]) -> list[Point]:
    """A ring without a jump at the date line: it goes on beyond 180 degrees; its middle is within them."""
    turn = 0
    out = [points[0]]
    for (before, _), (x, y) in pairwise(points):
        turn += 3600 * ((x < before - 1800) - (x > before + 1800))
        out.append((x + turn, y))
    middle = (min(x for x, _ in out) + max(x for x, _ in out)) // 2
    home = (middle + 1800) // 3600 * 3600
    return [(x - home, y) for x, y in out]


def polygons(geometry: dict[str, Any]) -> list[list[list[int]]]:
    """The polygons of a geometry of any depth, as lists of rings of arc indexes."""
    if geometry["type"] == "GeometryCollection":
        return [polygon for part in geometry["geometries"] for polygon in polygons(part)]
    return geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]


def main(path: str) -> None:
    """Writes the rings: for each a flat list of longitudes and latitudes in tenths of a degree."""
    topology = json.loads(Path(path).read_text(encoding="utf-8"))
    arcs = arcs_of(topology)
    rings = [ring_of(ring, arcs) for polygon in polygons(topology["objects"]["land"]) for ring in polygon]
    kept = [ring for ring in rings if len(ring) > 2 and max(y for _, y in ring) > SOUTHMOST]
    flat = [[value for point in ring for value in point] for ring in kept]
    lines = ",\n".join(json.dumps(ring, separators=(",", ":")) for ring in flat)
    TARGET.write_text(f'{{"source":{json.dumps(SOURCE)},"rings":[\n{lines}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
