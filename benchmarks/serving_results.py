"""Owns what is told of the previews: their section of `RESULTS.md`."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import NamedTuple

from entrants import SERVERS
from results import MEGABYTE, line, machine

OURS = SERVERS[0].name
PEERS = frozenset(one.name for one in SERVERS if one.peer)
DISTURBED = 0.35
"""Of a processor, kept busy by others: above it figures are marked. The tail of our own browser counts as others."""
NOTE = """\
From the beginning of the save (a sentence appended to one post, its file written in place) to the frame in which
Chromium shows it; the page is open and the server brings it up to date. Every edit is of another post, from the oldest
to the newest; before each the server has come to rest, and a first edit is not counted. In brackets how many times
ours."""
ASKED = """\
“request”: this server does not bring an open page up to date; measured until a request for the page, made every
10 ms, was answered with the sentence, which a browser would show still later."""


class Row(NamedTuple):
    """What one entrant took."""

    name: str
    walls: tuple[float, ...] = ()
    """Seconds of each edit."""
    start: float = 0.0
    """Seconds until it served, from nothing."""
    memory: int = 0
    """Bytes of all its processes after the last edit."""
    manner: str = ""
    """How it was seen: browser or request."""
    others: float = 0.0
    """Processors that other programs kept busy during the edits."""
    failed: str = ""
    """Why there are no figures."""

    @property
    def median(self) -> float:
        """Seconds, of its edits."""
        return statistics.median(self.walls)


def section(posts: int, edits: int, rows: Sequence[Row], browser: str) -> str:
    """The section as Markdown."""
    again = f"To repeat it: `make bench-serve BENCH='--posts {posts} --edits {edits}'`."
    head = f"## From a save to the browser showing it, {posts:,} posts"
    parts = [head, NOTE, f"{machine()}\nChromium {browser}. {again}", _table(rows), _verdict(rows)]
    if any(row.manner == "request" for row in rows):
        parts.append(ASKED)
    if any(row.others >= DISTURBED for row in rows):
        parts.append("“!”: other programs disturbed these figures; they are not to be relied on.")
    return "\n\n".join(filter(None, parts))


def _table(rows: Sequence[Row]) -> str:
    names = ("", "median ms", "slowest ms", "edits", "seen by", "start s", "MB then")
    ours = next((row.median for row in rows if row.name == OURS and row.walls), 0.0)
    lines = (line(_cells(row, ours)) for row in rows)
    return "\n".join((line(names), line(("---", *["---:"] * (len(names) - 1))), *lines))


def _cells(row: Row, ours: float) -> tuple[str, ...]:
    if not row.walls:
        return (row.name, row.failed, "", "", "", "", "")
    ratio = f" ({row.median / ours:.1f}×)" if ours and row.name != OURS else ""
    mark = "!" if row.others >= DISTURBED else ""
    times = (f"{row.median * 1000:.0f}{mark}{ratio}", f"{max(row.walls) * 1000:.0f}")
    return (row.name, *times, str(len(row.walls)), row.manner, f"{row.start:.1f}", f"{row.memory / MEGABYTE:.0f}")


def _verdict(rows: Sequence[Row]) -> str:
    """How far the best peer is behind."""
    ours = next((row for row in rows if row.name == OURS and row.walls), None)
    peers = [row for row in rows if row.name in PEERS and row.walls]
    if ours is None or not peers:
        return ""
    best = min(peers, key=lambda row: row.median)
    return f"The best peer, {best.name}, takes {best.median / ours.median:.1f} times as long as `{OURS}`."
