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
REMEMBERED = 1024
"""How many dates are remembered taken apart: a page words most of its dates in several styles."""
_FORM = re.compile(
    r"(?P<year>\d{4}|\d{3}X)(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:[T ](?P<hour>\d\d):(?P<minute>\d\d)(?::\d\d(?:\.\d+)?)?(?P<offset>Z|[+-]\d\d:?\d\d)?)?)?)?(?P<mark>[?~%]?)"
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


class _Moment(NamedTuple):
    """The parts of one date as written; absent ones are empty."""

    year: str
    month: str
    day: str
    time: str
    """Hours and minutes: `21:30`."""
    offset: str
    mark: str


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
        return _word(_moment(text), style, japanese)
    start, _, end = text.partition("/")
    if style == "iso":
        return _word(_moment(end if start in ("", "..") else start), style, japanese)
    words = ["" if side in ("", "..") else _word(_moment(side), style, japanese) for side in (start, end)]
    return ("〜" if japanese else "–").join(words)


@lru_cache(maxsize=REMEMBERED)
def _moment(text: str) -> _Moment:
    match = _FORM.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, day, hour, minute, offset, mark = match.groups("")
    if month and month not in _SEASONS:
        date(int(year), int(month), int(day or 1))
    elif day:
        raise ValueError(text)
    time = f"{hour}:{minute}" if hour else ""
    if time > "24:00" or time[3:] > "59":
        raise ValueError(text)
    offset = offset.replace("Z", "+00:00")
    return _Moment(
        year, month, day, time, offset if ":" in offset or not offset else f"{offset[:3]}:{offset[3:]}", mark
    )


def _word(moment: _Moment, style: str, japanese: bool) -> str:  # noqa: FBT001
    if style == "iso":
        return _iso(moment)
    if style == "time":
        return _time(moment, japanese)
    if style == "weekday":
        return _weekday(moment, japanese)
    words = _japanese(moment, style) if japanese else _english(moment, style)
    before, after = ("", _MARKS[moment.mark][0]) if japanese else (_MARKS[moment.mark][1], "")
    return f"{before}{words}{after}"


def _iso(moment: _Moment) -> str:
    """A value that `<time datetime>` takes: no marks, no seasons, no decades (HTML, "valid date string")."""
    if moment.year.endswith("X"):
        return ""
    month = "" if moment.month in _SEASONS else moment.month
    day = "-".join(part for part in (moment.year, month, moment.day) if part)
    return f"{day}T{moment.time}{moment.offset}" if moment.time else day


def _weekday(moment: _Moment, japanese: bool) -> str:  # noqa: FBT001
    if not moment.day:
        return ""
    return _WEEKDAYS[not japanese][date(int(moment.year), int(moment.month), int(moment.day)).weekday()]


def _time(moment: _Moment, japanese: bool) -> str:  # noqa: FBT001
    if not moment.time:
        return ""
    hour, minute = moment.time.split(":")
    told = f"{int(hour)}時{minute}分" if japanese else moment.time
    return f"{told}{_offset(moment.offset, japanese)}"


def _offset(offset: str, japanese: bool) -> str:  # noqa: FBT001
    """The offset where it is not Japan's: `(UTC-4)`, with the true minus sign."""
    if offset in ("", HOME_OFFSET):
        return ""
    hours, minutes = int(offset[1:3]), offset[4:]
    told = f"{'−' if offset[0] == '-' else '+'}{hours}" + (f":{minutes}" if minutes != "00" else "")
    zone = "UTC" if told in ("+0", "−0") else f"UTC{told}"
    return f"({zone})" if japanese else f" {zone}"


def _japanese(moment: _Moment, style: str) -> str:
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
    time = _time(moment, japanese=True)
    return f"{year}{day}({_weekday(moment, japanese=True)})" + (f" {time}" if time else "")


def _english(moment: _Moment, style: str) -> str:
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
    time = _time(moment, japanese=False)
    return f"{_weekday(moment, japanese=False)} {day}" + (f", {time}" if time else "")
