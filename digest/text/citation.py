r"""Owns the syntax of citations: Pandoc's `[@key]`, `[@a; @b, 3面]` (Pandoc User's Guide, "Citation syntax").

Of Pandoc's form we take groups, keys and locators, not prefixes, `-@key` or bare `@key`. Full-width `；` and `，` or
`、` count as `;` and `,`, because an input method types them. `\[@key]` stays text, as does anything in code.
"""

from __future__ import annotations

import re

_DIVIDER = re.compile(r"[;；]")
_ITEM = re.compile(r"\s*@(?P<key>\w(?:[\w:.#$%&+?<>~/-]*\w)?)\s*(?:[,，、]\s*(?P<locator>[^@]*\S)\s*)?", re.DOTALL)


def parse_group(inside: str) -> tuple[tuple[str, str], ...]:
    """Keys and locators of what stands between `[` and `]`; empty where it is no citation group."""
    items = [_ITEM.fullmatch(part) for part in _DIVIDER.split(inside)]
    found = tuple((item["key"], " ".join((item["locator"] or "").split())) for item in items if item)
    return found if len(found) == len(items) else ()
