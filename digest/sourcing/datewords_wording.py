"""Owns how a resolved date is worded for readers: EDTF text in, 「2023年9月10日～13日」 or “10–13 September 2023” out.

For the hover and print texts of date words, and for event dates. English month and season names stand here, so that no
locale can reach the output. EDTF: ISO 8601-2:2019 Annex A; what lies outside the subset below is given back as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

_SIDE = re.compile(r"(?P<decade>\d{3})X|(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2]|2[1-4])(?:-(?P<day>[0-3]\d))?)?")
_SEASONS = {"21": ("春", "spring"), "22": ("夏", "summer"), "23": ("秋", "autumn"), "24": ("冬", "winter")}
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_QUALIFIERS = {
    "ja": {"": "{}", "~": "{}ごろ", "?": "{}か", "%": "{}ごろか"},
    "en": {"": "{}", "~": "about {}", "?": "possibly {}", "%": "possibly about {}"},
}

_INFERRED = {"ja": "{}と推定", "en": "probably {}"}


class _Side(NamedTuple):
    """One end of an interval, or a whole date; numbers without leading zeros, empty where not told."""

    year: str
    month: str = ""
    day: str = ""


@lru_cache(maxsize=16_384)
def wording(value: str, language: Literal["ja", "en"]) -> str:
    """An EDTF date in words of `language`, as full as the value itself; other text comes back unchanged."""
    found = re.fullmatch(r"([^~?%]*?)([~?%]?)(?:/([^~?%]*)([~?%]?))?", value)
    if not found:
        return value
    first, last = _side(found[1]), _side(found[3] or "")
    if "/" not in value:
        return _QUALIFIERS[language][found[2]].format(_one(first, language)) if first else value
    open_end = found[3] in ("..", "") or found[1] in ("..", "")
    if not ((first and last) or (open_end and (first or last))):
        return value
    text = _between(first, last, language)
    return _QUALIFIERS[language][found[4] or found[2]].format(text)


def inferred(value: str, language: Literal["ja", "en"]) -> str:
    """As `wording`, for a date that the context only makes likely; one that is doubtful by itself says so already."""
    words = wording(value, language)
    return words if value.endswith(("?", "%")) else _INFERRED[language].format(words)


def _side(text: str) -> _Side | None:
    """The parts of one date; None when it is outside the subset."""
    found = _SIDE.fullmatch(text)
    if not found:
        return None
    if found["decade"]:
        return _Side(found["decade"] + "0", "decade")
    month = found["month"] or ""
    return _Side(found["year"].lstrip("0") or "0", month.lstrip("0"), (found["day"] or "").lstrip("0"))


def _one(side: _Side | None, language: str) -> str:
    """One date in words."""
    if side is None:
        return ""
    return _one_ja(side) if language == "ja" else _one_en(side)


def _one_ja(side: _Side) -> str:
    """2023年9月5日, 2023年9月, 2023年夏, 1990年代."""
    if side.month == "decade":
        return f"{side.year}年代"
    if side.month in _SEASONS:
        return f"{side.year}年{_SEASONS[side.month][0]}"
    return f"{side.year}年" + _tail_ja(side)


def _tail_ja(side: _Side) -> str:
    """The month and day of a date."""
    return (f"{side.month}月" if side.month else "") + (f"{side.day}日" if side.day else "")


def _one_en(side: _Side) -> str:
    """5 September 2023, September 2023, summer 2023, the 1990s."""
    if side.month == "decade":
        return f"the {side.year}s"
    return f"{_head_en(side)} {side.year}".strip()


def _head_en(side: _Side) -> str:
    """The day and month of a date, or its season."""
    if side.month in _SEASONS:
        return _SEASONS[side.month][1]
    month = _MONTHS[int(side.month) - 1] if side.month else ""
    return f"{side.day} {month}".strip()


def _between(first: _Side | None, last: _Side | None, language: str) -> str:
    """Two dates in words, what they share told once; an open end is left open."""
    if first is None or last is None:
        if language == "ja":
            return f"{_one(first, language)}～{_one(last, language)}"
        return f"from {_one(first, language)}" if first else f"until {_one(last, language)}"
    plain = not {first.month, last.month} & {"decade", *_SEASONS}
    if language == "ja":
        return f"{_one_ja(first)}～{_rest_ja(first, last) if plain else _one_ja(last)}"
    return _between_en(first, last) if plain else f"{_one_en(first)} – {_one_en(last)}"


def _rest_ja(first: _Side, last: _Side) -> str:
    """The end of an interval without what the start has told."""
    if first.year != last.year or not last.month:
        return _one_ja(last)
    return f"{last.day}日" if first.month == last.month and last.day else _tail_ja(last)


def _between_en(first: _Side, last: _Side) -> str:
    """10–13 September 2023; July–September 2023; 30 September – 2 October 2023; 2022–2024."""
    if not (first.month or last.month):
        return f"{first.year}–{last.year}"
    if first.year != last.year or not (first.month and last.month):
        return f"{_one_en(first)} – {_one_en(last)}"
    if first.day and last.day and first.month == last.month:
        return f"{first.day}–{_one_en(last)}"
    dash = " – " if first.day or last.day else "–"
    return f"{_head_en(first)}{dash}{_one_en(last)}"
