"""Where each name stands in the picture of who rests on whom."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model import Source
from digest.sourcing import provenance
from digest.sourcing.provenance import Box, Picture, picture, wrap
from digest.text.width import columns


def drawn(*sources: Source) -> Picture:
    found = picture(sources)
    assert found is not None
    return found


def boxes(found: Picture) -> dict[str, Box]:
    return {box.name: box for box in found.boxes}


def test_there_is_no_picture_where_nobody_rests_on_anybody() -> None:
    assert picture((Source("a", "東都新聞"), Source("b", "西州新聞"))) is None
    assert picture(()) is None


def test_there_is_no_picture_of_a_circle() -> None:
    assert picture((Source("a", "甲", cites=("乙",)), Source("b", "乙", cites=("甲",)))) is None


def test_origins_stand_left_of_those_who_pass_them_on() -> None:
    found = drawn(
        Source("a", "東都新聞", cites=("米紙",)), Source("b", "西州新聞", agency="北洋通信", cites=("東都新聞",))
    )
    named = boxes(found)
    xs = [named[name].x for name in ("米紙", "東都新聞", "北洋通信", "西州新聞")]
    assert xs == sorted(set(xs))
    assert {name for name, box in named.items() if box.origin} == {"米紙"}
    assert {name for name, box in named.items() if not box.present} == {"米紙"}
    assert len(found.lines) == 3


def test_a_report_of_ones_own_stands_among_the_origins() -> None:
    named = boxes(drawn(Source("a", "東都新聞", cites=("米紙",)), Source("b", "西州新聞")))
    assert named["西州新聞"].x == named["米紙"].x
    assert named["西州新聞"].origin


def test_a_line_that_passes_a_layer_keeps_clear_of_its_boxes() -> None:
    found = drawn(Source("a", "東都新聞", cites=("米紙",)), Source("b", "西州新聞", cites=("東都新聞", "米紙", "英紙")))
    middle = boxes(found)["東都新聞"]
    passing = [point for line in found.lines for point in line.points if middle.x < point[0] < middle.x + middle.width]
    lanes = [y for line in found.lines if len(line.points) > 2 for _, y in line.points[1:-1]]
    assert passing == []
    assert lanes
    assert all(not middle.y <= y <= middle.y + middle.height for y in lanes)


NAMES = st.sampled_from(["甲", "乙", "丙", "丁", "ニューヨーク・タイムズ", "Financial Weekly Observer", "戊"])
SOURCES = st.lists(st.tuples(NAMES, NAMES | st.just(""), st.sets(NAMES, max_size=3)), min_size=1, max_size=8).map(
    lambda rows: tuple(Source(f"k{at}", a, agency=b, cites=tuple(sorted(c))) for at, (a, b, c) in enumerate(rows))
)


@given(SOURCES)
def test_no_two_boxes_touch_and_all_is_within_the_picture(sources: tuple[Source, ...]) -> None:
    found = picture(sources)
    if found is None:
        return
    for one, other in combinations(found.boxes, 2):
        apart = one.x + one.width < other.x or other.x + other.width < one.x
        assert apart or one.y + one.height < other.y or other.y + other.height < one.y
    for box in found.boxes:
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.width <= found.width
        assert box.y + box.height <= found.height
        assert all(columns(line) * provenance.COLUMN + 2 * provenance.PADDING <= box.width for line in box.lines)
    assert all(0 <= x <= found.width and 0 <= y <= found.height for line in found.lines for x, y in line.points)


@given(SOURCES)
def test_every_line_leads_from_left_to_right(sources: tuple[Source, ...]) -> None:
    found = picture(sources)
    for line in found.lines if found else ():
        xs = [x for x, _ in line.points]
        assert xs == sorted(xs)
        assert xs[0] < xs[-1]
        assert provenance.curve(line).startswith("M")


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("東都新聞", ("東都新聞",)),
        ("ニューヨーク・タイムズ", ("ニューヨーク・", "タイムズ")),
        ("米国家安全保障会議", ("米国家安全保障会議",)),
        ("架空国家安全保障戦略会議", ("架空国家安全保障戦", "略会議")),
        ("架空エネルギーセンター", ("架空エネルギーセン", "ター")),
        ("Financial Weekly Observer", ("Financial Weekly", "Observer")),
        ("あいうえおかきくけー", ("あいうえおかきくけー",)),
    ],
)
def test_names_are_broken_where_readers_pause(name: str, lines: tuple[str, ...]) -> None:
    assert wrap(name) == lines


@given(st.text(min_size=1))
def test_breaking_a_name_loses_nothing(name: str) -> None:
    assert "".join("".join(wrap(name)).split()) == "".join(name.split())
