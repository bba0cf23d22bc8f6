"""Owns the forms of written dates: years, months and days as they stand, before anyone asks which day is meant."""

from __future__ import annotations

from typing import NamedTuple

NOWADAYS = "今日の"
"""今日 as a fixed word where it may mean our time."""


class Written(NamedTuple):
    """A year, month or day as it stands: a word (昨年, 同月), or a number that 同 or 翌 may lead."""

    word: str = ""
    number: int = -1
    era: str = ""
    digits: int = 0


class Point(NamedTuple):
    """One date as it is written, wherever it stands; what is not written is None or empty."""

    year: Written | None = None
    also: Written | None = None
    """The other year of 2023(令和5)年."""
    month: Written | None = None
    day: Written | None = None
    part: str = ""
    """下旬, 末, 夏, 年度 …; what narrows or widens the rest."""
    weekday: str = ""
    about: bool = False
    fixed: str = ""
    """A word that is a date by itself: 週明け, きょう, 年内."""
    doubt: str = ""
    """Why the form itself cannot be read for certain."""


class Token(NamedTuple):
    """A date word in the folded text, from `start` to `end`: one point, or the first and last of a range."""

    start: int
    end: int
    first: Point
    last: Point | None = None
