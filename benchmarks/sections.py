"""Owns the file `RESULTS.md`: a head, and for each benchmark a section that only that benchmark writes."""

from __future__ import annotations

import re
from pathlib import Path

NAMES = ("builds", "turns", "profile", "serving")
"""The sections in their order."""
SECTION = re.compile(r"<!-- begin (\w+) -->\n(.*?)\n<!-- end \1 -->\n", re.DOTALL)


def put(folder: Path, name: str, text: str) -> None:
    """Writes this section into the folder's `RESULTS.md`; the others stay as they stand there."""
    file = folder / "RESULTS.md"
    found = dict(SECTION.findall(file.read_text(encoding="utf-8"))) if file.exists() else {}
    found[name] = text.strip("\n")
    head = (folder / "RESULTS.head.md").read_text(encoding="utf-8")
    parts = (f"<!-- begin {one} -->\n{found[one]}\n<!-- end {one} -->\n" for one in NAMES if one in found)
    file.write_text("\n".join((head, *parts)), encoding="utf-8")
