"""Charts: columns are full, parts meet, and a period without reports is empty."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from digest.site.charts import HEIGHT, WIDTH, columns_of_shares


def parts(counts: list[list[int]]) -> dict[str, list[tuple[int, int, str]]]:
    """Top and height of the parts of each column by its x, from the top down."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    for rect in ET.fromstring(columns_of_shares(counts, "図", "説明").svg_html).findall("rect"):
        part = (int(rect.get("y", "")), int(rect.get("height", "")), rect.get("class", ""))
        found.setdefault(rect.get("x", ""), []).append(part)
    return {x: sorted(column) for x, column in found.items()}


def test_shares_stand_in_their_order_from_the_foot() -> None:
    (column,) = parts([[3], [1]]).values()
    assert column == [(0, HEIGHT // 4, "series-2"), (HEIGHT // 4, HEIGHT * 3 // 4, "series-1")]


def test_an_empty_period_has_no_column() -> None:
    assert len(parts([[1, 0, 2], [0, 0, 2]])) == 2


def test_words_are_escaped() -> None:
    root = ET.fromstring(columns_of_shares([[1]], "<図>", "a & b").svg_html)
    assert (root.get("role"), root.findtext("title"), root.findtext("desc")) == ("img", "<図>", "a & b")


COUNTS = st.integers(1, 8).flatmap(
    lambda series: st.lists(
        st.lists(st.integers(0, 500), min_size=series, max_size=series), min_size=1, max_size=20
    ).map(lambda columns: [list(row) for row in zip(*columns, strict=True)])
)


@given(COUNTS)
def test_every_column_is_full_and_within(counts: list[list[int]]) -> None:
    found = parts(counts)
    filled = [at for at in range(len(counts[0])) if any(row[at] for row in counts)]
    assert len(found) == len(filled)
    for x, column in found.items():
        assert 0 <= int(x) < WIDTH
        assert column[0][0] == 0
        assert sum(height for _, height, _ in column) == HEIGHT
        assert all(top + height == below for (top, height, _), (below, _, _) in pairwise(column))
