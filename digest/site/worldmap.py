"""Owns maps: where reports came from, drawn as SVG at build time over nothing but land.

There are no borders and no coloured countries: whose an island is would be a claim of ours (notes/news-domain.md 7).
The projection is cylindrical, degrees of longitude shortened as at 35 degrees of latitude, so a window of the map is a
rectangle in degrees. The world is cut in the Atlantic, as Japanese maps are. Colours come from the theme's classes:
`map-sea`, `map-land`, `map-dot`, `map-label`. Nothing is fetched when a reader opens the page.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import NamedTuple

from digest.site.maplabels import Named, Sheet, labels
from digest.site.views import Figure

LAND = Path(__file__).parent.parent / "sourcing" / "land.json"
"""Rings of longitudes and latitudes in tenths of a degree, made by `scripts/make_land.py` of Natural Earth's land
(public domain) as the npm package world-atlas 2.0.2 hands it on (ISC, (c) 2013-2019 Michael Bostock)."""
SHORTENING = 0.82
"""Of degrees of longitude: the cosine of 35 degrees."""
TURN = 360.0
RADII = (11, 15, 20, 26, 34)
"""Of dots, by size class, which a theme finds as the classes `map-size-1` to `map-size-5`."""
LETTER, CLOSE_LETTER, SMALL_LETTER, ONE_LETTER = 22, 17, 34, 15
"""Half the size of labels' letters: on the world, its enlarged part, the world on a narrow screen, one place's map."""
LABELS, CLOSE_LABELS, SMALL_LABELS = 14, 40, 6
"""The most labels on each; all other names are in the dots' titles and in the list beside it."""
SMALL_RIM = 12
"""By how much a theme may widen the dots on a narrow screen, so that they can be hit."""
CROWD = 4
"""How many places make a crowd that is worth a map of its own."""
GRID = 5
"""Degrees: where the window of a crowd may begin, before it is centred on its places."""
CLOSE_WIDTH, CLOSE_HEIGHT = 40, 30
"""Of the enlarged part, in degrees."""

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

    def meets(self, other: Window) -> bool:
        """Whether the two have a point in common."""
        across = self.west <= other.east and other.west <= self.east
        return across and self.south <= other.north and other.south <= self.north


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


def world(dots: Iterable[Dot], title: str, description: str, part: Window | None = None) -> Figure:
    """The map of all places, each dot a link, its area by how many posts; `part` is framed and drawn elsewhere."""
    frame = Frame(WORLD, 2000)
    ranked = sorted(dots, key=lambda dot: (-dot.count, dot.name, dot.address))
    most = ranked[0].count if ranked else 1
    there = [(dot, _onto(WORLD, dot.longitude, dot.latitude)) for dot in ranked]
    inner = [frame.place(point) for _, point in there if part and part.holds(point)]
    outer = [(dot, frame.place(point)) for dot, point in there if not (part and part.holds(point))]
    drawn = [_dot(dot, at, size(dot.count, most)) for dot, at in outer]
    wanted = [Named(dot.name, at, RADII[size(dot.count, most) - 1]) for dot, at in outer]
    box = _frame_of(part, frame) if part else ()
    wide = labels(wanted, Sheet(frame.width, frame.height, LETTER, LABELS), box)
    large = [one._replace(radius=one.radius + SMALL_RIM) for one in wanted]
    small = labels(large, Sheet(frame.width, frame.height, SMALL_LETTER, SMALL_LABELS, "map-label-small"), box)
    specks = [f'<circle class="map-speck" cx="{x}" cy="{y}" r="9"/>' for x, y in inner]
    framed = [_way_in(*box[0])] if box else []
    return _figure(frame, (title, description), "group", "".join((*specks, *framed, *drawn, *wide, *small)))


def _frame_of(part: Window, frame: Frame) -> tuple[tuple[int, int, int, int], ...]:
    return ((*frame.place((part.west, part.north)), *frame.place((part.east, part.south))),)


def _way_in(left: int, top: int, right: int, bottom: int) -> str:
    """The frame around the part that is enlarged, leading to it."""
    shape = f'x="{left}" y="{top}" width="{right - left}" height="{bottom - top}"'
    return f'<a href="#{CLOSE}" tabindex="-1" aria-hidden="true"><rect class="map-part" {shape}/></a>'


CLOSE = "map-close"
"""The id of the enlarged part."""


