"""Owns files that come with an export: which may be published, and what they are called in `content/media/`."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from digest import fingerprint

_KINDS = ".png .jpg .jpeg .gif .webp .avif .bmp .ico .svg .pdf .mp3 .m4a .ogg .wav .mp4 .webm .csv .zip .txt .epub"
KINDS = frozenset(_KINDS.split())
LARGEST = 50_000_000
_ACTIVE = re.compile(rb"<script|<foreignObject|javascript:|\son\w+\s*=|<!ENTITY|<iframe|<embed", re.IGNORECASE)
_ODD = re.compile(r"[^\w.-]+")


def safe(file: Path) -> bytes | None:
    """The file's bytes, or None for one of a kind that a site must not publish unseen: programs, pages, active SVG."""
    if file.suffix.lower() not in KINDS or not file.is_file() or file.stat().st_size > LARGEST:
        return None
    data = file.read_bytes()
    return None if file.suffix.lower() == ".svg" and _ACTIVE.search(data) else data


def name(address: str) -> str:
    """A path below `content/media/imported/` made of an address: no `..`, no hidden part, no odd character."""
    parts = []
    for part in PurePosixPath(unquote(address).replace("\\", "/")).parts:
        cleaned = _ODD.sub("-", unicodedata.normalize("NFC", part)).lstrip(".-")
        parts += [_short(cleaned)] if cleaned else []
    return "/".join(parts[-4:]) or "file"


def _short(part: str) -> str:
    """A part of at most 100 bytes, its ending kept."""
    stem, dot, ending = part.rpartition(".")
    stem, ending = (stem, dot + ending) if dot and len(ending) <= 5 else (part, "")
    return stem.encode()[: 100 - len(ending)].decode("utf-8", "ignore") + ending


def distinct(own: str, data: bytes) -> str:
    """Another name for a file whose name another file has."""
    stem, dot, ending = own.rpartition(".")
    mark = fingerprint.of_bytes(data).hex()[:8]
    return f"{stem}-{mark}.{ending}" if dot else f"{own}-{mark}"
