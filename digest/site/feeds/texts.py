"""Owns what a text or a time must be before it may stand in a feed, whatever its format."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import quote

UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd-\uffff]")
"""Characters that XML 1.0 (section 2.2) forbids or discourages and that no reader can show: controls, lone surrogates,
U+FFFE and U+FFFF, and the replacement character, which only says that something was lost."""

TAG_SAFE = "%/:?@!$&'()*+,;=~#"


def clean(text: str) -> str:
    """The text without unfit characters; Japanese, emoji and bidi marks stay as they are."""
    if text.isprintable() and "\ufffd" not in text:
        return text
    return UNFIT.sub("", text)


def named(text: str, fallback: str) -> str:
    """The clean text, or the fallback where nothing is left to read: RSS and Atom refuse empty titles."""
    kept = clean(text)
    return kept if kept.strip() else fallback


def identity(frozen: str, fallback: str) -> str:
    """The id of a feed or item: as it was frozen, but a `tag:` URI in ASCII, as RFC 4151 (2.1) wants it."""
    kept = clean(frozen).strip()
    return (quote(kept, safe=TAG_SAFE) if kept.startswith("tag:") else kept) or fallback


def moment(instant: str) -> datetime:
    """The instant of ISO text with an offset, to the second; an offset that RFC 3339 cannot write becomes UTC.

    Raises `ValueError` for text that is no date or has no offset: a calendar day has to be made an instant in the
    site's zone first (`digest.moments.instant`), or the reader's zone would shift it.
    """
    when = datetime.fromisoformat(instant).replace(microsecond=0)
    offset = when.utcoffset()
    if offset is None:
        raise ValueError(f"no offset: {instant}")
    return when.astimezone(UTC) if offset.seconds % 60 else when
