"""Owns moments: reads the dates and times that authors write, in a zone that is named, never the machine's.

A bare date is a calendar day and is never shifted; a time without offset is in the zone given; what comes out is ISO
8601 text (`2023-09-05` or `2023-09-05T21:30:00+09:00`). Rules: notes/features.md 3.1–3.2, RFC 3339.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAY = re.compile(r"(\d{4})(?:-|/|年)(\d{1,2})(?:-|/|月)(\d{1,2})日?")
MONTH_ONLY = re.compile(r"\d{4}(?:-|/|年)\d{1,2}月?|\d{4}年?")
CLOCK = re.compile(r"(?:T|t| |、)\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|z|[+-]\d{1,2}:?\d{2}|[+-]\d{2})?")
FULL = re.compile(
    r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?!-00:00)[+-](?:[01][0-9]|2[0-3]):[0-5][0-9]"
)
"""An instant that `isoformat` would write alike, where there is such a day."""
FALLBACK = {"Asia/Tokyo": timezone(timedelta(hours=9), "JST"), "UTC": UTC}
"""Zones without daylight saving that work even where no zone data is installed."""


MINUTE = timedelta(minutes=1)
FURTHEST = 14 * 60
"""Minutes from UTC: no clock goes further, and XML Schema, by which Atom is judged, takes no more."""


class BadMomentError(ValueError):
    """What was written is no date or time; `args[0]` is the reason's code: shape, no-day, no-such-day, no-such-time."""


@lru_cache
def zone(name: str) -> tzinfo:
    """The zone of this IANA name, remembered: Python keeps the last eight only and reads the others' files again.

    Raises `KeyError` for a name that does not exist.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return FALLBACK[name]


def read(written: str, local: tzinfo) -> str:
    """The ISO text of a date or time as an author wrote it; a time without offset is in `local`.

    Takes `2023-09-05`, `2023/9/5`, `2023年9月5日`, each with a time `21:30`, `21:30:00`, an offset `+09:00` or `Z`;
    full width counts as half width. Raises `BadMomentError`.
    """
    if FULL.fullmatch(written):  # as programs write it, and so most posts: five times quicker than what follows
        try:
            datetime.fromisoformat(written)
        except ValueError:
            pass  # to be told exactly what is wrong with it
        else:
            return written
    text = unicodedata.normalize("NFKC", written).strip()
    day = DAY.match(text)
    if day is None:
        raise BadMomentError("no-day" if MONTH_ONLY.fullmatch(text) else "shape")
    whole = _date(day)
    rest = text[day.end() :]
    return _moment(whole, rest, local) if rest.strip() else whole.isoformat()


def _date(found: re.Match[str]) -> date:
    year, month, day = (int(part) for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        raise BadMomentError("no-such-day") from None


def _moment(day: date, rest: str, local: tzinfo) -> str:
    found = CLOCK.fullmatch(rest.rstrip())
    if found is None:
        raise BadMomentError("shape")
    hour, minute, second, offset = found.groups()
    try:
        clock = time(int(hour), int(minute), int(second or 0))
        moment = datetime.combine(day, clock, tzinfo=_offset(offset) if offset else local)
        moment.astimezone(local).astimezone(UTC)  # in the first and last hours of the calendar there is no such time
        return moment.replace(tzinfo=_whole(moment)).isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        raise BadMomentError("no-such-time") from None


def _offset(written: str) -> timezone:
    if written in "Zz":
        return UTC
    digits = written[1:].replace(":", "").ljust(4, "0") if len(written) == 3 else written[1:].replace(":", "").zfill(4)
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    if minutes > FURTHEST:
        raise ValueError
    return timezone(timedelta(minutes=-minutes if written[0] == "-" else minutes))


def _whole(moment: datetime) -> timezone:
    """The offset in whole minutes, all that ISO 8601 and RFC 3339 can say: local mean times had seconds."""
    minutes = (moment.utcoffset() or timedelta()) / MINUTE
    return timezone(timedelta(minutes=round(minutes)))


def in_zone(moment: str, local: tzinfo) -> str:
    """The same instant told in another zone; a calendar day stays what it is."""
    if len(moment) == 10:
        return moment
    told = datetime.fromisoformat(moment).astimezone(local)
    exact = told if not (told.utcoffset() or timedelta()) % MINUTE else told.astimezone(_whole(told))
    return exact.isoformat(timespec="seconds")


def epoch(moment: str, local: tzinfo) -> int:
    """The instant in seconds since 1970; a calendar day counts from its first moment in `local`."""
    read_back = datetime.fromisoformat(moment)
    return int((read_back.replace(tzinfo=local) if read_back.tzinfo is None else read_back).timestamp())


def instant(moment: str, local: tzinfo) -> str:
    """A calendar day as the instant it begins in `local`; an instant stays what it is (for feeds)."""
    return (
        datetime.combine(date.fromisoformat(moment), time(), tzinfo=local).isoformat() if len(moment) == 10 else moment
    )
