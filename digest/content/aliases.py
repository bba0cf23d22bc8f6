"""Owns old addresses: what an entry of `aliases:` means as a place of the site, or that it can be none.

Addresses of earlier blogs come as they stood in a browser, so percent-encoding is undone (RFC 3986, 2.1). A place that
ends in .html or .htm is that file; any other is a folder, for a static host answers `/entry.php` from
`entry.php/index.html` but would hand `entry.php` out as a download.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

UNFIT = re.compile(r"[\s\\?#:\x00-\x1f\x7f]")
FILE = re.compile(r"(?i)\.html?$")
INDEX = re.compile(r"(?:^|/)index\.html?$")


def place_of(alias: str) -> str:
    """The site-relative address of an old address; empty when it is none, leads out of the site or is the home page."""
    text = unicodedata.normalize("NFC", unquote(alias.strip(), errors="strict") if _decodes(alias) else alias.strip())
    text = INDEX.sub("/", text).strip("/")
    parts = text.split("/")
    if not text or UNFIT.search(text) or any(not part or part.startswith(".") for part in parts):
        return ""
    return text if FILE.search(text) else f"{text}/"


def _decodes(alias: str) -> bool:
    """Whether the percent-encoded bytes are UTF-8; those of older encodings stay as they are."""
    try:
        unquote(alias, errors="strict")
    except UnicodeDecodeError:
        return False
    return True
