"""Owns names: when two spellings are one name, which known name a misspelling meant, and a path part made of a name."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from digest import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable

SLUG_BYTES = 80
"""The longest slug in UTF-8 bytes: percent-encoded it stays under the 255 bytes a file name may have."""
MOST_NEAR = 50
"""Problems of one file for which a near miss is looked for: no one reads more, and each asks every known name."""
_SPACES = re.compile(r"\s+")
_NOT_IN_SLUGS = re.compile(r"[^\w.~-]+")
_DASHES = re.compile(r"-{2,}")


@lru_cache(maxsize=8192)
def key(name: str) -> str:
    """What two spellings of one name share: NFKC, case folded, spaces collapsed to one and trimmed.

    Folding may undo the normal form, hence the second NFKC (Unicode 3.13, D146 in short form).
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return _SPACES.sub(" ", folded).strip()


def nearest(name: str, candidates: Iterable[str]) -> str:
    """The candidate that `name` was probably meant to be, or empty; the first one wins where two are as near.

    Japanese names are short: one wrong character of three is a slip, one of two is another name unless the
    wrong text merely has a character more or less.
    """
    wanted = key(name)
    best, best_score = "", 0.0
    for candidate in candidates:
        score = _likeness(wanted, key(candidate))
        if score > best_score:
            best, best_score = candidate, score
    return best


def _likeness(wanted: str, known: str) -> float:
    """How alike two keys are, 0 where they are too far apart to suggest one for the other."""
    if not wanted or not known:
        return 0.0
    if wanted == known:
        return 1.0
    longer = max(len(wanted), len(known))
    if abs(len(wanted) - len(known)) > max(2, longer // 2):
        return 0.0
    from difflib import SequenceMatcher  # noqa: PLC0415 - only where a name is wrong

    ratio = SequenceMatcher(None, wanted, known, autojunk=False).ratio()
    floor = 0.75 if longer > 6 else 0.66
    return ratio if ratio >= floor else 0.0


@lru_cache(maxsize=8192)
def slugify_unicode(name: str) -> str:
    """A path part for a name without a slug: NFC, lower case, `-` for spaces and signs, Japanese kept.

    Never empty, never `.` or `..`, never with a character that means something in a path or URL, at most 80 bytes of
    UTF-8. A name made of signs alone becomes `x-` and eight hexadecimal digits of its fingerprint.
    """
    lowered = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).lower())
    slug = _DASHES.sub("-", _NOT_IN_SLUGS.sub("-", lowered)).strip("-.~_")
    slug = slug.encode("utf-8", "ignore")[:SLUG_BYTES].decode("utf-8", "ignore").rstrip("-.~_")
    if slug:
        return slug
    return "x-" + fingerprint.of_text(name).hex()[:8]
