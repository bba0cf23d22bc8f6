"""Owns charts, drawn as SVG at build time: columns divided by share. Every chart stands beside a table of its numbers.

Series are told apart by the theme's classes `series-1` to `series-8`, the same in the table's rows, and by their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from digest.site.views import Figure

SERIES = 8
"""The most series a chart has."""
WIDTH, HEIGHT = 960, 320
LEAST_GAP = 4
THIN = ' vector-effect="non-scaling-stroke"'
"""Lines between parts stay as thin as the theme says, however the chart is stretched."""


def columns_of_shares(counts: Sequence[Sequence[int]], title: str, description: str) -> Figure:
    """A column for each period, divided by the shares of the series; `counts` holds a row of periods for each series.

    The first series stands at the foot. A period without any counts stays empty. At most `SERIES` series.
    """
    periods = len(counts[0]) if counts else 0
    step = WIDTH / max(periods, 1)
    gap = max(LEAST_GAP, round(step / 5))
    drawn = [
        _column([row[at] for row in counts], round(at * step) + gap // 2, max(1, round(step) - gap))
        for at in range(periods)
    ]
    svg = (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" preserveAspectRatio="none">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>{''.join(drawn)}</svg>"
    )
    return Figure(title, description, svg)


def _column(counts: Sequence[int], x: int, width: int) -> str:
    """The parts of one column; edges are rounded from the running sum, so that parts meet and fill it."""
    total = sum(counts)
    parts = []
    below = 0
    for number, count in enumerate(counts, 1):
        foot, below = below, below + count
        if count:
            top, bottom = (HEIGHT - round(HEIGHT * edge / total) for edge in (below, foot))
            parts.append(
                f'<rect class="series-{number}" x="{x}" y="{top}" width="{width}" height="{bottom - top}"{THIN}/>'
            )
    return "".join(parts)
