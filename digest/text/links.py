"""Owns which addresses a post may link to: http, https, mailto, and places of this site, which are left as holes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.errors import problem

if TYPE_CHECKING:
    from digest.errors import Mark
    from digest.text.sheet import Sheet

SCHEMES = frozenset({"http", "https", "mailto"})
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_IGNORED = re.compile(r"[\x00-\x20\x7f-\x9f]")
"""Characters that browsers drop or trim before they look for a scheme (WHATWG URL, basic URL parser, steps 1 to 3)."""
_PLAIN = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*(?:/[A-Za-z0-9._~/-]*)?")
"""Addresses that mean the same to everybody and hold nothing to escape, as most do."""
_TO_A_HOST = re.compile(r"[/\\]{2}")


def scheme_of(address: str) -> str:
    """The scheme in lower case; `//` for an address of another host without one; empty for a place of this site."""
    bare = _IGNORED.sub("", address)
    found = _SCHEME.match(bare)
    if found:
        return found[1].lower()
    return "//" if _TO_A_HOST.match(bare) else ""


def is_external(address: str) -> bool:
    """Whether it leads to another site."""
    return scheme_of(address) in {"http", "https"}


def attribute(sheet: Sheet, kind: str, address: str, at: Mark) -> str:
    """The value of an `href` or `src` attribute, escaped; a hole for a place of this site; empty with a problem."""
    scheme = scheme_of(address)
    if not scheme and address:
        return sheet.hole(kind, address, at)
    if _PLAIN.fullmatch(address):
        return address
    if scheme in SCHEMES and (kind == "href" or scheme != "mailto"):
        # The rest of this module is asked by builds that read no Markdown.
        from markdown_it.common.normalize_url import normalizeLink  # noqa: PLC0415
        from markdown_it.common.utils import escapeHtml  # noqa: PLC0415

        return escapeHtml(normalizeLink(address)).replace("\x00", "")
    code = "bad-link-scheme" if scheme else "empty-link"
    sheet.problems.append(problem(code, at, scheme=scheme, address=address))
    return ""
