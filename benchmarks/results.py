"""Owns what is told of the builds: the tables, their section of `RESULTS.md`, and the chart `results.svg`."""

from __future__ import annotations

import math
import os
import platform
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

import sections

NOTE = """\
In brackets how many times Hugo's figure of the same run. `digest` makes the pages that the peers make, with a theme
that says what their templates say. `digest, own theme` makes the same kinds of page as the program ships them: with
JSON-LD, coverage tables, related posts, marked dates and the full text in feeds. `digest, full site` makes every
kind."""
YARDSTICK = "Hugo"
MEGABYTE = 1_000_000
SHOWN = ("clean build", "no change", "one body edit")
"""The steps in the chart."""
COLOURS = ("#0b6e99", "#4a93b5", "#8dbfd6", "#c0392b", "#8e7cc3", "#b8860b")
STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#222}.soft{fill:#666}"
    "@media(prefers-color-scheme:dark){text{fill:#eee}.soft{fill:#aaa}.back{fill:#1b1b1b}}"
)


class Row(NamedTuple):
    """What one entrant took at one size."""

    name: str
    steps: Mapping[str, float]
    """Wall seconds of each step, the median of its runs."""
    cpu: float
    """User and system seconds of a clean build, all processes together."""
    memory: int
    """Bytes at the peak of a clean build, all processes together."""
    edit_memory: int
    """The same of a build after one body edit."""
    files: int
    size: int
    """Bytes of output."""


class Figures(NamedTuple):
    """All entrants at one size."""

    posts: int
    rows: tuple[Row, ...]
    disturbed: str = ""
    """How many of the runs other programs disturbed, in words; empty: none."""

    @property
    def yardstick(self) -> Row | None:
        """The row that the others are held against."""
        return next((row for row in self.rows if row.name == YARDSTICK), None)


def table(figures: Sequence[Figures]) -> str:
    """The figures as Markdown tables, one a size; in brackets how many times the yardstick's."""
    return "\n\n".join(_of_size(one) for one in figures)


def _of_size(figures: Figures) -> str:
    steps = list(figures.rows[0].steps)
    names = ["", *steps, "CPU of clean", "peak MB clean", "peak MB edit", "files", "MB", "ms a file"]
    lines = [f"### {figures.posts:,} posts", "", line(names), line(["---", *["---:"] * (len(names) - 1)])]
    lines += [line(_cells(row, steps, figures.yardstick)) for row in figures.rows]
    return "\n".join((*lines, *(("", figures.disturbed) if figures.disturbed else ())))


def _cells(row: Row, steps: Sequence[str], against: Row | None) -> list[str]:
    times = [_against(row.steps[step], against.steps[step] if against else 0) for step in steps]
    memory = _against(row.memory / MEGABYTE, against.memory / MEGABYTE if against else 0, digits=0)
    per_file = f"{row.steps[steps[0]] / max(1, row.files) * 1000:.2f}"
    rest = [f"{row.edit_memory / MEGABYTE:.0f}", f"{row.files:,}", f"{row.size / MEGABYTE:.0f}", per_file]
    return [row.name, *times, f"{row.cpu:.2f}", memory, *rest]


def _against(value: float, yardstick: float, digits: int = 2) -> str:
    ratio = f" ({value / yardstick:.2f}×)" if yardstick and value != yardstick else ""
    return f"{value:.{digits}f}{ratio}"


def line(cells: Sequence[str]) -> str:
    """One line of a Markdown table."""
    return f"| {' | '.join(cells)} |"


def write(figures: Sequence[Figures], folder: Path, asked: str) -> None:
    """Writes the section of the builds in `RESULTS.md`, and `results.svg`; `asked`: the options of the run."""
    again = f"To repeat it: `make bench BENCH='{asked}'`."
    picture = f"![The steps at {figures[-1].posts:,} posts](results.svg)"
    sections.put(folder, "builds", "\n\n".join((f"## Builds\n\n{NOTE}", machine(), again, table(figures), picture)))
    (folder / "results.svg").write_text(chart(figures[-1]), encoding="utf-8")


def machine(told: str = "wall time") -> str:
    """On what the figures were taken, and of what time they tell."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0))
    system = f"{platform.system()}, Python {platform.python_version()}"
    return f"{cores} processors, {memory:.0f} GiB, {system}; seconds of {told}."


def chart(figures: Figures) -> str:
    """Bars for some steps, on a logarithmic scale: the entrants lie too far apart for another."""
    values = [row.steps[step] for row in figures.rows for step in SHOWN]
    least, most = math.floor(math.log10(min(values))), math.log10(max(values))
    height = 40 + len(SHOWN) * (24 + 22 * len(figures.rows))
    parts = [_text(12, 24, f"{figures.posts:,} posts, seconds (logarithmic)", "")]
    top = 40
    for step in SHOWN:
        parts.append(_text(12, top + 16, step, "soft"))
        top += 24
        for row, colour in zip(figures.rows, COLOURS, strict=False):
            seconds = row.steps[step]
            width = max(2, 380 * (math.log10(seconds) - least) / (most - least))
            parts.append(f'<rect x="150" y="{top}" width="{width:.0f}" height="16" rx="2" fill="{colour}"/>')
            parts += [_text(12, top + 13, row.name, ""), _text(156 + round(width), top + 13, f"{seconds:.2f}", "")]
            top += 22
    back = f'<rect class="back" width="620" height="{height}" fill="#fff"/>'
    label = escape(f"Build times at {figures.posts:,} posts: " + "; ".join(map(_told, figures.rows)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 620 {height}" role="img" aria-label="{label}">'
        f"<style>{STYLE}</style>{back}{''.join(parts)}</svg>\n"
    )


def _told(row: Row) -> str:
    return f"{row.name} " + ", ".join(f"{step} {row.steps[step]:.2f} s" for step in SHOWN)


def _text(x: int, y: int, text: str, kind: str) -> str:
    return f'<text x="{x}" y="{y}"{f" class={kind!r}" if kind else ""}>{escape(text)}</text>'.replace("'", '"')
