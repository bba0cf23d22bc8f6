"""Owns the schema of `dateline:`: where and when a report was filed, in the forms of notes/news-domain.md 1.4.

Whatever has the shape of a day is one, or is told as wrong; it is neither dropped nor taken for a place.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from digest import moments
from digest.content.kinds import Faults, Json, Text, what
from digest.content.kinds_of_names import Name, NameList
from digest.content.remembering import remembering
from digest.content.schema import Field, Record
from digest.content.yamltext import Path, Plain
from digest.model import Dateline

FILED = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日|(\d{4}|XXXX)[-/](\d{1,2}|XX)[-/](\d{1,2})")
GLUED = re.compile(r"(?<=[^\W\d年月])(?=(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日(?!\w))")
"""Where a day stands right behind its place: `ワシントン4日`."""
LIKE_A_DAY = re.compile(r"[\d年月日時分./:-]*\d[\d年月日時分./:-]*[朝昼夕夜頃]?")
"""What was meant as a day or a time and cannot be read as one: `13月`, `9/4`, `4日夜`."""
LEAP = "2000"
"""A year that has all days there are."""


class DatelineKind(NamedTuple):
    """`ワシントン`, `ワシントン 4日`, `[ワシントン 4日 ロイター]`, a list of places, or `{place, date, agency}`."""

    def parse(self, value: Plain, at: Path, faults: Faults) -> Dateline:
        return _filed_from(value, at, faults)

    def schema(self) -> Json:
        return {"anyOf": [*NameList().schema()["anyOf"], DATELINE_RECORD.schema()]}


@remembering
def _filed_from(value: Plain, at: Path, faults: Faults) -> Dateline:
    if value is None:
        return Dateline()
    if isinstance(value, dict):
        return DATELINE_RECORD.parse(value, at, faults)  # type: ignore[no-any-return]
    if isinstance(value, list) and len(value) != 1:
        return Dateline(NameList().parse(value, at, faults))
    text = Text().parse(value[0] if isinstance(value, list) else value, at, faults)
    return read_dateline(text, at, faults)


def read_dateline(text: str, at: Path, faults: Faults) -> Dateline:
    """Places, day and agency of a bare dateline; what is not certain to be a day or agency is a place."""
    bare = unicodedata.normalize("NFKC", text).strip(" []()【】=-")
    places: list[str] = []
    date = agency = ""
    for token in re.split(r"[\s、,]+", GLUED.sub(" ", bare)):
        if LIKE_A_DAY.fullmatch(token):
            date = _day(token) or date
            if not _day(token):
                faults.add(at, "bad-filed-day", found=token)
        elif date and not agency and places:
            agency = token
        elif token:
            places.extend(part for part in token.split("/") if part)
    return Dateline(tuple(places), date, agency)


def _day(text: str) -> str:
    """The day as EDTF, with X for what is left open; empty where there is no such day."""
    found = FILED.fullmatch(text)
    if found is None:
        return ""
    written = found.groups()[:3] if found[3] else found.groups()[3:]
    year, month, day = ("" if part in (None, "XXXX", "XX") else part for part in written)
    known = f"{year or LEAP}-{month or '1'}-{day}"
    try:
        real = moments.read(known, moments.FALLBACK["UTC"])
    except moments.BadMomentError:
        return ""
    return f"{real[:4] if year else 'XXXX'}-{real[5:7] if month else 'XX'}-{real[8:]}"


def _dateline(place: tuple[str, ...], date: str, agency: str) -> Dateline:
    return Dateline(place, date, agency)


class FiledKind(NamedTuple):
    """The day of a dateline: `2023-09-04`, or as lines have it `4日` and `9月4日`, with X for what is left open."""

    def parse(self, value: Plain, at: Path, faults: Faults) -> str:
        if value is None:
            return ""
        text = unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else ""
        if filed := _day(text) or _instant(text):
            return filed
        faults.add(at, "bad-filed-day", found=what(value))
        return ""

    def schema(self) -> Json:
        return {"type": "string"}


def _instant(text: str) -> str:
    """The day of a full date or time as `moments` reads it, or empty."""
    try:
        return moments.read(text, moments.FALLBACK["UTC"])[:10]
    except moments.BadMomentError:
        return ""


DATELINE_RECORD = Record(
    {
        "place": Field(NameList(), "発信地", "Where filed"),
        "date": Field(FiledKind(), "発信日", "When filed"),
        "agency": Field(Name(), "通信社", "Agency"),
    },
    "dateline",
    make=_dateline,
)
