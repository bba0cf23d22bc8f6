"""Owns maps: where reports came from, drawn as SVG at build time over nothing but land.

There are no borders and no coloured countries: whose an island is would be a claim of ours (notes/news-domain.md 7).
The projection is cylindrical, degrees of longitude shortened as at 35 degrees of latitude, so a window of the map is a
rectangle in degrees. The world is cut in the Atlantic, as Japanese maps are. Colours come from the theme's classes:
`map-sea`, `map-land`, `map-dot`, `map-label`. Nothing is fetched when a reader opens the page.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import NamedTuple

from digest.site.views import Figure
from digest.text.width import columns

LAND = Path(__file__).parent.parent / "sourcing" / "land.json"
"""Rings of longitudes and latitudes in tenths of a degree, made by `scripts/make_land.py` of Natural Earth's land
(public domain) as the npm package world-atlas 2.0.2 hands it on (ISC, (c) 2013-2019 Michael Bostock)."""
SHORTENING = 0.82
"""Of degrees of longitude: the cosine of 35 degrees."""
TURN = 360.0
RADII = (11, 15, 20, 26, 34)
"""Of dots, by size class, which a theme finds as the classes `map-size-1` to `map-size-5`."""
LETTER = 15
"""Half the size of a label's letters: the width of one column of `digest.text.width`."""
LABELS = 14
"""The most labels on a map; all other names are in the dots' titles and in the list beside it."""

Point = tuple[float, float]


class Window(NamedTuple):
    """A part of the earth in degrees; `east` may lie beyond 180."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, point: Point) -> bool:
        """Whether a point on the map's plane is within."""
        return self.west <= point[0] <= self.east and self.south <= point[1] <= self.north


WORLD = Window(-28.0, -56.0, 332.0, 80.0)
"""Antarctica and the pole are left out; places there are on no map."""


class Frame(NamedTuple):
    """A window drawn so many units wide."""

    window: Window
    width: int

    @property
    def unit(self) -> float:
        """Units per degree of longitude."""
        return self.width / (self.window.east - self.window.west)

    @property
    def height(self) -> int:
        """In units."""
        return round((self.window.north - self.window.south) * self.unit / SHORTENING)

    def place(self, point: Point) -> tuple[int, int]:
        """Where a point of the plane is drawn."""
        longitude, latitude = point
        return (
            round((longitude - self.window.west) * self.unit),
            round((self.window.north - latitude) * self.unit / SHORTENING),
        )


class Dot(NamedTuple):
    """A place on the map."""

    name: str
    address: str
    """Where it leads; empty: nowhere."""
    longitude: float
    latitude: float
    count: int  # type: ignore[assignment] # the word wins over tuple.count
    told: str
    """What a reader hears: its name and how many posts."""


def world(dots: Iterable[Dot], title: str, description: str) -> Figure:
    """The map of all places, each dot a link, its area by how many posts."""
    frame = Frame(WORLD, 2000)
    ranked = sorted(dots, key=lambda dot: (-dot.count, dot.name, dot.address))
    most = ranked[0].count if ranked else 1
    placed = [(dot, frame.place(_onto(WORLD, dot.longitude, dot.latitude)), size(dot.count, most)) for dot in ranked]
    drawn = [_dot(dot, at, kind) for dot, at, kind in placed]
    wanted = [(dot.name, at, RADII[kind - 1]) for dot, at, kind in placed]
    labels = _labels(wanted, frame)
    return _figure(frame, title, description, "group", "".join((*drawn, *labels)))


def locator(name: str, longitude: float, latitude: float, title: str, description: str) -> Figure:
    """A small map of the region around one place."""
    south = min(max(latitude - 19.0, WORLD.south), WORLD.north - 38.0)
    window = Window(longitude - 30.0, south, longitude + 30.0, south + 38.0)
    frame = Frame(window, 800)
    at = frame.place((longitude, latitude))
    dot = f'<circle class="map-dot map-size-1" cx="{at[0]}" cy="{at[1]}" r="{RADII[0]}"/>'
    return _figure(frame, title, description, "img", dot + "".join(_labels([(name, at, RADII[0])], frame)))


def size(count: int, most: int) -> int:
    """The size class of a dot, 1 to 5: its area grows with the count, the largest for the most."""
    return next(kind for kind in range(1, 6) if count * 25 <= most * kind * kind)


def _onto(window: Window, longitude: float, latitude: float) -> Point:
    """A place on the plane of a window that goes round the earth once."""
    return (longitude - window.west) % TURN + window.west, latitude


