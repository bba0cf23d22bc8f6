"""Owns the wording of dates: ISO 8601 text, as views carry it, into Japanese or English.

Understood: years, months, days and instants with an offset; of EDTF (ISO 8601-2:2019, levels 0 and 1) intervals
with open or unknown ends, the marks `?` `~` `%`, seasons (21 to 24) and decades (`202X`). A style that asks for more
than the text says gives what there is: a month in the style `long` is a month. Nothing is shifted: an instant is told
in its own offset, and where that is not Japan's the offset is named, since the reader would take it for Japan's.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

STYLES = ("iso", "long", "medium", "month", "short", "time", "weekday", "year")
HOME_OFFSET = "+09:00"
REMEMBERED = 4096
"""How many days are remembered in words, and how many times of day: pages share them, but hardly ever both at once."""
_DAY = len("2023-09-05")
"""Where a time of day begins; what is shorter has none."""
_FORM = re.compile(r"(?P<year>\d{4}|\d{3}X)(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?P<mark>[?~%]?)")
_CLOCK = re.compile(
    r"(?:[T ](?P<hour>\d\d):(?P<minute>\d\d)(?::\d\d(?:\.\d+)?)?(?P<offset>Z|[+-]\d\d:?\d\d)?)?(?P<mark>[?~%]?)"
)
_ENGLISH_MONTHS = (
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
_SEASONS = {
    "21": ("春", "spring"),
    "22": ("夏", "summer"),
    "23": ("秋", "autumn"),
    "24": ("冬", "winter"),
}
_WEEKDAYS = (tuple("月火水木金土日"), ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))
_MARKS = {"": ("", ""), "~": ("頃", "c. "), "?": ("(未確定)", "possibly "), "%": ("頃(未確定)", "possibly c. ")}


class _Day(NamedTuple):
    """The parts of a day, month or year as written; absent ones are empty."""

    year: str
    month: str
    day: str
    mark: str


class _Clock(NamedTuple):
    """What stands behind the day; absent parts are empty."""

    time: str = ""
    """Hours and minutes: `21:30`."""
    offset: str = ""
    mark: str = ""


def word_date(text: str, style: str, language: str) -> str:
    """The date in a style of `STYLES` for a language (`ja…` is Japanese, all others English); empty for empty text.

    Raises ValueError where the text is no date of the forms above or the style is none of ours.
    """
    if style not in STYLES:
        raise ValueError(style)
    if not text:
        return ""
    japanese = language.lower().startswith("ja")
    if "/" not in text:
        return _word(text, style, japanese)
    start, _, end = text.partition("/")
    if style == "iso":
        return _word(end if start in ("", "..") else start, style, japanese)
    words = ["" if side in ("", "..") else _word(side, style, japanese) for side in (start, end)]
    return ("〜" if japanese else "–").join(words)


def _word(text: str, style: str, japanese: bool) -> str:  # noqa: FBT001
    """One date in words: those of its day, and those of its time."""
    day, clock = _day(text[:_DAY]), _clock(text[_DAY:])
    if day is None or clock is None:
        raise ValueError(text)
    if style == "time":
        return _time(clock, japanese)
    words = _day_in_words(day, style, japanese)
    if style == "weekday":
        return words
    if style == "iso":
        return f"{words}T{clock.time}{clock.offset}" if clock.time and words else words
    if style == "long" and clock.time:
        words += f"{' ' if japanese else ', '}{_time(clock, japanese)}"
    mark = _MARKS[day.mark or clock.mark]
    return f"{words}{mark[0]}" if japanese else f"{mark[1]}{words}"


@lru_cache(maxsize=REMEMBERED)
def _day(text: str) -> _Day | None:
    """The parts of a day; None for what is none. Raises ValueError for a day that no calendar has."""
    match = _FORM.fullmatch(text)
    if match is None:
        return None
    found = _Day(*match.groups(""))
    if found.month and found.month not in _SEASONS:
        date(int(found.year), int(found.month), int(found.day or 1))
    elif found.day:
        return None
    return found


@lru_cache(maxsize=REMEMBERED)
def _clock(text: str) -> _Clock | None:
    """The parts of what stands behind a day; None for what may not stand there."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    hour, minute, offset, mark = match.groups("")
    time = f"{hour}:{minute}" if hour else ""
    if time > "24:00" or minute > "59":
        return None
    offset = offset.replace("Z", "+00:00")
    return _Clock(time, offset if ":" in offset or not offset else f"{offset[:3]}:{offset[3:]}", mark)


@lru_cache(maxsize=REMEMBERED)
def _day_in_words(day: _Day, style: str, japanese: bool) -> str:  # noqa: FBT001
    if style == "iso":
        return _iso(day)
    if style == "weekday":
        return _weekday(day, japanese)
    return _japanese(day, style) if japanese else _english(day, style)


def _iso(moment: _Day) -> str:
    """A value that `<time datetime>` takes: no marks, no seasons, no decades (HTML, "valid date string")."""
    if moment.year.endswith("X"):
        return ""
    month = "" if moment.month in _SEASONS else moment.month
    return "-".join(part for part in (moment.year, month, moment.day) if part)


def _weekday(moment: _Day, japanese: bool) -> str:  # noqa: FBT001
    if not moment.day:
        return ""
    return _WEEKDAYS[not japanese][date(int(moment.year), int(moment.month), int(moment.day)).weekday()]


@lru_cache(maxsize=REMEMBERED)
def _time(clock: _Clock, japanese: bool) -> str:  # noqa: FBT001
    if not clock.time:
        return ""
    hour, minute = clock.time.split(":")
    told = f"{int(hour)}時{minute}分" if japanese else clock.time
    return f"{told}{_offset(clock.offset, japanese)}"


def _offset(offset: str, japanese: bool) -> str:  # noqa: FBT001
    """The offset where it is not Japan's: `(UTC-4)`, with the true minus sign."""
    if offset in ("", HOME_OFFSET):
        return ""
    hours, minutes = int(offset[1:3]), offset[4:]
    told = f"{'−' if offset[0] == '-' else '+'}{hours}" + (f":{minutes}" if minutes != "00" else "")
    zone = "UTC" if told in ("+0", "−0") else f"UTC{told}"
    return f"({zone})" if japanese else f" {zone}"


def _japanese(moment: _Day, style: str) -> str:
    year = f"{moment.year[:3]}0年代" if moment.year.endswith("X") else f"{int(moment.year)}年"
    if moment.month in _SEASONS:
        return year if style == "year" else f"{year}{_SEASONS[moment.month][0]}"
    if style == "year" or not moment.month:
        return year
    month = f"{int(moment.month)}月"
    if style == "month" or not moment.day:
        return month if style == "short" else f"{year}{month}"
    day = f"{month}{int(moment.day)}日"
    if style == "short":
        return day
    if style == "medium":
        return f"{year}{day}"
    return f"{year}{day}({_weekday(moment, japanese=True)})"


def _english(moment: _Day, style: str) -> str:
    year = f"{moment.year[:3]}0s" if moment.year.endswith("X") else str(int(moment.year))
    if moment.month in _SEASONS:
        return year if style == "year" else f"{_SEASONS[moment.month][1]} {year}"
    if style == "year" or not moment.month:
        return year
    month = _ENGLISH_MONTHS[int(moment.month) - 1]
    if style == "month" or not moment.day:
        return month if style == "short" else f"{month} {year}"
    if style == "short":
        return f"{int(moment.day)} {month[:3]}"
    day = f"{int(moment.day)} {month} {year}"
    if style == "medium":
        return day
    return f"{_weekday(moment, japanese=False)} {day}"
