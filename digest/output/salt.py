"""Owns the salt: the fingerprint of this program and of the libraries whose work shows in pages.

An upgrade of either gives another salt, and then nothing remembered is believed.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path

from digest import fingerprint
from digest.output.clockwork import clockwork
from digest.output.files import read, walk

PACKAGE = Path(__file__).resolve().parent.parent
LIBRARIES = frozenset(
    {
        "budoux",
        "feedgen",
        "jinja2",
        "lxml",
        "markdown_it_py",
        "markupsafe",
        "mdit_py_plugins",
        "mdurl",
        "nh3",
        "pillow",
        "python_dateutil",
        "pyyaml",
        "six",
        "tzdata",
    }
)
"""Those that a build imports, and those that these do. What is here for importing and previews alone is not."""
RECORDS = (".dist-info", ".egg-info")
SOURCES = (".py", ".toml", ".tsv", ".svg", ".json")


@cache
def salt() -> bytes:
    """The fingerprint of our own sources, the installed libraries' versions, Python's, and the rules of time zones.

    Once for a process: what it has loaded stays what it was, whatever is upgraded while it runs.
    """
    there = walk(PACKAGE)
    names = sorted(name for name in (*there.files, *there.links) if name.endswith(SOURCES))  # some installers link
    own = [name.encode() + b"\0" + read(f"{PACKAGE}/{name}")[1] for name in names]
    return fingerprint.of_parts([*own, *sorted(_installed()), sys.version.encode(), repr(clockwork()).encode()])


def _installed() -> set[bytes]:
    """`name-version` of each library, told by the names of its folders, without importing it."""
    found = set()
    for place in sys.path:
        folder = Path(place or ".")
        if folder.is_dir() and folder.name in {"site-packages", "dist-packages"}:
            for entry in folder.iterdir():
                name = entry.name.lower()
                if name.endswith(RECORDS) and _plain(name) in LIBRARIES:
                    found.add(name.encode())
    return found


def _plain(record: str) -> str:
    """The library's name in that of its record: `markdown_it_py-4.0.0.dist-info`; older ones have hyphens, dots."""
    return re.sub(r"[-.]+", "_", re.split(r"[-.]\d", record)[0])
