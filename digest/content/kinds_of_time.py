"""Owns the kinds of value that are times: days and instants, and the looser dates of events."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import tzinfo

from digest import moments
from digest.content.kinds import Faults, Json, last, what
from digest.content.yamltext import Path, Plain


@dataclass(frozen=True, slots=True)
class Moment:
    """A day or an instant, as ISO text."""

    local: tzinfo
    normal: bool = False
    """Whether an instant is told in `local` whatever offset it was written with."""

    def parse(self, value: Plain, at: Path, faults: Faults) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            faults.add(at, "not-a-date", key_name=last(at), found=what(value))
            return ""
        try:
            moment = moments.read(value, self.local)
        except moments.BadMomentError as error:
            faults.add(
                at,
                {"no-day": "date-without-day", "no-such-day": "no-such-day", "no-such-time": "no-such-time"}.get(
                    error.args[0], "not-a-date"
                ),
                key_name=last(at),
                found=value,
            )
            return ""
        return moments.in_zone(moment, self.local) if self.normal else moment

    def schema(self) -> Json:
        return {"type": "string", "pattern": r"^[0-9０-９]{4}[-/年－／][0-9０-９]{1,2}[-/月－／][0-9０-９]{1,2}"}


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date that may be a month, a year, approximate or a range: EDTF level 1 as far as news needs it."""

    def parse(self, value: Plain, at: Path, faults: Faults) -> str:
        text = unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else ""
        if value is None:
            return ""
        if re.fullmatch(r"{0}(/{0})?".format(r"\d{4}(-\d{2}(-\d{2})?)?[~?]?"), text) and _real(text):
            return text
        try:
            return moments.read(text, moments.FALLBACK["UTC"])[:10]
        except moments.BadMomentError:
            faults.add(at, "not-an-event-date", key_name=last(at), found=what(value))
            return ""

    def schema(self) -> Json:
        examples = ["2023-09-05", "2023-09", "2022-11~", "2023-09-10/2023-09-13"]
        return {"type": ["string", "integer"], "examples": examples}


def _real(edtf: str) -> bool:
    try:
        for part in edtf.split("/"):
            digits = part.rstrip("~?")
            moments.read(digits + "-01-01"[len(digits) - 4 :] if len(digits) < 10 else digits, moments.FALLBACK["UTC"])
    except moments.BadMomentError:
        return False
    return True
