"""Owns what raw HTML may do where the site allows it: a small subset, through the sanitizer ammonia (nh3).

The whole body goes through it, for an author may open `<details>` before Markdown and close it after; so the subset
holds all that our own markup needs. Addresses are held to the rules of `digest.text.links`, and those of this site
become holes like any other.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from digest.errors import Mark
from digest.text.links import attribute

if TYPE_CHECKING:
    from digest.text.sheet import Sheet

_TAGS = """
a abbr aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure
footer h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp section small span strong sub summary sup
table tbody td tfoot th thead time tr u ul var wbr
"""
TAGS = frozenset(_TAGS.split())
ATTRIBUTES = {
    "*": frozenset({"class", "data-edtf", "dir", "id", "lang", "role", "tabindex", "title", "aria-label"}),
    "a": frozenset({"href", "rel"}),
    "blockquote": frozenset({"cite"}),
    "q": frozenset({"cite"}),
    "col": frozenset({"span"}),
    "details": frozenset({"open"}),
    "img": frozenset({"src", "alt", "width", "height", "loading", "decoding"}),
    "ol": frozenset({"start", "reversed", "type"}),
    "td": frozenset({"colspan", "rowspan", "style"}),
    "th": frozenset({"colspan", "rowspan", "scope", "style"}),
    "time": frozenset({"datetime"}),
}
_ADDRESSES = frozenset({"href", "src", "cite"})
_ALIGNED = re.compile(r"text-align:(left|center|right)")
_PRIVATE = ("\ue0f0", "\U000f0f0f", "\U0010f0f0")


def sanitise(html: str, sheet: Sheet) -> str:
    """The subset of `html`, whose holes are kept; adds the holes and problems of raw addresses to the sheet."""
    import nh3  # noqa: PLC0415 - only posts with raw HTML pay for it

    # The sanitizer would drop U+0000, so a private character that the text does not use stands for it meanwhile.
    stand_in = next((char for char in _PRIVATE if char not in html), "")
    if not stand_in:
        html, stand_in = html.replace(_PRIVATE[0], "\ufffd"), _PRIVATE[0]

    own_ids = set(sheet.anchors)

    def checked(_tag: str, name: str, value: str) -> str | None:
        if name == "style":
            return value if _ALIGNED.fullmatch(value) else None
        if name == "id":
            known = value in own_ids
            own_ids.discard(value)
            return value if known else None
        if name not in _ADDRESSES or value.startswith(stand_in):
            return value
        if not value:  # a refused address, told already
            return None
        found = attribute(sheet, "src" if name == "src" else "href", value, _find(value, sheet))
        return found.replace("\x00", stand_in).replace("&amp;", "&") or None

    clean = nh3.clean(
        html.replace("\x00", stand_in),
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=checked,
        clean_content_tags={"script", "style"},
        link_rel=None,
        url_schemes={"http", "https", "mailto", "javascript", "data", "vbscript", "file", "ftp", "tel"},
    )
    return clean.replace(stand_in, "\x00")


def _find(value: str, sheet: Sheet) -> Mark:
    """Where an address stands in the file: the first place it is written."""
    for at, line in enumerate(sheet.lines):
        for written in (value, escape(value)) if value else ():
            if written in line:
                return Mark(sheet.path, sheet.first_line + at, line.index(written) + 1, len(written))
    return sheet.raw_html or Mark(sheet.path)
