"""Maps: land lies where it does, dots stand on it, names are safe, and the same places give the same bytes."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.site.worldmap import WORLD, Dot, Frame, Window, clipped, close, crowded, land, locator, size, world

WHOLE = Frame(WORLD, 2000)


def area(points: list[tuple[float, float]]) -> float:
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(points, points[1:] + points[:1], strict=True))) / 2


def rings(data: str) -> list[list[tuple[float, float]]]:
    found = []
    for path in re.findall(r"M(-?\d+) (-?\d+)l([^z]*)z", data):
        x, y = float(path[0]), float(path[1])
        ring = [(x, y)]
        steps = [float(step) for step in path[2].split()]
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        found.append(ring)
    return found


def on_land(longitude: float, latitude: float) -> bool:
    """Even-odd rule over the drawn rings, half a unit aside so that no vertex lies on the ray."""
    px, py = WHOLE.place(((longitude - WORLD.west) % 360 + WORLD.west, latitude))
    x, y = px + 0.5, py + 0.5
    crossings = 0
    for ring in rings(land(WHOLE)):
        for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (y0 > y) != (y1 > y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0):
                crossings += 1
    return crossings % 2 == 1


@pytest.mark.parametrize(
    ("name", "longitude", "latitude"),
    [("長野", 138.2, 36.2), ("モスクワ", 37.6, 55.8), ("デンバー", -105.0, 39.7), ("ナイロビ", 36.8, -1.3),
     ("アリススプリングス", 133.9, -23.7), ("ブラジリア", -47.9, -15.8), ("アナディリの西", 172.0, 66.0)],
)  # fmt: skip
def test_inland_cities_stand_on_land(name: str, longitude: float, latitude: float) -> None:
    assert on_land(longitude, latitude), name


@pytest.mark.parametrize(
    ("name", "longitude", "latitude"),
    [("日本海", 135.0, 40.5), ("太平洋", -150.0, 20.0), ("カスピ海", 50.5, 41.5), ("大西洋", -35.0, 30.0),
     ("インド洋", 80.0, -20.0), ("北太平洋の日付変更線", 180.0, 45.0)],
)  # fmt: skip
def test_seas_are_sea(name: str, longitude: float, latitude: float) -> None:
    assert not on_land(longitude, latitude), name


def test_the_map_shows_land_alone() -> None:
    figure = world([Dot("東京", "/places/tokyo/", 139.7, 35.7, 3, "東京、3件")], "地図", "説明")
    root = ET.fromstring(figure.svg_html)
    classes = [path.get("class") for path in root.findall("path")]
    assert classes == ["map-sea", "map-land"]


def test_dots_are_links_with_names_and_a_place_without_a_page_is_none() -> None:
    dots = [
        Dot("東京", "/places/tokyo/", 139.7, 35.7, 9, "東京、9件"),
        Dot('<悪> & "名"', "", -77.0, 38.9, 1, '<悪> & "名"、1件'),
    ]
    root = ET.fromstring(world(dots, "地図 & 図", "<説明>").svg_html)
    (link,) = root.findall("a")
    assert (link.get("href"), link.get("aria-label"), link.findtext("title")) == (
        "/places/tokyo/",
        "東京、9件",
        "東京、9件",
    )
    assert root.findtext("g/title") == '<悪> & "名"、1件'
    assert root.findtext("title") == "地図 & 図"
    assert root.findtext("desc") == "<説明>"
    assert (root.get("aria-labelledby"), root.get("aria-describedby")) == ("map-title", "map-desc")


def test_the_order_of_the_places_changes_nothing() -> None:
    dots = [Dot(f"町{n}", f"/places/{n}/", n * 7.0 - 100, n * 3.0 - 40, n % 4 + 1, f"町{n}") for n in range(20)]
    assert world(dots, "地図", "説明") == world(dots[::-1], "地図", "説明")


def test_a_map_without_places_is_still_a_map() -> None:
    assert ET.fromstring(world([], "地図", "説明").svg_html).find("a") is None


def test_labels_stand_apart_and_inside() -> None:
    dots = [Dot("長い名前の町" + str(n), "", 139.0 + n / 10, 35.0, 1, "町") for n in range(30)]
    root = ET.fromstring(world(dots, "地図", "説明").svg_html)
    labels = root.findall("text")
    assert 1 <= len(labels) < 60
    assert all(0 <= float(label.get("x", "")) <= 2000 for label in labels)


EAST_ASIA = [
    Dot(name, f"/places/{number}/", longitude, latitude, 1 + number % 3, name)
    for number, (name, longitude, latitude) in enumerate(
        [("東京", 139.7, 35.7), ("ソウル", 127.0, 37.6), ("平壌", 125.8, 39.0), ("北京", 116.4, 39.9),
         ("与那国", 123.0, 24.5), ("西表島", 123.8, 24.3), ("ウラジオストク", 131.9, 43.1)]
    )
]  # fmt: skip
FAR = Dot("ワシントン", "/places/washington/", -77.0, 38.9, 2, "ワシントン")


def test_a_crowd_has_a_map_of_its_own_that_names_every_place() -> None:
    dots = [*EAST_ASIA, FAR]
    part = crowded(dots)
    assert part is not None
    root = ET.fromstring(close(dots, part, "拡大", "説明").svg_html)
    assert sorted(text.text or "" for text in root.findall("text")) == sorted(dot.name for dot in EAST_ASIA)
    assert len(root.findall("a")) == len(EAST_ASIA)
    assert (root.get("id"), root.get("aria-labelledby")) == ("map-close", "map-close-title")


def test_the_world_frames_the_crowd_and_names_the_rest() -> None:
    dots = [*EAST_ASIA, FAR]
    root = ET.fromstring(world(dots, "地図", "説明", crowded(dots)).svg_html)
    hrefs = [link.get("href") for link in root.findall("a")]
    assert hrefs == ["#map-close", "/places/washington/"]
    assert {text.text for text in root.findall("text")} == {"ワシントン"}
    assert len([one for one in root.findall("circle") if one.get("class") == "map-speck"]) == len(EAST_ASIA)


def test_places_that_stand_apart_are_no_crowd() -> None:
    apart = [Dot("町", "", longitude, 10.0, 1, "町") for longitude in (-170.0, -100.0, -50.0, 0.0, 50.0, 100.0)]
    assert crowded(apart) is None
    assert crowded([]) is None


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-56, 80)), min_size=4, max_size=30))
def test_the_part_lies_within_the_world_and_holds_a_crowd(points: list[tuple[float, float]]) -> None:
    dots = [Dot(f"町{number}", "", x, y, 1, "町") for number, (x, y) in enumerate(points)]
    part = crowded(dots)
    assert part == crowded(dots[::-1])
    if part is not None:
        assert WORLD.west <= part.west < part.east <= WORLD.east
        assert WORLD.south <= part.south < part.north <= WORLD.north
        inner = close(dots, part, "拡大", "説明").svg_html.count("map-dot")
        assert inner >= 4


@pytest.mark.parametrize("longitude", [-179.9, -60.0, 0.0, 139.7, 179.9])
@pytest.mark.parametrize("latitude", [-54.8, 0.0, 35.7, 78.2])
def test_the_map_of_one_place_holds_it(longitude: float, latitude: float) -> None:
    root = ET.fromstring(locator("町", longitude, latitude, "町の位置", "説明").svg_html)
    dot = root.find("circle")
    assert dot is not None
    width, height = (float(side) for side in root.get("viewBox", "").split()[2:])
    assert float(dot.get("cx", "")) == width / 2
    assert 0 <= float(dot.get("cy", "")) <= height
    assert root.get("role") == "img"


@given(st.integers(1, 10_000), st.integers(1, 10_000))
def test_the_size_grows_with_the_count(one: int, other: int) -> None:
    most = max(one, other)
    assert 1 <= size(min(one, other), most) <= size(most, most) == 5


COORDINATES = st.floats(-50, 50, allow_nan=False).map(lambda value: round(value, 2))
WINDOW = Window(-20.0, -10.0, 20.0, 10.0)


@given(st.lists(st.tuples(COORDINATES, COORDINATES), min_size=3, max_size=12))
def test_what_is_cut_lies_within_and_is_no_larger(ring: list[tuple[float, float]]) -> None:
    inside = clipped(ring, WINDOW)
    assert all(-20.001 <= x <= 20.001 and -10.001 <= y <= 10.001 for x, y in inside)


@given(COORDINATES, COORDINATES, st.floats(0.5, 30), st.floats(0.5, 30))
def test_a_rectangle_is_cut_to_what_both_hold(west: float, south: float, width: float, height: float) -> None:
    east, north = west + width, south + height
    inside = clipped([(west, south), (east, south), (east, north), (west, north)], WINDOW)
    shared = max(0.0, min(east, 20) - max(west, -20)) * max(0.0, min(north, 10) - max(south, -10))
    assert area(inside or [(0.0, 0.0)]) == pytest.approx(shared, abs=1e-6)
