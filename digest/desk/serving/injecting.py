"""Owns what is added to a page on its way to the browser: two scripts, in the answer only and never on disk."""

from __future__ import annotations

import re
from html import escape
from typing import NamedTuple

SCRIPT = "/livereload/preview.js"
RELOADER = "/livereload.js"
"""Where livereload's own script must be found: it looks for its options in that very name."""
_BODY_END = re.compile(rb"</body\s*>", re.IGNORECASE)
_HEAD_END = re.compile(rb"</head\s*>", re.IGNORECASE)


class Tag(NamedTuple):
    """What the script in a page must know."""

    generation: str
    kind: str
    """page, missing or error."""
    netloc: str
    """The host and port that the browser reached us by."""
    badge: str = ""
    """What to say of a page that is not the newest; empty where it is."""


def scripts(tag: Tag) -> bytes:
    """The two script elements: ours first, for livereload looks for plug-ins when it starts."""
    host, _, port = tag.netloc.rpartition(":") if re.search(r":\d+$", tag.netloc) else (tag.netloc, "", "80")
    data = {"generation": tag.generation, "kind": tag.kind, "badge": tag.badge}
    marks = "".join(f' data-{name}="{escape(value)}"' for name, value in data.items())
    options = escape(f"host={host}&port={port}&mindelay=300&maxdelay=2000")
    return f'<script src="{SCRIPT}"{marks}></script><script src="{RELOADER}?{options}"></script>'.encode()


def inject(page: bytes, tag: Tag) -> bytes:
    """The page with the scripts before its last `</body>`, else before `</head>`, else at its end."""
    found = next((list(ending.finditer(page)) for ending in (_BODY_END, _HEAD_END) if ending.search(page)), [])
    place = found[-1].start() if found else len(page)
    return page[:place] + scripts(tag) + page[place:]
