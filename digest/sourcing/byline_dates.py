"""Owns the date within a dateline: `9月4日` and the like as EDTF, what the line leaves out written as X.

Source: notes/news-domain.md 2.2 (forms), EDTF level 1 (unspecified digits, ISO 8601-2). The month that `4日` leaves
open is the matter of `digest.sourcing.datewords`, which knows when the report was published.
"""

from __future__ import annotations

import re

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_KANJI = "一二三四五六七八九"
_NUMBER = rf"\d{{1,2}}|[十{_KANJI}]{{1,3}}"
DAY = rf"(?:(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>{_NUMBER})月)?(?P<day>{_NUMBER})日"
"""A day on NFKC text, with month and year where the line has them."""
_AT_END = re.compile(rf"(?<![\d年月]){DAY}(?:付|発)?$")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ENGLISH_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d"
"""How an English date begins: to be told from a region (San Diego, Calif.)."""
ENGLISH = r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? (?P<day>\d{1,2})(?:, (?P<year>\d{4}))?"
"""A day as American papers write it: `Sept. 4, 2023`."""


def at_end(text: str) -> tuple[str, str | None]:
    """What stands before the date that ends this NFKC text, and its EDTF; empty for no date, None for no such day."""
    found = _AT_END.search(text)
    if found is None:
        return text, ""
    month = number(found["month"]) if found["month"] else 0
    return text[: found.start()], edtf(int(found["year"] or 0), month, number(found["day"]))


def english(found: re.Match[str]) -> str | None:
    """The EDTF date of a match of `ENGLISH`; empty when that part of the match is absent, None when no such day."""
    if not found["month"]:
        return ""
    return edtf(int(found["year"] or 0), _MONTHS.index(found["month"].lower()) + 1, int(found["day"]))


def edtf(year: int, month: int, day: int) -> str | None:
    """`XXXX-XX-04`, `XXXX-09-04` or `2023-09-04`; 0 stands for what is not known; None for a day that cannot be."""
    longest = _DAYS[month - 1] if 0 < month <= len(_DAYS) else 31
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    impossible = month > len(_DAYS) or not 0 < day <= longest or (month == 2 and day == 29 and not leap)
    return None if impossible else f"{year or 'XXXX'}-{f'{month:02}' if month else 'XX'}-{day:02}"


def number(text: str) -> int:
    """The number that digits or kanji numerals (二十四) write; 0 for what is none."""
    if text.isdecimal():
        return int(text)
    found = re.fullmatch(rf"(?:(?P<tens>[{_KANJI}]?)(?P<ten>十))?(?P<ones>[{_KANJI}]?)", text)
    if found is None:
        return 0
    tens = (_KANJI.find(found["tens"]) + 1 or 1) if found["ten"] and found["tens"] else int(bool(found["ten"]))
    return tens * 10 + (_KANJI.index(found["ones"]) + 1 if found["ones"] else 0)
