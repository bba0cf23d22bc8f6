"""Owns the numbers of written dates, and what lists and ranges of them stand for: 10~13日, 7~9月期, 5、12日."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from digest.sourcing import datewords_grammar as grammar
from digest.sourcing.datewords_forms import Point, Written

NUMBERED = ("days", "lone_days", "only_days", "months", "lone_months")
"""The groups whose numbers may be ranges or lists, days before months."""


def number(text: str) -> int:
    """The number that digits, kanji digits (二〇二三) or kanji with ten (二十四) stand for; -1 when none."""
    if text == "元":
        return 1
    text = text.replace("廿", "二十")
    if text.isascii():
        return int(text)
    if "十" not in text:
        return int("".join(str(grammar.DIGITS.index(character)) for character in text))
    tens, _, ones = text.partition("十")
    if "十" in ones or len(tens) > 1 or len(ones) > 1:
        return -1
    return 10 * (grammar.DIGITS.index(tens) if tens else 1) + (grammar.DIGITS.index(ones) if ones else 0)


def split(found: re.Match[str], fields: Mapping[str, str], point: Point) -> tuple[Point, ...]:
    """The points of `10~13日` and `7~9月期` (two) or of `5、12日` (each number, the last with its unit)."""
    if "year_from" in fields:
        last = Point(found.start("year"), point.end, Written("", number(fields["year"]), "", len(fields["year"])))
        part = "年度" if point.part.startswith("年度") else ""
        return (point._replace(end=found.end("year_from"), part=part, about=False), last._replace(part=point.part))
    name, at = _numbers_at(found)
    if not name:
        return (point,)
    places = list(re.finditer(grammar.NUM, found.group(at)))
    if len(places) == 1:
        return (point,)
    values = [number(place.group()) for place in places]
    ranged = len(values) == 2 and re.search(grammar.DASH, found.group(at)) is not None
    spans = [(found.start(at) + place.start(), found.start(at) + place.end()) for place in places]
    if ranged or _consecutive(values, 12 if name == "month" else 31):
        return _ends(point, name, values[-1], spans)
    if re.search(grammar.DASH, found.group(at)):
        return (point._replace(doubt="mixed-list"),)
    return _listed(point, name, values, spans)


def _numbers_at(found: re.Match[str]) -> tuple[str, str]:
    """Which unit carries a list of numbers, and the group it stands in; days before months."""
    at = next((name for name in NUMBERED if found.group(name) and not re.fullmatch(grammar.NUM, found.group(name))), "")
    return plain(at).removesuffix("s"), at


def _consecutive(values: list[int], most: int) -> bool:
    """Whether each number follows the one before it; after the end of a month or year comes 1."""
    least = most if most == 12 else 28
    return all(b == a + 1 or (a >= least and b == 1) for a, b in pairwise(values))


def _ends(point: Point, name: str, value: int, spans: list[tuple[int, int]]) -> tuple[Point, ...]:
    """The first and last point of a range whose ends share all but this number."""
    bare = point._replace(end=spans[0][1], about=False, weekday="")
    part = "" if point.part == "期" else point.part
    last = Point(spans[-1][0], point.end, weekday=point.weekday, about=point.about, part=part)
    written = Written("", value)
    if name == "day":
        return (bare, last._replace(day=written))
    return (bare._replace(part=""), last._replace(month=written))


def _listed(point: Point, name: str, values: list[int], spans: list[tuple[int, int]]) -> tuple[Point, ...]:
    """One point for each number; those after the first stay in the month or year the first one named."""
    lead = "同" if (point.month and name == "day") or (point.year and name == "month") else ""
    parts = [point._replace(end=spans[0][1], weekday="", about=False, doubt="list")]
    for value, (start, end) in zip(values[1:], spans[1:], strict=True):
        written = Written(lead, value)
        bare = Point(start, end, doubt="list")
        parts.append(bare._replace(day=written) if name == "day" else bare._replace(month=written))
    parts[-1] = parts[-1]._replace(end=point.end, weekday=point.weekday, about=point.about, part=point.part)
    return tuple(parts)


def plain(name: str) -> str:
    """The name of a group without the mark of the place it stood in."""
    return name.removeprefix("lone_").removeprefix("only_")
