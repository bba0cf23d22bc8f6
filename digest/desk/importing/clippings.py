"""Owns the reading of pasted text: a page of `◎` sections into headlines, paragraphs, bylines and what they relay.

The form is that of notes/news-domain.md 0 and 5.5, as saved (half width) and as live pages have it (U+3000, `＝`). A
byline stays in the text, for a quotation is to the letter; what it says is read beside.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from digest.content.kinds import is_web_address
from digest.content.resolving import Registries
from digest.content.sources import DAY_TOKEN
from digest.desk.importing import relays
from digest.desk.importing.lines import Line
from digest.sourcing import agencies
from digest.sourcing.byline import Byline, parse_lead, parse_raw, parse_trail
from digest.sourcing.gazetteer import Gazetteer

MARKS = "◎○●■◆▽▼★"
_TITLE = re.compile(r"\s+[|｜]\s+|｜")
_BLANK = re.compile(r"[\s\u3000\u00a0\u200b\ufeff]*")
_IN_BRACKETS = re.compile(r"[（(【\[][^（）()【】\[\]]{1,40}[）)】\]]")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


class Section(NamedTuple):
    """One report of a clipping."""

    line: int
    headline: str
    paragraphs: tuple[str, ...]
    byline: Byline
    outlet: str = ""
    """The outlet where a line of its own or an address names it; else empty. An agency is none: others print it."""
    url: str = ""
    published: str = ""
    """The day that a line with the outlet names, as written; else empty."""
    cites: tuple[str, ...] = ()


class Clipping(NamedTuple):
    """A pasted page."""

    title: str
    """The page's title without the site's name: somebody else's words."""
    site: str
    header: tuple[str, ...]
    """What stands between the title and the first section."""
    sections: tuple[Section, ...]


def read(lines: Iterable[Line], marks: str, tables: Registries, gazetteer: Gazetteer) -> Clipping:
    """The clipping in these lines; `marks` are the signs that begin a headline, and without any it is one section.

    Where no marks are given it is the first of the usual ones that the page itself uses; the others are its text.
    """
    kept = [line._replace(text=line.text.strip()) for line in lines if not _BLANK.fullmatch(line.text)]
    marks = marks or next((line.text[0] for line in kept if len(line.text) > 1 and line.text[0] in MARKS), MARKS)
    starts = [at for at, line in enumerate(kept) if len(line.text) > 1 and line.text[0] in marks]
    head = kept[: starts[0]] if starts else []
    title, site = _title(head[0].text) if head else ("", "")
    parts = [kept[start:end] for start, end in zip(starts, [*starts[1:], len(kept)], strict=True)] if starts else [kept]
    sections = tuple(_section(part, marks, tables, gazetteer) for part in parts if part)
    return Clipping(title, site, tuple(line.text for line in head[1:]), sections)


def _title(text: str) -> tuple[str, str]:
    """`TITLE | SITE` as two; a title may hold the sign itself, so the last one divides."""
    found = list(_TITLE.finditer(text))
    return (text[: found[-1].start()].strip(), text[found[-1].end() :].strip()) if found else (text, "")


def _section(part: Sequence[Line], marks: str, tables: Registries, gazetteer: Gazetteer) -> Section:
    headline = part[0].text.lstrip(marks).strip()
    told, paragraphs = _credits(part[1:], tables)
    byline = _byline(paragraphs, gazetteer)
    return Section(
        part[0].number,
        headline,
        tuple(paragraphs),
        byline,
        outlet=told.get("outlet", ""),
        url=told.get("url", ""),
        published=told.get("published", ""),
        cites=relays.find(paragraphs[0] if paragraphs else "", tables),
    )


def _credits(lines: Iterable[Line], tables: Registries) -> tuple[dict[str, str], list[str]]:
    """What lines of their own say of outlet, day and address, and the paragraphs that are left."""
    told: dict[str, str] = {}
    paragraphs = []
    for line in lines:
        found = dict(_credit(line.text, tables))
        told = {**found, **told}
        paragraphs += [] if found else [line.text]
    return told, paragraphs


def _credit(text: str, tables: Registries) -> Iterator[tuple[str, str]]:
    """The parts of a line made of nothing but an address, or an outlet of the registry and perhaps a day.

    A lone agency is a byline, which stays in the text; beside a day it tells the day only.
    """
    if _ADDRESS.fullmatch(text) and is_web_address(text):
        term = tables.outlet_of(text)
        yield "url", text
        yield from [("outlet", term.name)] if term else []
        return
    words = unicodedata.normalize("NFKC", text).strip("()【】[] ").split()
    days = [word for word in words if DAY_TOKEN.fullmatch(word)]
    name = " ".join(word for word in words if word not in days and not re.fullmatch(r"\d{1,2}:\d{2}", word))
    term = tables.outlets.find(name) if 0 < len(name) <= 40 else None
    wired = agencies.find(name) is not None
    if term is not None and len(days) <= 1 and (days or not wired):
        yield from [] if wired else [("outlet", term.name)]
        yield from [("published", days[0])] if days else []


def _byline(paragraphs: Sequence[str], gazetteer: Gazetteer) -> Byline:
    """The byline that begins the first paragraph, else the one that ends the last or is all of it; empty for none."""
    if not paragraphs:
        return Byline()
    lead = parse_lead(paragraphs[0], gazetteer)
    found = lead if lead.raw else parse_trail(paragraphs[-1], gazetteer)
    alone = parse_raw(paragraphs[-1], gazetteer) if not found.raw and _IN_BRACKETS.fullmatch(paragraphs[-1]) else found
    return alone if alone.agency else found
