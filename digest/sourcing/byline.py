"""Owns bylines: finding the one that begins or ends a report, and what it says of place, agency, reporters and date.

Works on a folded copy and gives offsets into the original. Whatever is unsure stays in the text, unread. Forms
and rules: notes/news-domain.md 2.1 to 2.3. The doors are `parse_lead`, `parse_trail`, `parse_raw` and `explain`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from digest.model import Reporter
from digest.sourcing import agencies, byline_english, byline_forms, byline_trail
from digest.sourcing.byline_forms import Credit
from digest.sourcing.byline_words import words
from digest.sourcing.folding import fold
from digest.sourcing.gazetteer import load

if TYPE_CHECKING:
    from digest.sourcing.gazetteer import Gazetteer

_SIGNS = str.maketrans({"゠": "=", "〓": "=", "ⓒ": "©", "Ⓒ": "©"})
"""Signs that NFKC leaves apart or makes too plain, one character each, so that offsets hold."""
_SPACE = re.compile(r"[\s\u200b\ufeff]*")
_OPEN = re.compile(
    r"【(?P<lenticular>[^【】\n]{1,120})】|\[(?P<square>[^\[\]\n]{1,120})\]|〔(?P<shell>[^〔〕\n]{1,120})〕"
)
_ROUND = re.compile(r"\((?P<round>(?:[^()\n]|\([^()\n]*\)){1,120})\)")
_AFTER_BRACKET = re.compile(r"[ \t\u3000\xa0]*")
_AFTER_WIRE = re.compile(r"[ \t]*(?:(?:[-–—―:]+)[ \t]*)?")
_BEFORE_ROUND = re.compile(r"(?P<filed>[^\s()\[\]【】、。「」][^()\[\]【】、。「」\n]{0,30}?)[ \t]*(?=\()")
_LONGEST_LINE = 60
_SEPARATED = re.compile(r"[ \t]*[-–—―:]+[ \t]*|[ \t]+")


class Byline(NamedTuple):
    """What a byline says, and where it stands; everything empty where there is none or it is unsure."""

    places: tuple[str, ...] = ()
    """As the line writes them (NFKC), in order, once; `Gazetteer.find` knows each, but for English datelines."""
    agency: str = ""
    reporters: tuple[Reporter, ...] = ()
    date: str = ""
    """EDTF with X for what the line leaves open: `XXXX-XX-04`, `XXXX-09-04`, `2023-09-04`."""
    rest: str = ""
    """The text without the byline; untouched where there is none."""
    kicker: str = ""
    """The label before the text (速報), which stays in `rest`."""
    start: int = 0
    end: int = 0
    """Where the byline stands in the text, with the sign or space that ties it to it; equal when there is none."""
    raw: str = ""
    """Those characters: `text[start:end]`."""
    unknown: str = ""
    """The place for which an otherwise clear byline was left unread: not in the gazetteer."""


class _Hit(NamedTuple):
    """A byline in the folded text."""

    credit: Credit
    start: int
    end: int


def parse_lead(text: str, gazetteer: Gazetteer) -> Byline:
    """The byline with which `text`, the first paragraph of a report, begins."""
    folded = fold(text.translate(_SIGNS))
    start = _skip(folded.text, 0)
    kicker, start = _kickers(folded.text, start)
    hit = _lead(folded.text, start, gazetteer)
    if hit is None:
        return Byline(rest=text, kicker=kicker, unknown=_unknown_lead(folded.text, start, gazetteer))
    return _byline(text, hit.credit, folded.span(hit.start, hit.end), kicker)


def parse_trail(text: str, gazetteer: Gazetteer) -> Byline:
    """The byline with which `text`, the last paragraph of a report, ends."""
    folded = fold(text.translate(_SIGNS))
    found = byline_trail.find(folded.text, gazetteer)
    if found.credit is None:
        return Byline(rest=text, unknown=found.unknown)
    return _byline(text, found.credit, folded.span(found.start, found.end), "")


def parse_raw(field: str, gazetteer: Gazetteer) -> Byline:
    """A byline by itself, as front matter has it: 【ワシントン=青木健二】, ワシントン 4日 ロイター."""
    folded = fold(field.translate(_SIGNS)).text.strip()
    bracket = _bracket(folded, 0)
    inside = bracket[0] if bracket and bracket[1] == len(folded) else folded
    credit = byline_forms.read(inside, gazetteer, bare_names=True) or byline_forms.origin(inside, gazetteer)
    if credit is not None and inside not in words("labels"):
        return _byline(field, credit, (0, len(field)), "")
    parsed = (parse_lead(field, gazetteer), parse_trail(field, gazetteer))
    whole = next((found for found in parsed if found.raw and not found.rest.strip()), None)
    return whole or Byline(rest=field, unknown=byline_forms.unknown_place(inside, gazetteer))


def explain(line: str, *, trailing: bool) -> dict[str, object]:
    """The object of `digest explain byline` for one line (DESIGN section 7); null for what the line does not say."""
    found = (parse_trail if trailing else parse_lead)(line, load())
    reporters = [
        {"name": reporter.name, "place": reporter.place or None, "role": reporter.role or None}
        for reporter in found.reporters
    ]
    return {
        "places": list(found.places),
        "agency": found.agency or None,
        "reporters": reporters,
        "date": found.date or None,
        "rest": found.rest,
    }


def _byline(text: str, credit: Credit, span: tuple[int, int], kicker: str) -> Byline:
    start, end = span
    rest = text[:start] + text[end:]
    return Byline(
        credit.places, credit.agency, credit.reporters, credit.date, rest, kicker, start, end, text[start:end]
    )


def _lead(text: str, start: int, gazetteer: Gazetteer) -> _Hit | None:
    """The byline that begins at `start`: in a bracket, before a bracket, or in English."""
    bracket = _bracket(text, start)
    if bracket is not None:
        inside, end = bracket
        credit = byline_forms.read(inside, gazetteer, bare_names=False)
        return _Hit(credit, start, _end(text, end, credit)) if credit else None
    english = byline_english.lead(text[start:], gazetteer)
    if english is not None:
        return _Hit(english.credit, start, start + english.length)
    return _before_round(text, start, gazetteer) or _whole_line(text, start, gazetteer)


def _before_round(text: str, start: int, gazetteer: Gazetteer) -> _Hit | None:
    """ワシントン（CNN） … and 9月4日（ブルームバーグ）：…, where a space or colon must part it from the text."""
    filed = _BEFORE_ROUND.match(text, start)
    bracket = _ROUND.match(text, filed.end()) if filed else None
    if filed is None or bracket is None:
        return None
    wire, parted = agencies.find(bracket["round"].strip()), _SEPARATED.match(text, bracket.end())
    credit = byline_forms.origin(filed["filed"], gazetteer)
    if wire is None or parted is None or credit is None or credit.agency:
        return None
    return _Hit(credit._replace(agency=wire.text), start, parted.end())


def _whole_line(text: str, start: int, gazetteer: Gazetteer) -> _Hit | None:
    """A first line that is a byline and nothing else: ハノイ=青木健二, ワシントン 4日 ロイター."""
    line = text[start:].partition("\n")[0].rstrip()
    if not 0 < len(line) <= _LONGEST_LINE:
        return None
    credit = byline_forms.wire(line, gazetteer) or byline_forms.signed_from(line, gazetteer)
    return _Hit(credit, start, start + len(line)) if credit and (credit.places or credit.date) else None


def _bracket(text: str, start: int) -> tuple[str, int] | None:
    """The inside of the bracket that opens at `start`, and where it ends."""
    found = _OPEN.match(text, start) or _ROUND.match(text, start)
    return (found[found.lastgroup or 0], found.end()) if found else None


def _end(text: str, end: int, credit: Credit) -> int:
    """Where the byline ends with the space, dash or colon after it; a dash belongs to agency copy only."""
    found = (_AFTER_WIRE if credit.agency else _AFTER_BRACKET).match(text, end)
    return found.end() if found else end


def _kickers(text: str, start: int) -> tuple[str, int]:
    """The first label before the text, and where the labels end."""
    kicker = ""
    while (bracket := _bracket(text, start)) and bracket[0].strip() in words("labels"):
        kicker = kicker or bracket[0].strip()
        start = _skip(text, bracket[1])
    return kicker, start


def _unknown_lead(text: str, start: int, gazetteer: Gazetteer) -> str:
    bracket = _bracket(text, start)
    return byline_forms.unknown_place(bracket[0], gazetteer) if bracket else ""


def _skip(text: str, start: int) -> int:
    found = _SPACE.match(text, start)
    return found.end() if found else start
