"""Owns the day of a dateline: `4日` is written without a month, and means one near the day of publication."""

from __future__ import annotations

import re
from datetime import date, timedelta

_OPEN = re.compile(r"(?P<year>\d{4}|XXXX)-(?P<month>\d\d|XX)-(?P<day>\d\d)")
AHEAD = timedelta(days=1)
"""A report can bear tomorrow's date where it was filed east of where it was published."""


def resolve(written: str, published: str) -> str:
    """The ISO day that a dateline's date means: the last such day up to the day after `published` (ISO day or instant).

    `XXXX-XX-04` and `XXXX-09-04` (EDTF, what the line leaves open as X) are resolved; any other text is returned as it
    is, and so is one for which there is no such day, or nothing to resolve it against.
    """
    found = _OPEN.fullmatch(written)
    if found is None or "X" not in written or not published:
        return written
    latest = date.fromisoformat(published[:10]) + AHEAD
    months = [12 * latest.year + latest.month - 1 - back for back in range(13)]
    for number in months:
        year, month = divmod(number, 12)
        if found["month"] in ("XX", f"{month + 1:02}"):
            try:
                meant = date(year, month + 1, int(found["day"]))
            except ValueError:
                continue
            if meant <= latest:
                return meant.isoformat()
    return written


def written(filed: str) -> str:
    """The day of a dateline that stayed open as its line had it: `9月4日`, `4日`; empty for one that is known."""
    found = _OPEN.fullmatch(filed)
    if found is None or "X" not in filed:
        return ""
    month = "" if found["month"] == "XX" else f"{int(found['month'])}月"
    return f"{month}{int(found['day'])}日"
