"""Owns headings: their levels on the page, their ids, and the outline of a body."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from digest.text.body import Heading
from digest.text.runs import plain

if TYPE_CHECKING:
    from markdown_it.token import Token

    from digest.text.sheet import Sheet

TOP = 2
"""The highest level in a body: the page's title is the one heading of level 1."""
LOWEST = 6
_NOT_IN_IDS = re.compile(r"[^\w\s-]+")
_SPACES = re.compile(r"\s+")


def number_headings(tokens: list[Token], sheet: Sheet) -> tuple[Heading, ...]:
    """Set level and id of every heading, and return those that stand at the top of the body.

    The highest heading of the body becomes level 2 and the others keep their distance to it, so `#` and `##` are
    levels 2 and 3, and a body that begins at `##` leaves no gap below the page's title.
    """
    places = [at for at, token in enumerate(tokens) if token.type == "heading_open"]
    if not places:
        return ()
    shift = TOP - min(int(tokens[at].tag[1]) for at in places)
    taken = {str(tokens[at].attrs["id"]): 1 for at in places if "id" in tokens[at].attrs}
    found = []
    for at in places:
        text = plain(tokens[at + 1].children or [])
        level = min(LOWEST, int(tokens[at].tag[1]) + shift)
        own = str(tokens[at].attrs.get("id") or _free(heading_id(text), taken))
        tokens[at].tag = tokens[at + 2].tag = f"h{level}"
        tokens[at].attrs["id"] = own
        taken.setdefault(own, 1)
        sheet.anchors.append(own)
        if tokens[at].level == 0:
            found.append(Heading(level, own, text))
    return tuple(found)


def heading_id(text: str) -> str:
    """The id for a heading's text: NFC, lower case, spaces to `-`, signs dropped, Japanese kept; never empty."""
    kept = _NOT_IN_IDS.sub("", unicodedata.normalize("NFC", text).lower())
    return _SPACES.sub("-", kept.strip()) or "section"


def _free(wanted: str, taken: dict[str, int]) -> str:
    """The id, with a number where it is taken; `taken` says of each id up to which number it is, so as to ask once."""
    if wanted not in taken:
        return wanted
    number = taken[wanted] + 1
    while f"{wanted}-{number}" in taken:
        number += 1
    taken[wanted] = number
    return f"{wanted}-{number}"