def _figure(frame: Frame, title: str, description: str, role: str, inner: str) -> Figure:
    svg = (
        f'<svg class="map" viewBox="0 0 {frame.width} {frame.height}" role="{role}" aria-labelledby="map-title"'
        f' aria-describedby="map-desc"><title id="map-title">{escape(title)}</title>'
        f'<desc id="map-desc">{escape(description)}</desc>'
        f'<path class="map-sea" d="M0 0h{frame.width}v{frame.height}H0z"/>'
        f'<path class="map-land" d="{land(frame)}"/>{inner}</svg>'
    )
    return Figure(title, description, svg)


def _dot(dot: Dot, at: tuple[int, int], kind: int) -> str:
    """A dot; as a link it is out of the tab order, as the list beside the map leads to the same pages."""
    circle = f'<circle class="map-dot map-size-{kind}" cx="{at[0]}" cy="{at[1]}" r="{RADII[kind - 1]}"/>'
    told = f"<title>{escape(dot.told)}</title>"
    if not dot.address:
        return f"<g>{told}{circle}</g>"
    return f'<a href="{escape(dot.address)}" tabindex="-1" aria-label="{escape(dot.told)}">{told}{circle}</a>'


def _labels(wanted: Sequence[tuple[str, tuple[int, int], int]], frame: Frame) -> Iterator[str]:
    """Names beside their dots, in the order of `wanted`, where they cover no dot, no other name and not the edge."""
    taken = [(x - radius, y - radius, x + radius, y + radius) for _, (x, y), radius in wanted]
    for name, (x, y), radius in wanted:
        if len(taken) == len(wanted) + LABELS:
            return
        width = columns(name) * LETTER
        for anchor, left in (("start", x + radius + 6), ("end", x - radius - 6 - width)):
            box = (left, y - LETTER, left + width, y + LETTER)
            if left >= 0 and box[2] <= frame.width and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                edge = left if anchor == "start" else left + width
                where = f'x="{edge}" y="{y + 10}" text-anchor="{anchor}" paint-order="stroke"'
                yield f'<text class="map-label" {where} aria-hidden="true">{escape(name)}</text>'
                break


def _overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@cache
def _rings() -> tuple[tuple[Point, ...], ...]:
    """The coastlines in degrees, in order of the file; read once a process, never changed."""
    rings = json.loads(LAND.read_text(encoding="utf-8"))["rings"]
    return tuple(tuple((x / 10, y / 10) for x, y in zip(ring[::2], ring[1::2], strict=True)) for ring in rings)


def land(frame: Frame) -> str:
    """The land in a frame as the data of one path, to be filled by the even-odd rule (the Caspian is a hole)."""
    paths = []
    for ring in _rings():
        for turn in (-TURN, 0.0, TURN):
            inside = clipped([(x + turn, y) for x, y in ring], frame.window)
            paths.append(_path([frame.place(point) for point in inside]))
    return "".join(paths)


def _path(points: Sequence[tuple[int, int]]) -> str:
    """A closed path in relative steps; points that fall together come once, and what has no area is left out."""
    kept = [point for at, point in enumerate(points) if point != points[at - 1]]
    if len(kept) < 3:
        return ""
    x, y = kept[0]
    steps = [f"M{x} {y}l"]
    for number, (next_x, next_y) in enumerate(kept[1:]):
        steps.append(f"{' ' * bool(number)}{next_x - x} {next_y - y}")
        x, y = next_x, next_y
    return "".join(steps) + "z"


def clipped(ring: Sequence[Point], window: Window) -> list[Point]:
    """What of a ring lies in the window (Sutherland and Hodgman, Reentrant polygon clipping, CACM 17, 1974)."""
    points = list(ring)
    if _beside(points, window):
        return []
    for axis, limit, sign in ((0, window.west, 1), (0, window.east, -1), (1, window.south, 1), (1, window.north, -1)):
        points = _cut(points, axis, lambda value, limit=limit, sign=sign: sign * (value - limit))  # type: ignore[misc]
    return points


def _beside(points: Sequence[Point], window: Window) -> bool:
    """Whether no point can be within, as for most rings of a small window."""
    if any(window.holds(point) for point in points):
        return False
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return max(xs) < window.west or min(xs) > window.east or max(ys) < window.south or min(ys) > window.north


def _cut(points: Sequence[Point], axis: int, depth: Callable[[float], float]) -> list[Point]:
    """The part of a ring on the inner side of one edge; `depth` of a coordinate is negative outside."""
    out: list[Point] = []
    for at, point in enumerate(points):
        before = points[at - 1]
        here, there = depth(point[axis]), depth(before[axis])
        if (here < 0) != (there < 0):
            part = there / (there - here)
            out.append((before[0] + part * (point[0] - before[0]), before[1] + part * (point[1] - before[1])))
        if here >= 0:
            out.append(point)
    return out
