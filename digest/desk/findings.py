"""Owns what a rule of `check` says: which rule, how grave, where, with which values, and the fix where one is right.

A place is a path of keys in the front matter, or a line or words of the body; it becomes a line and a column only when
there is something to tell, so posts without findings are never parsed again.
"""

from __future__ import annotations

from typing import NamedTuple

from digest.content.yamltext import Path
from digest.errors import Severity

ERROR: Severity = "error"
WARNING: Severity = "warning"
NOTE: Severity = "note"

LEVELS: dict[str, Severity] = {
    "quotation-unsourced": ERROR,
    "quotation-outweighs": ERROR,
    "quotation-share": WARNING,
    "quotation-long": WARNING,
    "quotation-many": WARNING,
    "quotation-credit": WARNING,
    "clipping-copied": WARNING,
    "headline-copied": WARNING,
    "headline-long": WARNING,
    "single-article": WARNING,
    "few-origins": WARNING,
    "treatment-full": WARNING,
    "outlet-placeholder": ERROR,
    "outlet-aggregator": WARNING,
    "reporter-title": WARNING,
    "reporter-not-person": WARNING,
    "reporter-odd": WARNING,
    "published-after-post": WARNING,
    "published-long-before": WARNING,
    "url-tracking": WARNING,
    "url-reused": WARNING,
    "name-spelling": WARNING,
    "draft-old": WARNING,
    "silence-unknown": WARNING,
    "silence-without-reason": WARNING,
    "topic-near": WARNING,
    "topic-once": NOTE,
    "alias-unused": NOTE,
    "media-orphan": NOTE,
    "name-unlisted": NOTE,
    "story-empty": NOTE,
}
"""Every rule by its stable code, and how grave it is (notes/features.md 4b, 4 and 20; docs/author-guide.md says why).
The codes of unresolved date words (`date-word-…`) are notes too."""


class Spot(NamedTuple):
    """A place in a post's file."""

    keys: Path = ()
    """In the front matter; as deep as it exists."""
    line: int = 0
    """In the body: from 1, in the file."""
    words: str = ""
    """In the body: where these words first stand, from `line` on."""


class Fix(NamedTuple):
    """What to put instead of what, within the value at the finding's place."""

    old: str
    new: str


class Finding(NamedTuple):
    """What one rule found in one file."""

    code: str
    path: str
    spot: Spot
    args: tuple[tuple[str, str], ...]
    severity: Severity
    fix: Fix | None = None


def finding(code: str, path: str, spot: Spot, /, *, fix: Fix | None = None, **args: object) -> Finding:
    """A finding of the rule `code`, as grave as the rule is."""
    told = tuple((name, str(value)) for name, value in args.items())
    return Finding(code, path, spot, told, LEVELS.get(code, "note"), fix)
