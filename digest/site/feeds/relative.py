"""Owns the check that markup can leave the site: which of its addresses need a page to be understood."""

from __future__ import annotations

import re
from html.parser import HTMLParser

ADDRESSES = frozenset(("href", "src", "poster", "cite", "action", "formaction", "data", "background", "longdesc"))
LISTS = frozenset(("srcset", "imagesrcset"))
CANDIDATE = re.compile(r"[\s,]*(\S*[^\s,])(?:\s+[^,]*)?(?:,|$)")
"""An image of a `srcset`: its address runs to the next space (HTML, 4.8.4.2.1), then a width or density."""
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def relative_addresses(html: str) -> tuple[str, ...]:
    """Every address in this markup that has no scheme, in order; `#note` and `//host` count, they need a page too."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tuple(address for address in reader.addresses if not SCHEME.match(address.strip()))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - HTMLParser's form
        for name, value in attrs:
            if name in ADDRESSES:
                self.addresses.append(value or "")
            elif name in LISTS:
                self.addresses.extend(CANDIDATE.findall(value or ""))
