"""Owns the order and the clocks of coverage: who was first, and what time it was there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from digest import moments
from digest.model import Source


class Clock(NamedTuple):
    """A place whose time of day a reader may want beside the site's own."""

    place: str
    """A place or a country, as it is shown."""
    zone: str
    """IANA."""


class Row(NamedTuple):
    """When a source reported."""

    key: str
    when: str
    """ISO day, or instant in the site's zone; empty where it is not known."""
    local: str = ""
    """The same instant on the clock of `place`; empty where there is no time of day or the clocks agree."""
    place: str = ""


def rows(sources: Sequence[Source], clocks: Mapping[str, Clock], home: tzinfo) -> tuple[Row, ...]:
    """The sources in the order in which they reported; `clocks` by the key of a source.

    Within a day those with a time come first, then those of which we know the day alone, as in the post; sources
    without a date come last.
    """
    found = [(_order(row), number, row) for number, row in enumerate(_row(one, clocks, home) for one in sources)]
    return tuple(row for _, _, row in sorted(found))


def _row(source: Source, clocks: Mapping[str, Clock], home: tzinfo) -> Row:
    when = moments.in_zone(source.published, home) if source.published else ""
    clock = clocks.get(source.key)
    if len(when) <= len("2023-09-05") or clock is None:
        return Row(source.key, when)
    there = moments.zone(clock.zone)
    if there is home:
        return Row(source.key, when)
    local = moments.in_zone(when, there)
    if datetime.fromisoformat(local).utcoffset() == datetime.fromisoformat(when).utcoffset():
        return Row(source.key, when)
    return Row(source.key, when, local, clock.place)


def _order(row: Row) -> tuple[bool, str, bool, float]:
    timed = "T" in row.when
    return not row.when, row.when[:10], not timed, datetime.fromisoformat(row.when).timestamp() if timed else 0.0
