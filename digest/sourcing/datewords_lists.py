"""Owns the numbers of written dates, and what lists and ranges of them stand for: 10~13日, 7~9月期, 5、12日."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from digest.sourcing import datewords_grammar as grammar
from digest.sourcing.datewords_forms import Point, Token, Written

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


def split(found: re.Match[str], fields: Mapping[str, str], whole: Token) -> tuple[Token, ...]:
    """The tokens that a point with several numbers stands for.

    One range for `10~13日` and `7~9月期`; for `5、12日` each number by itself, the last with its unit.
    """
    point = whole.first
    if "year_from" in fields:
        last = Point(Written("", number(fields["year"]), "", len(fields["year"])), part=point.part)
        part = "年度" if point.part.startswith("年度") else ""
        return (whole._replace(first=point._replace(part=part, about=False), last=last),)
    name, at = _numbers_at(found)
    if not name:
        return (whole,)
    places = list(re.finditer(grammar.NUM, found.group(at)))
    if len(places) == 1:
        return (whole,)
    values = [number(place.group()) for place in places]
    ranged = len(values) == 2 and re.search(grammar.DASH, found.group(at)) is not None
    if ranged or _consecutive(values, 12 if name == "month" else 31):
        return (_range(whole, name, values[-1]),)
    if re.search(grammar.DASH, found.group(at)):
        return (whole._replace(first=point._replace(doubt="mixed-list")),)
    spans = [(found.start(at) + place.start(), found.start(at) + place.end()) for place in places]
    return _listed(whole, name, values, spans)


def _numbers_at(found: re.Match[str]) -> tuple[str, str]:
    """Which unit carries a list of numbers, and the group it stands in; days before months."""
    at = next((name for name in NUMBERED if found.group(name) and not re.fullmatch(grammar.NUM, found.group(name))), "")
    return plain(at).removesuffix("s"), at


def _consecutive(values: list[int], most: int) -> bool:
    """Whether each number follows the one before it; after the end of a month or year comes 1."""
    least = most if most == 12 else 28
    return all(b == a + 1 or (a >= least and b == 1) for a, b in pairwise(values))


def _range(whole: Token, name: str, value: int) -> Token:
    """The range whose ends share all but this number."""
    point = whole.first
    bare = point._replace(about=False, weekday="")
    part = "" if point.part == "期" else point.part
    last = Point(weekday=point.weekday, about=point.about, part=part)
    written = Written("", value)
    if name == "day":
        return whole._replace(first=bare, last=last._replace(day=written))
    return whole._replace(first=bare._replace(part=""), last=last._replace(month=written))


def _listed(whole: Token, name: str, values: list[int], spans: list[tuple[int, int]]) -> tuple[Token, ...]:
    """One token for each number; those after the first stay in the month or year the first one named."""
    point = whole.first
    lead = "同" if (point.month and name == "day") or (point.year and name == "month") else ""
    parts = [Token(whole.start, spans[0][1], point._replace(weekday="", about=False, doubt=""))]
    for value, (start, end) in zip(values[1:], spans[1:], strict=True):
        written = Written(lead, value)
        parts.append(Token(start, end, Point(day=written) if name == "day" else Point(month=written)))
    start, _, last, _ = parts[-1]
    parts[-1] = Token(start, whole.end, last._replace(weekday=point.weekday, about=point.about, part=point.part))
    return tuple(parts)


def plain(name: str) -> str:
    """The name of a group without the mark of the place it stood in."""
    return name.removeprefix("lone_").removeprefix("only_")
