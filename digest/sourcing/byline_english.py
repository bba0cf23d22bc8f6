"""Owns English bylines: WASHINGTON, Sept. 4, 2023 — … · TOKYO (AP) — … · By Kenji Aoki.

Source: notes/news-domain.md 2.2, the row of the Department of Defense, Stars and Stripes and the commands.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from digest.model import Reporter
from digest.sourcing import agencies, byline_dates
from digest.sourcing.byline_forms import Credit

if TYPE_CHECKING:
    from digest.sourcing.gazetteer import Gazetteer

_DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]*){0,5})"
    rf"(?P<region>(?:, (?!{byline_dates.ENGLISH_MONTH})[A-Z][A-Za-z.]+(?: [A-Z][A-Za-z.]+){{0,2}}){{0,2}})"
    rf"(?:, {byline_dates.ENGLISH})?"
    r"(?: \((?P<agency>[A-Za-z ]{2,24})\))?"
    r"(?: *(?:—|–|--|-) +|(?(agency) *(?:\n|$)|(?!)))",
)
"""Ended by a dash, or after an agency by the end of the line."""
_WORD = r"(?:[A-Z][a-z'’.-]*(?:[A-Z][a-z'’-]+)?)"
_NAME = rf"(?:{_WORD}(?: {_WORD}){{1,3}}|{_WORD} [A-Z]{{2,}})"
_SIGNED = re.compile(
    rf"By (?P<names>{_NAME}(?:(?:, | and |, and ){_NAME})*)"
    r"(?:(?: |, | \| )(?P<house>[A-Z]{2,}(?: [A-Z]+)*|[A-Z][A-Za-z]+))? *(?:\n|$)",
)
_SITES = re.compile(r"\b(?:CAMP|FORT|BASE|NAVAL|AIR|STATION|USS|PORT|FLEET|ABOARD)\b")
"""Words of a dateline that no gazetteer knows: CAMP FOSTER, ABOARD USS …"""
_NO_PLACES = frozenset(
    {"UPDATE", "CORRECTION", "BREAKING", "EXCLUSIVE", "NOTE", "EDITOR", "ANALYSIS", "OPINION", "WATCH", "EXPLAINER"}
)
_NO_NAMES = re.compile(
    r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:Next|Last|Early|Late|The|This|Our|Staff|Air|Land|Sea)\b"
    r"|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
)


class Found(NamedTuple):
    """A byline at the beginning of a text, and how many characters it takes with the sign that ends it."""

    credit: Credit
    length: int


def lead(text: str, gazetteer: Gazetteer) -> Found | None:
    """The English byline with which `text` (NFKC) begins; None where there is none or it is unsure."""
    return _dateline(text, gazetteer) or _by(text)


def _dateline(text: str, gazetteer: Gazetteer) -> Found | None:
    found = _DATELINE.match(text)
    if found is None or found["place"].split()[0].rstrip(".") in _NO_PLACES:
        return None
    date = byline_dates.english(found)
    wire = agencies.find(found["agency"]) if found["agency"] else None
    told = found["region"] or date or wire or _SITES.search(found["place"]) or gazetteer.find(found["place"])
    if not told or date is None or (found["agency"] and wire is None):
        return None
    place = found["place"] + found["region"]
    return Found(Credit((place,), wire.text if wire else "", (), date), found.end())


def _by(text: str) -> Found | None:
    found = _SIGNED.match(text)
    if found is None or _NO_NAMES.search(found["names"]):
        return None
    names = re.split(r", and |, | and ", found["names"])
    wire = agencies.find(found["house"]) if found["house"] else None
    return Found(Credit((), wire.text if wire else "", tuple(map(Reporter, names))), found.end())