def crowded(dots: Iterable[Dot]) -> Window | None:
    """The part of the world where most places are, if they are a crowd that the world's scale cannot tell apart."""
    points = sorted(_onto(WORLD, dot.longitude, dot.latitude) for dot in dots)
    held: Counter[tuple[int, int]] = Counter()
    for x, y in points:
        column, row = int(x // GRID), int(y // GRID)
        steps = (
            (column - right, row - up) for right in range(CLOSE_WIDTH // GRID) for up in range(CLOSE_HEIGHT // GRID)
        )
        held.update(steps)
    best = min(held, key=lambda cell: (-held[cell], cell), default=(0, 0))
    if held[best] < CROWD:
        return None
    west, south = (cell * GRID for cell in best)
    window = Window(west, south, west + CLOSE_WIDTH, south + CLOSE_HEIGHT)
    return _centred([point for point in points if window.holds(point)])


def _centred(points: Sequence[Point]) -> Window:
    """The window around these points, as wide and high as any, not beyond the world."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    west = min(max((min(xs) + max(xs) - CLOSE_WIDTH) / 2, WORLD.west), WORLD.east - CLOSE_WIDTH)
    south = min(max((min(ys) + max(ys) - CLOSE_HEIGHT) / 2, WORLD.south), WORLD.north - CLOSE_HEIGHT)
    return Window(west, south, west + CLOSE_WIDTH, south + CLOSE_HEIGHT)


def close(dots: Iterable[Dot], part: Window, title: str, description: str) -> Figure:
    """The map of a part of the world, its dots as on the map of the whole."""
    frame = Frame(part, 1000)
    ranked = sorted(dots, key=lambda dot: (-dot.count, dot.name, dot.address))
    there = [(dot, _onto(WORLD, dot.longitude, dot.latitude)) for dot in ranked]
    placed = [(dot, frame.place(point)) for dot, point in there if part.holds(point)]
    most = ranked[0].count if ranked else 1
    drawn = [_dot(dot, at, size(dot.count, most)) for dot, at in placed]
    wanted = [Named(dot.name, at, RADII[size(dot.count, most) - 1]) for dot, at in placed]
    names = labels(wanted, Sheet(frame.width, frame.height, CLOSE_LETTER, CLOSE_LABELS))
    return _figure(frame, (title, description), "group", "".join((*drawn, *names)), CLOSE)


def locator(name: str, longitude: float, latitude: float, title: str, description: str) -> Figure:
    """A small map of the region around one place."""
    south = min(max(latitude - 19.0, WORLD.south), WORLD.north - 38.0)
    window = Window(longitude - 30.0, south, longitude + 30.0, south + 38.0)
    frame = Frame(window, 800)
    at = frame.place((longitude, latitude))
    dot = f'<circle class="map-dot map-size-1" cx="{at[0]}" cy="{at[1]}" r="{RADII[0]}"/>'
    names = labels([Named(name, at, RADII[0])], Sheet(frame.width, frame.height, ONE_LETTER, 1))
    return _figure(frame, (title, description), "img", dot + "".join(names))


def size(count: int, most: int) -> int:
    """The size class of a dot, 1 to 5: its area grows with the count, the largest for the most."""
    return next(kind for kind in range(1, 6) if count * 25 <= most * kind * kind)


def _onto(window: Window, longitude: float, latitude: float) -> Point:
    """A place on the plane of a window that goes round the earth once."""
    return (longitude - window.west) % TURN + window.west, latitude


def _figure(frame: Frame, words: tuple[str, str], role: str, inner: str, id_: str = "map") -> Figure:
    title, description = words
    svg = (
        f'<svg class="map" id="{id_}" viewBox="0 0 {frame.width} {frame.height}" role="{role}"'
        f' aria-labelledby="{id_}-title" aria-describedby="{id_}-desc"><title id="{id_}-title">{escape(title)}</title>'
        f'<desc id="{id_}-desc">{escape(description)}</desc>'
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


class Ring(NamedTuple):
    """A coastline on the plane, and the window that just holds it."""

    points: tuple[Point, ...]
    around: Window


@cache
def _rings() -> tuple[Ring, ...]:
    """The coastlines in degrees, each a turn to the west, as it is, and a turn to the east; read once a process."""
    rings = json.loads(LAND.read_text(encoding="utf-8"))["rings"]
    read = (tuple((x / 10, y / 10) for x, y in zip(ring[::2], ring[1::2], strict=True)) for ring in rings)
    return tuple(_ring([(x + turn, y) for x, y in points]) for points in read for turn in (-TURN, 0.0, TURN))


def _ring(points: Sequence[Point]) -> Ring:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Ring(tuple(points), Window(min(xs), min(ys), max(xs), max(ys)))


def land(frame: Frame) -> str:
    """The land in a frame as the data of one path, to be filled by the even-odd rule (the Caspian is a hole)."""
    near = (ring.points for ring in _rings() if ring.around.meets(frame.window))
    return "".join(_path([frame.place(point) for point in clipped(ring, frame.window)]) for ring in near)


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
    for axis, limit, sign in ((0, window.west, 1), (0, window.east, -1), (1, window.south, 1), (1, window.north, -1)):
        points = _cut(points, axis, lambda value, limit=limit, sign=sign: sign * (value - limit))  # type: ignore[misc]
    return points


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
